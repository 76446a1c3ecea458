"""Contacts: how long they are kept, why they are erased, and who had been sent what of them."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal

from services.councils.models import Contact, Disclosure
from shared.errors import ConflictError
from shared.events.councils import ContactErased, Recipient, RoleLeft

RETENTION_DAYS = 365
"""For how many days after the last day in a role a contact is kept, unless something else is said of it."""
LONGEST_RETENTION = 3650

Because = Literal["asked-by-the-person", "recorded-by-mistake", "no-longer-needed"]
RETENTION_OVER = "retention-over"

Use = Literal["coordination", "security-incident", "benefit-reporting", "audit"]
"""What a client looks a holder up for."""
SUBJECT_ACCESS = "subject-access"
SHOWN = ("name", "email", "phone")


def kept_until(contact: Contact, last_day: date | None) -> date | None:
    """Return the last day on which a contact is kept; None while it is in a role without an end."""
    return None if last_day is None else last_day + timedelta(days=contact.retention_days)


def erase(
    contact: Contact, because: str, roles: Sequence[RoleLeft], shown: Iterable[Disclosure], day: date
) -> ContactErased:
    """Erase a contact, and name everybody who had been sent its data; or refuse what was erased before."""
    if contact.erased_on is not None:
        raise ConflictError(
            f"What was kept of this person was erased on {contact.erased_on} already; GET /api/v1/roles/erasures "
            "says who had been told.",
            code="erased-already",
        )
    return ContactErased(
        council=contact.council,
        person=contact.person,
        because=because,
        roles=tuple(roles),
        told=recipients(shown),
        effective=day.isoformat(),
    )


def recipients(shown: Iterable[Disclosure]) -> tuple[Recipient, ...]:
    """Return who was sent anything: how often, first and last."""
    by_recipient: dict[str, list[str]] = {}
    for one in shown:
        by_recipient.setdefault(one.recipient, []).append(one.shown_at.date().isoformat())
    return tuple(
        Recipient(recipient=recipient, times=len(days), first=min(days), last=max(days))
        for recipient, days in sorted(by_recipient.items())
    )
