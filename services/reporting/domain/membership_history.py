"""What was told of memberships and how it holds together: a correction takes the place of what it corrects.

The same rules as where memberships are told: nothing told is changed, what follows a thing is no earlier than it, and
of a day that no source settles nobody knows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from shared.values import first_day

NEVER = "never"
TAKES_PART = ("joined", "in-principle")
"""Who is counted: members, and councils that agreed in principle, as the sources count them too."""


@dataclass(frozen=True, slots=True)
class MembershipFact:
    """A council is in principle, joined or left from a day on; or never was what was told before, for a reason."""

    council: str
    standing: str
    certainty: str
    source: str | None
    effective: str | None
    effective_day: date
    recorded_at: datetime
    sequence: int
    corrects: int | None = None
    reason: str | None = None
    was_standing: str | None = None
    was_effective: str | None = None
    was_certainty: str | None = None

    @property
    def order(self) -> tuple[datetime, int]:
        """Its place among what was told."""
        return self.recorded_at, self.sequence


@dataclass(frozen=True, slots=True)
class Stood:
    """How a council stood on a day, and the fact that says so; none does where it is not known."""

    standing: Literal["joined", "in-principle", "left", "not-known", "none"]
    by: MembershipFact | None = None


@dataclass(frozen=True, slots=True)
class _Step:
    fact: MembershipFact
    first: date
    day: date


def by_council(facts: Iterable[MembershipFact]) -> dict[str, list[MembershipFact]]:
    """Return what was told, council by council, in the order in which it was told."""
    found: dict[str, list[MembershipFact]] = {}
    for fact in sorted(facts, key=lambda fact: (fact.council, *fact.order)):
        found.setdefault(fact.council, []).append(fact)
    return found


def stood(told: Iterable[MembershipFact], day: date) -> Stood:
    """Return how a council stood on a day by what was told of it, in the order in which it was told."""
    steps = _steps(told)
    sure = next((step for step in reversed(steps) if step.day <= day), None)
    if sure is not None and sure.fact.standing == "joined":
        return Stood("joined", sure.fact)
    if sure is not None and sure.fact.standing == "in-principle":
        return Stood("in-principle", sure.fact)
    if any(step.fact.standing in TAKES_PART and step.first <= day < step.day for step in steps):
        return Stood("not-known")
    return Stood("left", sure.fact) if sure is not None else Stood("none")


def _steps(told: Iterable[MembershipFact]) -> list[_Step]:
    happened = [fact for fact in _standing_now(told) if fact.standing != NEVER]
    days = [fact.effective_day for fact in happened]
    for place in reversed(range(len(days) - 1)):
        days[place] = min(days[place], days[place + 1])
    found: list[_Step] = []
    for fact, day in zip(happened, days, strict=True):
        before = found[-1].first if found else date.min
        exact = fact.certainty == "known" and fact.effective is not None
        found.append(_Step(fact, max(before, first_day(str(fact.effective))) if exact else before, day))
    return found


def _standing_now(told: Iterable[MembershipFact]) -> list[MembershipFact]:
    found: list[MembershipFact] = []
    for one in told:
        if one.corrects is not None:
            found = [one if other.sequence == one.corrects else other for other in found]
        elif one.reason is not None:
            place = next((at for at, other in enumerate(found) if other.effective_day > one.effective_day), len(found))
            found.insert(place, one)
        else:
            found.append(one)
    return found
