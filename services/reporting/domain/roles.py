"""In how many councils a role lacks a holder or a deputy: counted over all of them, never council by council."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from services.reporting.domain.adoption import MINIMUM_GROUP, Share
from services.reporting.domain.moments import Figure

ROLES = ("benefits-owner", "council-digital-lead", "project-lead", "security-contact", "sponsor")
"""The roles that every council has; those of the programme as a whole are no figure about a group."""

ENDING_WITHIN_DAYS = 30
TOO_FEW = f"fewer than {MINIMUM_GROUP} councils"


@dataclass(frozen=True, slots=True)
class Held:
    """Whether a council's role has a holder, up to which day, and a deputy."""

    council: str
    role: str
    holder: bool
    deputy: bool
    ends: date | None


class RoleGaps(Figure):
    """One role over all councils: in how many it is held, and what is missing in how many.

    A council without a holder counts once: nobody was named, or nobody follows (`no_holder`), or the holder's last day
    is over (`ended`). Where that day comes within 30 days the role counts as held, and as `ending`.
    """

    role: str
    held: Share
    no_holder: int
    ended: int
    ending: int
    no_deputy: int


def gaps(councils: Collection[str], told: Iterable[Held], day: date) -> list[RoleGaps] | None:
    """Return the gaps of every role on a day; None where the councils are too few to tell of them together."""
    if len(councils) < MINIMUM_GROUP:
        return None
    known = {(one.council, one.role): one for one in told}
    return [_gaps(role, councils, known, day) for role in ROLES]


def _gaps(role: str, councils: Collection[str], known: Mapping[tuple[str, str], Held], day: date) -> RoleGaps:
    rows = [known.get((council, role)) for council in councils]
    named = [row for row in rows if row is not None and row.holder]
    ended = [row for row in named if row.ends is not None and row.ends < day]
    soon = day + timedelta(days=ENDING_WITHIN_DAYS)
    return RoleGaps(
        role=role,
        held=Share(numerator=len(named) - len(ended), denominator=len(rows), as_at=day),
        no_holder=len(rows) - len(named),
        ended=len(ended),
        ending=sum(row.ends is not None and day <= row.ends <= soon for row in named),
        no_deputy=sum(row is None or not row.deputy for row in rows),
    )
