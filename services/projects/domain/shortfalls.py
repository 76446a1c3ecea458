"""Shortfalls: where what councils committed falls below what a call asks, and when that is to be said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.projects.domain.calls import asked_days, asked_months
from services.projects.domain.capacity import Promise
from shared.events.projects import CallAsk, CommitmentShortfall, CommitmentShortfallResolved, MonthMissing

MINIMUM_GROUP = 3
"""Fewer councils than this have no sum of theirs told: it would tell of one council alone."""

Span = tuple[str, str, str]
"""What a shortfall is about, in a call: the role, the first month and the last."""
Missing = dict[str, float]
"""The days that a month lacks, of those months that lack any."""


@dataclass(frozen=True, slots=True)
class Measured:
    """How an ask stands: what each of its months lacks, and the same as it may be told."""

    missing: Missing
    told: tuple[MonthMissing, ...]


def span(ask: CallAsk) -> Span:
    """Return what tells an ask from the others of its call."""
    touched = asked_months(ask)
    return ask.role, touched[0], touched[-1]


def measure(ask: CallAsk, promises: Iterable[Promise]) -> Measured:
    """Return what is missing of an ask, month by month."""
    by_month: dict[str, dict[str, float]] = {month: {} for month in asked_months(ask)}
    for one in promises:
        if one.role == ask.role and one.month in by_month and one.days:
            councils = by_month[one.month]
            councils[one.council] = councils.get(one.council, 0.0) + one.days
    asked = asked_days(ask)
    missing = {
        month: asked - sum(councils.values()) for month, councils in by_month.items() if sum(councils.values()) < asked
    }
    told = tuple(
        MonthMissing(
            month=month,
            asked_days=asked,
            committed_days=_tellable(by_month[month]),
        )
        for month in missing
    )
    return Measured(missing, told)


def worsened(before: Mapping[str, float], now: Mapping[str, float]) -> bool:
    """Say whether any month lacks more than it did."""
    return any(days > before.get(month, 0.0) for month, days in now.items())


def said(
    ask: CallAsk, before: Mapping[str, float], now: Measured, *, call: str, project: str, cause: str, effective: date
) -> CommitmentShortfall | CommitmentShortfallResolved | None:
    """Return what is to be said: once for each worsening, and that all is made up; otherwise nothing."""
    role, first, last = span(ask)
    day = effective.isoformat()
    if worsened(before, now.missing):
        return CommitmentShortfall(
            call=call,
            project=project,
            role=role,
            from_month=first,
            to_month=last,
            months=now.told,
            cause=cause,
            effective=day,
        )
    if before and not now.missing:
        return CommitmentShortfallResolved(
            call=call, project=project, role=role, from_month=first, to_month=last, effective=day
        )
    return None


def _tellable(councils: Mapping[str, float]) -> float | None:
    return sum(councils.values()) if not councils or len(councils) >= MINIMUM_GROUP else None


def promises(call: str, council: str, commitments: Sequence[Mapping[str, object]]) -> list[Promise]:
    """Return what a council's commitments to a call promise, month by month."""
    found = []
    for one in commitments:
        ask = CallAsk.model_validate(one)
        found += [Promise(call, council, ask.role, month, ask.days_per_month) for month in asked_months(ask)]
    return found
