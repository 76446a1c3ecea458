"""Memberships: since when a council certainly is a member, as at which day, and which reported count holds then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.councils.domain.dates import refuse_disorder
from services.councils.models import MembershipCount, MembershipPeriod
from shared.errors import ConflictError, FieldError, InvalidError
from shared.events.councils import MembershipCountReported, MembershipEnded, MembershipStarted
from shared.values import first_day, last_day

Certainty = Literal["known", "no-later-than", "unknown"]


def start(
    council: str,
    periods: Sequence[MembershipPeriod],
    *,
    joined: str | None,
    certainty: Certainty,
    source: str | None,
) -> MembershipStarted:
    """Make a council a member, or refuse."""
    if (joined is None) != (certainty == "unknown"):
        message = "a date is 'known' or 'no-later-than'" if joined else f"'{certainty}' needs a date in 'joined'"
        raise InvalidError(
            f"certainty: {message}; 'unknown' goes without one.",
            code="certainty-without-date",
            fields=(FieldError("certainty", message),),
        )
    last = periods[-1] if periods else None
    if last is not None and last.ended is None:
        since = f"since {last.joined}" if last.joined else "since a date that is not recorded"
        raise ConflictError(f"'{council}' is a member already, {since}.", code="member-already")
    if last is not None and last.ended is not None and joined is not None:
        refuse_disorder("joined", joined, after=last.ended, what="the day it left")
    return MembershipStarted(council=council, effective=joined, certainty=certainty, source=source)


def certain_from(started: MembershipStarted, today: date) -> date:
    """Return the first day on which the council certainly is a member: with no date at all, the day we are told."""
    return last_day(started.effective) if started.effective else today


def end(council: str, periods: Sequence[MembershipPeriod], *, left: str) -> MembershipEnded:
    """End a council's membership, or refuse."""
    last = periods[-1] if periods else None
    if last is None or last.ended is not None:
        when = f"; it left on {last.ended}" if last else ""
        raise ConflictError(f"'{council}' is not a member{when}.", code="not-a-member")
    if last.joined is not None:
        refuse_disorder("left", left, after=last.joined, what="the day it joined")
    return MembershipEnded(council=council, effective=left)


def report(
    key: str, *, as_of: str, councils: int, basis: str, source: str, found: MembershipCount | None
) -> MembershipCountReported:
    """Take a reported count in, or refuse; a report is never changed afterwards."""
    if found is not None:
        raise ConflictError(
            f"There is a count '{key}' already; tell another under a key of its own.", code="exists-already"
        )
    return MembershipCountReported(report=key, effective=as_of, councils=councils, basis=basis, source=source)


def standing(period: MembershipPeriod, at: date) -> Literal["member", "not-known", "no-member"]:
    """Say whether this period makes its council a member on a day."""
    if period.ended_day is not None and period.ended_day <= at:
        return "no-member"
    if period.certain_from <= at:
        return "member"
    return "not-known" if could_be_member(period, at) else "no-member"


def could_be_member(period: MembershipPeriod, at: date) -> bool:
    """Say whether the council may have been a member on a day: not known to have joined later or left before."""
    joined_later = period.certainty == "known" and period.joined is not None and first_day(period.joined) > at
    left_before = period.ended_day is not None and period.ended_day <= at
    return not joined_later and not left_before


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


def _period(report: MembershipCount) -> tuple[date, date]:
    return first_day(report.as_of), last_day(report.as_of)
