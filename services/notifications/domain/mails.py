"""Mails: which roles are told, who is told in their place, when a mail is tried again, and when it is given up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from shared.errors import refuse_field

PROGRAMME: Final = "programme"
"""What stands in place of a council for the roles of the whole programme, as councils has it."""

OF_COUNCILS: Final = ("council-digital-lead", "security-contact")
OF_PROGRAMME: Final = ("digital-office", "delivery-board")
COUNCIL_ROLES: Final = ("sponsor", "council-digital-lead", "project-lead", "benefits-owner", "security-contact")
"""All that a council has, as councils has them."""
IN_THEIR_PLACE: Final = ("sponsor", "project-lead")
"""Who in a council is told where a role has no holder; after them, the Digital Office."""

MINUTE, HOUR = 60.0, 3600.0
PAUSES: Final = (MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR)
"""How long a mail waits after each try; the first are what servers that greylist ask for."""
LAST_PAUSE: Final = 12 * HOUR
GIVEN_UP_AFTER: Final = timedelta(days=5)
QUIET: Final = timedelta(hours=6)
"""An endpoint that fails, heals and fails again is told of once in so long; what stands by then is told."""

MAILS: Final = UUID("6f0f3b1e-2f0c-5d43-9d0e-6b0f6d1c7a55")
"""The namespace of the ids of our mails; it must never change."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A role of a council, or of the programme."""

    council: str
    role: str

    def __str__(self) -> str:
        return f"{self.council}/{self.role}"


def told(council: str | None, roles: Sequence[str] = ()) -> list[Place]:
    """Return who is told of a subscription: the roles it names, else two that its owner has."""
    return [Place(council or PROGRAMME, role) for role in contacts(council, roles)]


def contacts(council: str | None, roles: Sequence[str]) -> list[str]:
    """Return the roles that are told: those named, each once, else the two usual ones."""
    usual = OF_PROGRAMME if council is None else OF_COUNCILS
    return list(dict.fromkeys(roles or usual))


def check_contacts(council: str | None, roles: Sequence[str]) -> None:
    """Refuse roles that the owner of a subscription does not have."""
    known = OF_PROGRAMME if council is None else COUNCIL_ROLES
    unknown = [role for role in roles if role not in known]
    if unknown:
        refuse_field("contacts", "unknown-role", f"'{unknown[0][:80]}' is none of {', '.join(known)}")


def in_place_of(place: Place, others: Sequence[Place]) -> list[Place]:
    """Return who may be told for a role, in order: itself, and while it has no holder, whom no other mail tells."""
    if place.council == PROGRAMME:
        return [place]
    instead = [*(Place(place.council, role) for role in IN_THEIR_PLACE), Place(PROGRAMME, OF_PROGRAMME[0])]
    return [place, *(one for one in instead if one != place and one not in others)]


def mail_id(occasion: UUID, place: Place) -> UUID:
    """Return the id of the one mail about an occasion to a role, the same whoever works it out."""
    return uuid5(MAILS, f"{occasion}/{place}")


def pause_after(tries: int) -> float:
    """Return for how many seconds a mail waits that was tried so often."""
    return PAUSES[tries - 1] if 0 < tries <= len(PAUSES) else LAST_PAUSE


def is_given_up(made_at: datetime, now: datetime) -> bool:
    """Say whether a mail has been tried for long enough."""
    return now - made_at >= GIVEN_UP_AFTER


def not_before(now: datetime, told_at: datetime | None) -> datetime:
    """Return when a mail may be sent: at once, or a while after the roles were last told of the same subscription."""
    return now if told_at is None else max(now, told_at + QUIET)
