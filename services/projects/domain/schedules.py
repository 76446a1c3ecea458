"""When a benefit is measured: periods that follow one another without a gap, each due on its last day."""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Protocol

from shared.errors import refuse_field

Every = Literal["month", "quarter", "half-year", "year"]

MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}

GRACE = timedelta(days=30)
"""How long after it fell due a measure may come before it is overdue."""


class Schedule(Protocol):
    """What is measured how often from a day on; `every` None is never again."""

    every: str | None
    first_due: date | None
    last_due: date | None
    effective: date


@dataclass(frozen=True, slots=True)
class Period:
    """A time that is measured, from its first day to the day on which its measure is due."""

    starts: date
    due: date

    @property
    def overdue_from(self) -> date:
        """The first day on which its measure is overdue."""
        return self.due + GRACE + timedelta(days=1)


def months_on(day: date, months: int) -> date:
    """Return the same day some months later or earlier; the last day of a month stays the last of its month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    ends_a_month = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if ends_a_month else min(day.day, last))


def dues(every: str, first_due: date, last_due: date | None, until: date) -> Iterator[date]:
    """Return the days up to one on which a measure falls due; each is reckoned from the first, so none creeps."""
    number = 0
    end = until if last_due is None else min(until, last_due)
    while (due := months_on(first_due, number * MONTHS[every])) <= end:
        yield due
        number += 1


def periods(schedules: Sequence[Schedule], until: date) -> list[Period]:
    """Return the periods that fell due up to a day; what one schedule left unmeasured, the next one's first covers."""
    found: list[Period] = []
    for position, schedule in enumerate(schedules):
        if schedule.every is None or schedule.first_due is None:
            continue
        # from the day a schedule took its place, nothing more falls due by the one before
        replaced = schedules[position + 1].effective if position + 1 < len(schedules) else until
        for due in dues(schedule.every, schedule.first_due, schedule.last_due, min(until, replaced)):
            begins = found[-1].due if found else months_on(due, -MONTHS[schedule.every])
            found.append(Period(begins + timedelta(days=1), due))
    return found


def next_due(schedule: Schedule | None, after: date | None = None) -> date | None:
    """Return the day on which the next measure falls due after a day, the first if none is given; None if never."""
    if schedule is None or schedule.every is None or schedule.first_due is None:
        return None
    step = MONTHS[schedule.every]
    number = 0
    if after is not None and after >= schedule.first_due:
        apart = (after.year - schedule.first_due.year) * 12 + after.month - schedule.first_due.month
        number = apart // step
        while months_on(schedule.first_due, number * step) <= after:
            number += 1
    due = months_on(schedule.first_due, number * step)
    return due if schedule.last_due is None or due <= schedule.last_due else None


def refuse_disorder(first_due: date, last_due: date | None, *, holds_from: date, anew: bool) -> None:
    """Refuse a schedule that ends before it begins, or that would rewrite what was due before it held."""
    if last_due is not None and last_due < first_due:
        refuse_field(
            "schedule.last_due",
            "dates-out-of-order",
            f"{last_due} lies before the first measure is due, on {first_due}",
        )
    if anew and first_due <= holds_from:
        message = f"{first_due} is not after {holds_from}, when this schedule takes the place of the one before"
        refuse_field("schedule.first_due", "dates-out-of-order", message)
    if first_due < holds_from:
        message = f"{first_due} lies before {holds_from}, from when the schedule holds; say an earlier 'effective'"
        refuse_field("schedule.first_due", "dates-out-of-order", message)
