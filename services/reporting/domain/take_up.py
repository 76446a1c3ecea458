"""How councils take up what releases bring: how long it takes them, what they had planned, and why they decline.

All of it is said of groups of councils, five at least, and never of one.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from services.reporting.domain.adoption import MINIMUM_GROUP, TOO_FEW
from services.reporting.domain.moments import Figure
from shared.values import last_day


@dataclass(frozen=True, slots=True)
class Line:
    """A council's adoption line at the date; a day that is None has not come. `reason` says why it declined."""

    council: str
    deliverable: str
    release: str
    demonstration: bool
    opened_day: date
    adopted_day: date | None
    used_day: date | None
    adopt_on: str | None
    in_use_on: str | None
    state: str
    reason: str | None


class Lag(Figure):
    """Half of the councils that use it did so within `median_days` of its release; a loose date counts from its end."""

    as_at: date
    median_days: float | None
    councils: int | None
    withheld: str | None


class Kept(Figure):
    """Of the plans for a step whose day had come by `as_at`, how many were kept in time, late, or not yet.

    `to_come` are those whose day has not come. Null where `withheld` says why.
    """

    as_at: date
    planned: int | None
    in_time: int | None
    late: int | None
    missed: int | None
    to_come: int | None
    withheld: str | None


class TakeUp(Figure):
    """How soon councils use one deliverable."""

    deliverable: str
    release: str
    lag: Lag


class Declined(Figure):
    """How many councils decline something for a reason; null where they are fewer than five."""

    reason: str
    councils: int | None
    withheld: str | None


class Takings(Figure):
    """How councils take up what releases bring: how soon, whether as planned, and why they decline.

    How plans are kept is said of all deliverables together alone: a sum and its parts would tell a part that is hidden.
    """

    lag: Lag
    adoption: Kept
    use: Kept
    deliverables: list[TakeUp]
    declined: list[Declined]


def takings(lines: Iterable[Line], day: date) -> Takings:
    """Return how councils take up what releases bring, by release and deliverable, never by success."""
    every = list(lines)
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in every:
        groups.setdefault((line.release, line.deliverable), []).append(line)
    return Takings(
        lag=_lag(every, day),
        adoption=_kept(every, day, lambda line: (line.adopt_on, line.adopted_day)),
        use=_kept(every, day, lambda line: (line.in_use_on, line.used_day)),
        deliverables=[
            TakeUp(deliverable=deliverable, release=release, lag=_lag(group, day))
            for (release, deliverable), group in sorted(groups.items())
        ],
        declined=_declined(every),
    )


def _councils(lines: Iterable[Line]) -> int:
    return len({line.council for line in lines})


def _withheld(councils: int) -> str | None:
    return TOO_FEW if 0 < councils < MINIMUM_GROUP else None


def _lag(lines: Sequence[Line], day: date) -> Lag:
    using = [line for line in lines if line.used_day is not None]
    councils, withheld = _councils(using), _withheld(_councils(using))
    days = [(line.used_day - line.opened_day).days for line in using if line.used_day is not None]
    return Lag(
        as_at=day,
        median_days=float(median(days)) if days and not withheld else None,
        councils=None if withheld else councils,
        withheld=withheld,
    )


def _kept(lines: Sequence[Line], day: date, step: Callable[[Line], tuple[str | None, date | None]]) -> Kept:
    planned = [(line.council, *step(line)) for line in lines if step(line)[0] is not None]
    withheld = _withheld(len({council for council, _, _ in planned}))
    if withheld:
        return Kept(as_at=day, planned=None, in_time=None, late=None, missed=None, to_come=None, withheld=withheld)
    counts = {"in_time": 0, "late": 0, "missed": 0, "to_come": 0}
    for _, wanted, done in planned:
        by = last_day(wanted or "")
        if done is not None:
            counts["in_time" if done <= by else "late"] += 1
        else:
            counts["missed" if by < day else "to_come"] += 1
    return Kept(as_at=day, planned=len(planned), withheld=None, **counts)


def _declined(lines: Iterable[Line]) -> list[Declined]:
    found: dict[str, set[str]] = {}
    for line in lines:
        if line.state == "declined" and line.reason is not None:
            found.setdefault(line.reason, set()).add(line.council)
    return [
        Declined(
            reason=reason,
            councils=None if len(councils) < MINIMUM_GROUP else len(councils),
            withheld=_withheld(len(councils)),
        )
        for reason, councils in sorted(found.items())
    ]
