"""When a benefit is measured: periods follow one another without gap or overlap, whatever the calendar does."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.projects.domain.schedules import MONTHS, Period, dues, months_on, next_due, periods, refuse_disorder
from services.projects.models import BenefitSchedule
from shared.errors import InvalidError
from tests.support.offers import NOW

DAYS = some.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31))
EVERY = some.sampled_from(sorted(MONTHS))


def schedule(
    every: str | None, first_due: date | None, last_due: date | None = None, *, since: date
) -> BenefitSchedule:
    return BenefitSchedule(
        benefit="b",
        number=1,
        every=every,
        first_due=first_due,
        last_due=last_due,
        effective=since,
        recorded_at=NOW,
    )


@some.composite
def histories(draw: some.DrawFn) -> list[BenefitSchedule]:
    """Draw schedules that took each other's place, as the rules let them."""
    found: list[BenefitSchedule] = []
    since = draw(DAYS)
    for number in range(draw(some.integers(1, 4))):
        # the first may fall due from the day it holds, each later one only after it
        first = since + timedelta(days=draw(some.integers(min(number, 1), 400)))
        lasts = draw(some.none() | some.integers(0, 2000))
        last = None if lasts is None else first + timedelta(days=lasts)
        ended = number > 0 and draw(some.booleans())
        found.append(schedule(None, None, since=since) if ended else schedule(draw(EVERY), first, last, since=since))
        since += timedelta(days=draw(some.integers(0, 900)))
    return found


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2027, 2, 28), 12, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 1, 30), 1, date(2026, 2, 28)),
        (date(2026, 1, 30), 2, date(2026, 3, 30)),
        (date(2026, 6, 30), -3, date(2026, 3, 31)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months_later_keep_to_the_day_and_to_the_end_of_the_month(day: date, months: int, expected: date) -> None:
    assert months_on(day, months) == expected


def test_a_quarter_that_ends_with_its_month_always_does() -> None:
    found = periods([schedule("quarter", date(2027, 3, 31), since=date(2027, 1, 1))], date(2028, 1, 1))
    assert found == [
        Period(date(2027, 1, 1), date(2027, 3, 31)),
        Period(date(2027, 4, 1), date(2027, 6, 30)),
        Period(date(2027, 7, 1), date(2027, 9, 30)),
        Period(date(2027, 10, 1), date(2027, 12, 31)),
    ]
    assert found[0].overdue_from == date(2027, 5, 1)


@given(histories(), DAYS)
def test_periods_neither_overlap_nor_leave_a_gap(known: list[BenefitSchedule], until: date) -> None:
    found = periods(known, until)
    assert all(one.starts <= one.due <= until for one in found)
    for one, following in pairwise(found):
        assert following.starts == one.due + timedelta(days=1)


@given(histories(), DAYS, DAYS)
def test_what_had_fallen_due_by_a_day_does_not_change_with_time(
    known: list[BenefitSchedule], one: date, other: date
) -> None:
    earlier, later = sorted((one, other))
    by_then = [schedule for schedule in known if schedule.effective <= earlier]
    assert periods(by_then, earlier) == [one for one in periods(known, later) if one.due <= earlier]


@given(histories(), DAYS)
def test_each_period_is_followed_by_the_next_that_falls_due(known: list[BenefitSchedule], until: date) -> None:
    latest = known[-1:]
    found = periods(latest, until)
    reached = next_due(latest[0])
    for one in found:
        assert one.due == reached
        reached = next_due(latest[0], one.due)
    if reached is not None:
        assert reached > until
        assert next_due(latest[0], until) == reached


@given(EVERY, DAYS, DAYS)
def test_nothing_falls_due_after_the_last_day_and_each_in_its_month(every: str, first: date, last: date) -> None:
    found = list(dues(every, first, last, date(2061, 12, 31)))
    assert all(first <= due <= last for due in found)
    months = [due.year * 12 + due.month for due in found]
    assert months == [first.year * 12 + first.month + number * MONTHS[every] for number in range(len(found))]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"last_due": date(2027, 3, 30)}, "last_due: 2027-03-30 lies before the first measure is due"),
        ({"first_due": date(2026, 12, 31)}, "lies before 2027-01-01, from when the schedule holds"),
        ({"first_due": date(2027, 1, 1), "anew": True}, "2027-01-01 is not after 2027-01-01"),
    ],
)
def test_a_schedule_that_rewrites_what_was_due_is_refused(said: dict[str, Any], words: str) -> None:
    filled: dict[str, Any] = {"first_due": date(2027, 3, 31), "last_due": None, "anew": False}
    with pytest.raises(InvalidError, match=words) as refused:
        refuse_disorder(**(filled | said), holds_from=date(2027, 1, 1))
    assert refused.value.code == "dates-out-of-order"


def test_a_schedule_may_begin_on_the_day_from_which_it_holds() -> None:
    refuse_disorder(date(2027, 1, 1), date(2027, 1, 1), holds_from=date(2027, 1, 1), anew=False)
    assert (
        next_due(schedule("year", date(2027, 1, 1), date(2027, 12, 31), since=date(2027, 1, 1)), date(2027, 1, 1))
        is None
    )
    assert next_due(None) is None
