"""Who was a member at a date, and how many councils a share is taken of.

Where every council's membership at the date is known, a share is taken of the members. Where a council may or may not
have joined by then, it is taken of the number that a source reported for that time, and the figure says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from services.reporting.domain.moments import Figure
from services.reporting.domain.words import councils_in_words, in_words
from shared.values import first_day


@dataclass(frozen=True, slots=True)
class MembershipFact:
    """A council is a member from a day, or (`member` false) no longer is."""

    council: str
    member: bool
    certainty: str
    source: str | None
    effective: str | None
    effective_day: date
    recorded_at: datetime
    sequence: int

    @property
    def order(self) -> tuple[date, datetime, int]:
        return self.effective_day, self.recorded_at, self.sequence


@dataclass(frozen=True, slots=True)
class CountFact:
    """A source said how many councils were members in a period (`effective`)."""

    report: str
    councils: int
    basis: str
    source: str
    effective: str
    effective_day: date
    recorded_at: datetime
    sequence: int

    @property
    def period(self) -> tuple[date, date]:
        """Its first and last day."""
        return first_day(self.effective), self.effective_day


class CountReport(Figure):
    """A number of members as a source reported it."""

    report: str
    councils: int
    as_of: str
    basis: str
    source: str


class Denominator(Figure):
    """How many councils shares are taken of, and why that many."""

    councils: int | None
    basis: Literal["members", "reported", "not-recorded"]
    explanation: str
    reported: CountReport | None = None


class Member(Figure):
    """A council known to be a member at the date."""

    council: str
    name: str
    gaelic_name: str | None = None
    since: str | None
    certainty: str
    source: str | None = None


class Standing(Figure):
    """Membership at a date."""

    members_known: int
    may_have_been_members: int
    all_known: bool
    denominator: Denominator
    reported: CountReport | None
    also_reported: list[CountReport]


@dataclass(frozen=True, slots=True)
class Councils:
    """The councils on a day: how each member joined; those that may have been members; and those that were not."""

    members: list[MembershipFact]
    unsure: list[str]
    outside: list[str]


def councils(facts: Iterable[MembershipFact], day: date) -> Councils:
    """Return who was a member on a day, who may have been, and who was not."""
    by_council: dict[str, list[MembershipFact]] = {}
    for fact in facts:
        by_council.setdefault(fact.council, []).append(fact)
    found = Councils([], [], [])
    for council, told in sorted(by_council.items()):
        before = [fact for fact in told if fact.effective_day <= day]
        latest = max(before, key=lambda fact: fact.order) if before else None
        if latest is not None and latest.member:
            found.members.append(latest)
        elif latest is None and min(told, key=lambda fact: fact.order).certainty != "known":
            # it joined by a later day at the latest: whether it had by this one was never found
            found.unsure.append(council)
        else:
            found.outside.append(council)
    return found


def in_force(counts: Iterable[CountFact], day: date) -> tuple[CountFact | None, list[CountFact]]:
    """Return the reported count that holds on a day, and the others for the same period.

    The latest period that has begun counts. Where several reports share it, the first listed holds while it runs, and
    the last once it has ended.
    """
    latest: dict[str, CountFact] = {}
    for fact in sorted(counts, key=lambda fact: (fact.recorded_at, fact.sequence)):
        latest[fact.report] = fact  # told again, a report keeps its place in the list
    begun = [fact for fact in latest.values() if fact.period[0] <= day]
    if not begun:
        return None, []
    period = max(fact.period for fact in begun)
    same = [fact for fact in begun if fact.period == period]
    holds = same[-1] if period[1] < day else same[0]
    return holds, [fact for fact in same if fact is not holds]


def standing(facts: Sequence[MembershipFact], counts: Sequence[CountFact], day: date) -> Standing:
    """Return what membership was on a day, and what shares are taken of."""
    then = councils(facts, day)
    holds, others = in_force(counts, day)
    reported = _shown(holds) if holds else None
    all_known = bool(facts) and not then.unsure
    return Standing(
        members_known=len(then.members),
        may_have_been_members=len(then.unsure),
        all_known=all_known,
        denominator=_denominator(len(then.members), reported, all_known=all_known),
        reported=reported,
        also_reported=[_shown(fact) for fact in others],
    )


def _denominator(known: int, reported: CountReport | None, *, all_known: bool) -> Denominator:
    if all_known:
        return Denominator(
            councils=known, basis="members", explanation=f"the {councils_in_words(known)} known to be members"
        )
    if reported is not None:
        return Denominator(
            councils=reported.councils,
            basis="reported",
            explanation=f"the {councils_in_words(reported.councils)} reported for {in_words(reported.as_of)}: "
            "which councils had joined by this date is not known",
            reported=reported,
        )
    return Denominator(
        councils=None, basis="not-recorded", explanation="how many councils were members at this date is not recorded"
    )


def _shown(fact: CountFact) -> CountReport:
    return CountReport(
        report=fact.report, councils=fact.councils, as_of=fact.effective, basis=fact.basis, source=fact.source
    )
