"""Periods of benefit figures: a year, a quarter, a month, or from one day to another, as one word each."""

import re
from datetime import date

from shared.values import first_day, last_day

PATTERN = r"^[0-9]{4}(-(Q[1-4]|0[1-9]|1[0-2]))?$|^[0-9]{4}-[0-9]{2}-[0-9]{2}--[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_QUARTER = re.compile(r"([0-9]{4})-Q([1-4])")

Days = tuple[date, date]
"""Its first and its last day."""


def days(period: str) -> Days:
    """Return the days of a period: `2027`, `2027-Q1`, `2027-02`, or `2026-04-01--2027-03-31`.

    Raises ValueError for what is none.
    """
    if not re.fullmatch(PATTERN, period):
        raise ValueError("must be a period as 2027, 2027-Q1, 2027-02 or 2026-04-01--2027-03-31")
    first, _, last = period.partition("--")
    if quarter := _QUARTER.fullmatch(first):
        year, third = quarter[1], int(quarter[2]) * 3
        return first_day(f"{year}-{third - 2:02}"), last_day(f"{year}-{third:02}")
    found = first_day(first), last_day(last or first)
    if found[1] < found[0]:
        raise ValueError("must not end before it begins")
    return found


def overlap(one: Days, other: Days) -> bool:
    """Say whether two periods share a day."""
    return one[0] <= other[1] and other[0] <= one[1]
