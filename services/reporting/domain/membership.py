"""Who was a member at a date, and how many councils a share is taken of.

Where every council's membership at the date is known, a share is taken of the members. Where a council may or may not
have joined by then, it is taken of the number that a source reported for that time, and the figure says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from services.reporting.domain.membership_history import TAKES_PART, MembershipFact, by_council, stood
from services.reporting.domain.moments import Figure
from services.reporting.domain.words import councils_in_words, in_words
from shared.values import first_day


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
    """A number of members as a source reported it; `precision` is how exact its date is: year, month or day."""

    report: str
    councils: int
    as_of: str
    precision: str
    basis: str
    source: str


class CountConflict(Figure):
    """Reports that speak of the same time and say other numbers, side by side in the order of their times."""

    least: int
    most: int
    counts: list[CountReport]


class Denominator(Figure):
    """How many councils shares are taken of, and why that many."""

    councils: int | None
    basis: Literal["members", "reported", "not-recorded"]
    explanation: str
    reported: CountReport | None = None


class Member(Figure):
    """A council known to be a member at the date, or to have agreed in principle (`standing`)."""

    council: str
    name: str
    gaelic_name: str | None = None
    standing: str
    since: str | None
    certainty: str
    source: str | None = None


class Correction(Figure):
    """What was told of a council's membership was put right, and why; `was_standing` null: it had been left out."""

    council: str
    recorded_at: datetime
    was_standing: str | None
    was_effective: str | None
    was_certainty: str | None
    standing: str
    effective: str | None
    certainty: str
    reason: str
    source: str | None


class Standing(Figure):
    """Membership at a date. Councils in principle are counted apart, and shares are taken of them too."""

    members_known: int
    in_principle: int
    may_have_been_members: int
    all_known: bool
    denominator: Denominator
    reported: CountReport | None
    also_reported: list[CountReport]


@dataclass(frozen=True, slots=True)
class Councils:
    """The councils on a day: how each came that was there; those that may have been; and those that were not."""

    members: list[MembershipFact]
    unsure: list[str]
    outside: list[str]


def councils(facts: Iterable[MembershipFact], day: date) -> Councils:
    """Return who was there on a day, who may have been, and who was not."""
    found = Councils([], [], [])
    for council, told in by_council(facts).items():
        then = stood(told, day)
        if then.by is not None and then.standing in TAKES_PART:
            found.members.append(then.by)
        elif then.standing == "not-known":
            found.unsure.append(council)
        else:
            found.outside.append(council)
    return found


def in_force(counts: Iterable[CountFact], day: date) -> tuple[CountFact | None, list[CountFact]]:
    """Return the reported count that holds on a day, and the others for the same period.

    The latest period that has begun counts. Where several reports share it, the first listed holds while it runs, and
    the last once it has ended.
    """
    begun = [fact for fact in _as_last_told(counts) if fact.period[0] <= day]
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
    reported = count_report(holds) if holds else None
    all_known = bool(facts) and not then.unsure
    in_principle = sum(fact.standing == "in-principle" for fact in then.members)
    return Standing(
        members_known=len(then.members) - in_principle,
        in_principle=in_principle,
        may_have_been_members=len(then.unsure),
        all_known=all_known,
        denominator=_denominator(len(then.members), in_principle, reported, all_known=all_known),
        reported=reported,
        also_reported=[count_report(fact) for fact in others],
    )


def corrections(facts: Iterable[MembershipFact]) -> list[Correction]:
    """Return what was put right, in the order in which it was told."""
    told = sorted((fact for fact in facts if fact.reason is not None), key=lambda fact: (*fact.order, fact.council))
    return [correction(fact) for fact in told]


def correction(fact: MembershipFact) -> Correction:
    return Correction(
        council=fact.council,
        recorded_at=fact.recorded_at,
        was_standing=fact.was_standing,
        was_effective=fact.was_effective,
        was_certainty=fact.was_certainty,
        standing=fact.standing,
        effective=fact.effective,
        certainty=fact.certainty,
        reason=fact.reason or "",
        source=fact.source,
    )


def conflicts(counts: Iterable[CountFact], day: date) -> list[CountConflict]:
    """Return the reports of times begun by a day that disagree, each with all that it can be held against."""
    groups: list[list[CountFact]] = []
    for fact in sorted(_as_last_told(counts), key=lambda fact: fact.period):
        if fact.period[0] > day:
            continue
        if groups and fact.period[0] <= max(other.period[1] for other in groups[-1]):
            groups[-1].append(fact)
        else:
            groups.append([fact])
    return [
        CountConflict(
            least=min(fact.councils for fact in group),
            most=max(fact.councils for fact in group),
            counts=[count_report(fact) for fact in group],
        )
        for group in groups
        if len({fact.councils for fact in group}) > 1
    ]


def _as_last_told(counts: Iterable[CountFact]) -> list[CountFact]:
    """Return each report once: told again, a report keeps its place in the list."""
    latest: dict[str, CountFact] = {}
    for fact in sorted(counts, key=lambda fact: (fact.recorded_at, fact.sequence)):
        latest[fact.report] = fact
    return list(latest.values())


def _denominator(known: int, in_principle: int, reported: CountReport | None, *, all_known: bool) -> Denominator:
    if all_known:
        joined = f"the {councils_in_words(known - in_principle)} known to be members"
        apart = f" and {councils_in_words(in_principle)} in principle" if in_principle else ""
        return Denominator(councils=known, basis="members", explanation=joined + apart)
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


def count_report(fact: CountFact) -> CountReport:
    """Return a reported count as it is shown."""
    return CountReport(
        report=fact.report,
        councils=fact.councils,
        as_of=fact.effective,
        precision=("year", "month", "day")[fact.effective.count("-")],
        basis=fact.basis,
        source=fact.source,
    )
