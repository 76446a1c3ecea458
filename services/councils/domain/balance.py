"""A council's balance: what it promised beside what it delivered, by month, project and role, and what it has to give.

A promise counts whole in every month that it touches. What was not told is null and never counted as nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shared.errors import refuse_field

MOST_MONTHS = 60


@dataclass(frozen=True, slots=True)
class Promised:
    """What a council promised to a call: a role's days a month, from when to when."""

    project: str
    call: str
    role: str
    days_per_month: float
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a council delivered for a call in a month."""

    month: str
    project: str
    call: str
    role: str
    days: float


@dataclass(frozen=True, slots=True)
class Line:
    """A promise beside what came of it; `delivered` None: not told. `difference` is delivered less promised."""

    project: str
    call: str
    role: str
    promised: float
    delivered: float | None

    @property
    def difference(self) -> float | None:
        return None if self.delivered is None else self.delivered - self.promised


@dataclass(frozen=True, slots=True)
class RoleSum:
    """A role in a month, over all calls, beside what the council has to give of it; `capacity` None: not told."""

    role: str
    capacity: float | None
    promised: float
    delivered: float | None

    @property
    def over_committed(self) -> float | None:
        """By how many days more was promised than there is."""
        return None if self.capacity is None else max(0.0, self.promised - self.capacity)

    @property
    def free(self) -> float | None:
        """How many days are there that were not promised."""
        return None if self.capacity is None else max(0.0, self.capacity - self.promised)


@dataclass(frozen=True, slots=True)
class MonthBalance:
    month: str
    lines: Sequence[Line]
    roles: Sequence[RoleSum]


def balance(
    first: str,
    last: str,
    promised: Iterable[Promised],
    delivered: Iterable[Delivered],
    capacity: Mapping[tuple[str, str], float],
) -> list[MonthBalance]:
    """Return every month from one to another; `capacity` is by month and role."""
    wanted = months(first, last)
    promises: dict[tuple[str, str, str, str], float] = {}
    for one in promised:
        for month in months(*sorted((_month(one.starts), _month(one.ends)))):
            key = (month, one.project, one.call, one.role)
            promises[key] = promises.get(key, 0.0) + one.days_per_month
    given = {(one.month, one.project, one.call, one.role): one.days for one in delivered}
    keys = sorted(promises.keys() | given.keys())
    return [_month_of(month, [key for key in keys if key[0] == month], promises, given, capacity) for month in wanted]


def span(first: str | None, last: str | None, today: date) -> tuple[str, str]:
    """Return the months that are asked for: the year up to this month, if none are named; or refuse."""
    last = last or max(first or "", _month(today))
    first = first or months_before(last, 11)
    if last < first:
        refuse_field("to", "dates-out-of-order", f"{last} lies before the first month, {first}")
    if _number(last) - _number(first) >= MOST_MONTHS:
        refuse_field("to", "too-many-months", f"{first} to {last} are more than {MOST_MONTHS}; ask for fewer at once")
    return first, last


def months(first: str, last: str) -> list[str]:
    """Return every month from one to another."""
    return [_named(number) for number in range(_number(first), _number(last) + 1)]


def months_before(month: str, count: int) -> str:
    return _named(_number(month) - count)


def total(found: Iterable[float | None]) -> float | None:
    """Return the sum of what was told, None where nothing was."""
    told = [one for one in found if one is not None]
    return sum(told) if told else None


def _month_of(
    month: str,
    keys: Sequence[tuple[str, str, str, str]],
    promises: Mapping[tuple[str, str, str, str], float],
    given: Mapping[tuple[str, str, str, str], float],
    capacity: Mapping[tuple[str, str], float],
) -> MonthBalance:
    lines = [Line(*key[1:], promised=promises.get(key, 0.0), delivered=given.get(key)) for key in keys]
    roles = {line.role for line in lines} | {role for told, role in capacity if told == month}
    return MonthBalance(
        month,
        lines,
        [
            RoleSum(
                role=role,
                capacity=capacity.get((month, role)),
                promised=sum(line.promised for line in lines if line.role == role),
                delivered=total(line.delivered for line in lines if line.role == role),
            )
            for role in sorted(roles)
        ],
    )


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _named(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"
