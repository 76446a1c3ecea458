"""The programme's calendar: what a period is, whom it touches when, and what it leaves of a council's capacity."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.projects.domain.months import bounds, days
from services.projects.models import CalendarPeriod
from shared.errors import ConflictError, refuse_field
from shared.events.projects import CalendarPeriodAdded, CalendarPeriodChanged, CalendarPeriodEnded

Kind = Literal["recess", "budget-setting", "pre-election", "local-holiday", "other"]

IN_CODES: dict[str, str] = {"local-holiday": "holiday", "other": "other-period"}
"""How a warning's code names a kind, where not by itself."""


@dataclass(frozen=True, slots=True)
class Period:
    """A period as checks need it: `factor` is the part of capacity left in it, None to avoid it; councils None: all."""

    key: str
    kind: str
    name: str
    starts: date
    ends: date
    councils: frozenset[str] | None = None
    factor: float | None = None

    def touches(self, first: date, last: date) -> bool:
        """Say whether it has a day in common with a span of days."""
        return self.starts <= last and self.ends >= first

    def concerns(self, council: str) -> bool:
        return self.councils is None or council in self.councils

    def warns(self, what: str) -> str:
        """Return the code of the warning that something lies in it."""
        return f"{what}-in-{IN_CODES.get(self.kind, self.kind)}"

    def said(self) -> str:
        """Return what people call it, and when it is."""
        where = "" if self.councils is None else f", for {', '.join(sorted(self.councils))}"
        return f"{self.name} ({self.starts} to {self.ends}{where})"


def left(council: str, month: str, periods: Iterable[Period]) -> float:
    """Return which part of a council's capacity the calendar leaves in a month; each day counts by the least."""
    first, last = bounds(month)
    mine = [
        (one.starts, one.ends, one.factor)
        for one in periods
        if one.factor is not None and one.concerns(council) and one.touches(first, last)
    ]
    if not mine:
        return 1.0
    every = days(month)
    return sum(min([1.0, *(f for starts, ends, f in mine if starts <= day <= ends)]) for day in every) / len(every)


def refuse_dates(starts: date, ends: date) -> None:
    """Refuse a period that ends before it begins."""
    if ends < starts:
        refuse_field("to", "dates-out-of-order", f"{ends} lies before the first day, {starts}")


def add(period: CalendarPeriod) -> CalendarPeriodAdded:
    """Enter a period, or refuse it."""
    refuse_dates(period.starts, period.ends)
    return CalendarPeriodAdded.model_validate(_told(period))


def change(period: CalendarPeriod, reason: str) -> CalendarPeriodChanged:
    """Put a period right, for a reason, or refuse it."""
    refuse_dates(period.starts, period.ends)
    return CalendarPeriodChanged.model_validate(_told(period) | {"reason": reason})


def end(period: CalendarPeriod, reason: str, today: date) -> CalendarPeriodEnded:
    """Let a period count no more."""
    return CalendarPeriodEnded(period=period.key, reason=reason, effective=today.isoformat())


def refuse_ended(period: CalendarPeriod) -> None:
    """Refuse to change what counts no more."""
    if period.ended_on is not None:
        raise ConflictError(
            f"The period '{period.key}' was taken out of the calendar on {period.ended_on}; add another instead.",
            code="period-ended",
        )


def _told(period: CalendarPeriod) -> dict[str, object]:
    told = period.model_dump(mode="json", include=set(CalendarPeriodAdded.model_fields))
    return told | {"period": period.key}


def touching(periods: Sequence[Period], first: date, last: date) -> list[Period]:
    """Return the periods that a span of days has days in common with, in the order of their dates."""
    return sorted((one for one in periods if one.touches(first, last)), key=lambda one: (one.starts, one.key))
