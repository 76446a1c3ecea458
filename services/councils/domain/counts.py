"""Counts of members that sources reported: how exact each is, which holds on a day, and which disagree."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.councils.models import MembershipCount
from shared.errors import ConflictError
from shared.events.councils import MembershipCountReported
from shared.values import first_day, last_day

Precision = Literal["year", "month", "day"]


def report(
    key: str, *, as_of: str, councils: int, basis: str, source: str, found: MembershipCount | None
) -> MembershipCountReported:
    """Take a reported count in, or refuse; a report is never changed afterwards."""
    if found is not None:
        raise ConflictError(
            f"There is a count '{key}' already; tell another under a key of its own.", code="exists-already"
        )
    return MembershipCountReported(report=key, effective=as_of, councils=councils, basis=basis, source=source)


def precision(as_of: str) -> Precision:
    """Return how exact a partial date is."""
    return ("year", "month", "day")[as_of.count("-")]


@dataclass(frozen=True, slots=True)
class Reported:
    """The count in force at a day, and what else was reported for the same period."""

    in_force: MembershipCount
    beside: tuple[MembershipCount, ...]


def count_in_force(reports: Sequence[MembershipCount], at: date) -> Reported | None:
    """Return the reported count in force at a day; `reports` stand in the order they were listed.

    Of the reports whose period has begun, those of the latest period count. Where several share it, the first listed
    holds while the period runs and the last listed once it has ended: in between nobody said when it changed.
    """
    begun = [report for report in reports if first_day(report.as_of) <= at]
    if not begun:
        return None
    latest = max(_period(report) for report in begun)
    sharing = [report for report in begun if _period(report) == latest]
    chosen = sharing[-1] if latest[1] < at else sharing[0]
    return Reported(chosen, tuple(report for report in sharing if report is not chosen))


def in_conflict(one: MembershipCount, reports: Iterable[MembershipCount]) -> list[MembershipCount]:
    """Return the reports that say another number for a time that this one speaks of too."""
    first, last = _period(one)
    return [
        other
        for other in reports
        if other.councils != one.councils and _period(other)[0] <= last and first <= _period(other)[1]
    ]


def _period(report: MembershipCount) -> tuple[date, date]:
    return first_day(report.as_of), last_day(report.as_of)
