"""What projects says of its calendar: times in which councils have less to give, or are not to be asked."""

from shared.events.base import Event
from shared.events.marks import Words


class CalendarPeriodAdded(Event, about="period", audience="public"):
    """A period entered the programme's calendar; `factor` is the part of capacity left in it, null to avoid it.

    `councils` names those it concerns; null means all of them.
    """

    period: str
    kind: str
    name: str
    starts: str
    ends: str
    councils: tuple[str, ...] | None = None
    factor: float | None = None
    source: str | None = None
    demonstration: bool = False
    effective: str


class CalendarPeriodChanged(Event, about="period", audience="public"):
    """A period of the calendar was put right, for a reason; the event carries all of it as it is now."""

    period: str
    kind: str
    name: str
    starts: str
    ends: str
    councils: tuple[str, ...] | None = None
    factor: float | None = None
    source: str | None = None
    demonstration: bool = False
    reason: Words
    effective: str


class CalendarPeriodEnded(Event, about="period", audience="public"):
    """A period counts no more from this day, for a reason; what was said of the days before stays."""

    period: str
    reason: Words
    effective: str
