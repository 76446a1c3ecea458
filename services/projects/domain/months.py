"""Months of the calendar, as `2018-02`."""

import calendar
from datetime import date, timedelta


def month_of(day: date) -> str:
    """Return the month that a day is in."""
    return f"{day.year:04}-{day.month:02}"


def months(starts: date, ends: date) -> list[str]:
    """Return every month that two days and those between them touch."""
    first, last = (day.year * 12 + day.month - 1 for day in (starts, ends))
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, last + 1)]


def bounds(month: str) -> tuple[date, date]:
    """Return the first and the last day of a month."""
    year, number = (int(part) for part in month.split("-"))
    return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])


def days(month: str) -> list[date]:
    """Return every day of a month."""
    first, last = bounds(month)
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
