"""What answers show of contacts: everything held of a person, for that person; and what was erased, by ids alone."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from services.councils.models import Contact, Disclosure, RoleTold
from services.councils.views.roles import RoleToldView
from shared.web.resources import View


class DisclosureView(View):
    """That some data was shown: to which client or service, which fields, for which role and purpose, and when."""

    recipient: str
    fields: list[str]
    role: str | None = None
    purpose: str
    shown_at: datetime


class RoleOfPersonView(RoleToldView):
    """A role that a person holds or held, or deputised in (`place`)."""

    role: str
    place: str


class HeldOfPersonView(View):
    """Everything that is held of a person in one council, or for the programme."""

    person: str
    council: str
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    retention_days: int
    expires_on: date | None = None
    recorded_at: datetime
    changed_at: datetime
    roles: list[RoleOfPersonView]
    disclosures: list[DisclosureView]


class ExportView(View):
    """Everything held under an e-mail address, as far as the client may see it; nothing held is an answer too."""

    exported_at: datetime
    contacts: list[HeldOfPersonView]


class RoleLeftView(View):
    """A role that is without a holder or a deputy since a contact was erased."""

    council: str
    role: str
    place: str


class ErasureView(View):
    """That a contact was erased: `told` is everybody who had been sent its data, and when, to be told of it."""

    person: str
    council: str
    because: str
    erased_on: date
    roles: list[RoleLeftView]
    told: list[DisclosureView]


class ErasedView(View):
    """What an erasure erased; one person may have been a contact of several councils."""

    erased: list[ErasureView]


def held(contact: Contact, told: Mapping[str, Sequence[RoleTold]], shown: Sequence[Disclosure]) -> HeldOfPersonView:
    """Show all that is held of a person in a council; `told` is by role key."""
    roles = [
        RoleOfPersonView(
            role=key.partition(".")[2],
            place="holder" if fact.holder == contact.person else "deputy",
            **RoleToldView.model_validate(fact, from_attributes=True).model_dump(),
        )
        for key, facts in told.items()
        for fact in facts
        if contact.person in {fact.holder, fact.deputy}
    ]
    return HeldOfPersonView(
        **contact.model_dump(include={"person", "council", "name", "email", "phone", "retention_days", "expires_on"}),
        recorded_at=contact.created_at,
        changed_at=contact.changed_at,
        roles=roles,
        disclosures=[disclosure(one) for one in shown],
    )


def disclosure(row: Disclosure) -> DisclosureView:
    return DisclosureView.model_validate(row, from_attributes=True)


def erasure(contact: Contact, roles: Sequence[RoleLeftView], shown: Sequence[Disclosure]) -> ErasureView:
    if contact.erased_on is None or contact.erased_because is None:
        raise LookupError(f"the contact {contact.person} is not erased")
    return ErasureView(
        person=contact.person,
        council=contact.council,
        because=contact.erased_because,
        erased_on=contact.erased_on,
        roles=list(roles),
        told=[disclosure(one) for one in shown],
    )
