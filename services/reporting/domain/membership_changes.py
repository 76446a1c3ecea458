"""Why a figure changed between two times at which it was asked for: what was told meanwhile, and put right."""

from collections.abc import Sequence
from datetime import date, datetime

from services.reporting.domain.membership import (
    CountFact,
    CountReport,
    Standing,
    count_report,
    standing,
)
from services.reporting.domain.membership_history import TAKES_PART, MembershipFact, Stood, by_council, stood
from services.reporting.domain.moments import Figure


class ToldSince(Figure):
    """Something told of a council meanwhile; one with a reason is a correction of what was told before."""

    recorded_at: datetime
    standing: str
    effective: str | None
    certainty: str
    was_standing: str | None
    was_effective: str | None
    was_certainty: str | None
    reason: str | None
    source: str | None


class ChangedCouncil(Figure):
    """A council that stood otherwise on the day by what was known then, and why.

    Counted or not, it is so in what shares are taken of and in how many take part.
    """

    council: str
    was: str
    now: str
    counted_before: bool
    counted_now: bool
    because: list[ToldSince]


class Changes(Figure):
    """A day's membership as it was known at an earlier time and as it is known now, with what makes the difference."""

    before: Standing
    now: Standing
    changed: bool
    explanation: str
    councils: list[ChangedCouncil]
    counts_reported: list[CountReport]


def changes(facts: Sequence[MembershipFact], counts: Sequence[CountFact], day: date, since: datetime) -> Changes:
    """Compare what was known of a day at a time with what `facts` and `counts` know of it."""
    known = [fact for fact in facts if fact.recorded_at <= since]
    reported = [count for count in counts if count.recorded_at <= since]
    before, now = standing(known, reported, day), standing(facts, counts, day)
    then, told = by_council(known), by_council(facts)
    # as long as no council was named at all, nothing was known of any
    first = not then
    councils = [
        _changed(council, was, is_now, told[council][len(then.get(council, ())) :])
        for council in told
        if (was := stood(then.get(council, ()), day)) != (is_now := stood(told[council], day)) or first
    ]
    new = [count_report(count) for count in counts if count.recorded_at > since and count.period[0] <= day]
    return Changes(
        before=before,
        now=now,
        changed=before != now,
        explanation=_explained(before, now, councils, new),
        councils=councils,
        counts_reported=new,
    )


def _changed(council: str, was: Stood, now: Stood, since: Sequence[MembershipFact]) -> ChangedCouncil:
    return ChangedCouncil(
        council=council,
        was=was.standing,
        now=now.standing,
        counted_before=was.standing in TAKES_PART,
        counted_now=now.standing in TAKES_PART,
        because=[
            ToldSince(
                recorded_at=fact.recorded_at,
                standing=fact.standing,
                effective=fact.effective,
                certainty=fact.certainty,
                was_standing=fact.was_standing,
                was_effective=fact.was_effective,
                was_certainty=fact.was_certainty,
                reason=fact.reason,
                source=fact.source,
            )
            for fact in since
        ],
    )


def _explained(
    before: Standing, now: Standing, councils: Sequence[ChangedCouncil], counts: Sequence[CountReport]
) -> str:
    if before == now:
        return "nothing that was told since changes a figure of this day"
    corrected = sum(any(one.reason for one in council.because) for council in councils)
    told = [
        f"what was told of {len(councils)} council{'' if len(councils) == 1 else 's'} ({corrected} corrected)"
        if councils
        else "",
        f"{len(counts)} more reported count{'' if len(counts) == 1 else 's'}" if counts else "",
    ]
    return (
        f"shares are taken of {_of(now)}, and were of {_of(before)}: the difference is "
        f"{' and '.join(one for one in told if one)}"
    )


def _of(then: Standing) -> str:
    number = then.denominator.councils
    return f"{number} ({then.denominator.basis})" if number is not None else "a number not recorded"
