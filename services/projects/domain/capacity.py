"""Checking what is asked against what councils have to give: by month and role, with the calendar of both."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.projects.domain.calendar import Period, left, touching
from services.projects.domain.calls import asked_days, asked_months
from services.projects.domain.months import bounds, month_of, months
from shared.events.projects import CallAsk

Given = Mapping[tuple[str, str, str], float]
"""What councils said they have: by council, month and role; what is not there was not told."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What a council committed to a call: a role's days in a month."""

    call: str
    council: str
    role: str
    month: str
    days: float


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate that is planned for a day, or for some day up to another where the plan is no more exact."""

    name: str
    on: date
    until: date


@dataclass(frozen=True, slots=True)
class Warned:
    """Something to think about before asking: accepted by its code."""

    code: str
    month: str
    text: str


@dataclass(frozen=True, slots=True)
class RoleMonth:
    """What is asked of a role in a month, and what there is: capacity None means that no council told any."""

    role: str
    asked: float
    capacity: float | None
    capacity_councils: int
    usable: float | None
    """What the calendar leaves of the capacity."""
    committed: float
    """To this call."""
    committed_elsewhere: float
    free: float | None
    """What is left of the usable capacity, council by council, after what is committed elsewhere."""


@dataclass(slots=True)
class MonthChecked:
    month: str
    roles: list[RoleMonth] = field(default_factory=list)
    gates: list[Gate] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """What a check goes by: what councils gave and promised, and the calendar."""

    given: Given
    promises: Sequence[Promise]
    periods: Sequence[Period]


def check(
    call: str | None, asks: Sequence[CallAsk], deadline: date, gates: Sequence[Gate], known: Known
) -> list[MonthChecked]:
    """Return the months that a call touches, with what it asks, what there is, and what to think about."""
    touched = {month for ask in asks for month in asked_months(ask)}
    touched |= {month for gate in gates for month in months(gate.on, gate.until)} | {month_of(deadline)}
    return [_month(month, call, asks, deadline, gates, known) for month in sorted(touched)]


def codes(checked: Iterable[MonthChecked]) -> set[str]:
    """Return the codes of all warnings."""
    return {warned.code for month in checked for warned in month.warnings}


def _month(
    month: str, call: str | None, asks: Sequence[CallAsk], deadline: date, gates: Sequence[Gate], known: Known
) -> MonthChecked:
    first, last = bounds(month)
    mine = [ask for ask in asks if month in asked_months(ask)]
    found = MonthChecked(month, periods=touching(known.periods, first, last))
    found.gates = sorted(
        (gate for gate in gates if gate.on <= last and gate.until >= first), key=lambda one: (one.on, one.name)
    )
    for ask in mine:
        role = _role(month, call, ask, found.periods, known)
        found.roles.append(role)
        found.warnings += _short(role, month)
        starts, ends = max(first, date.fromisoformat(ask.starts)), min(last, date.fromisoformat(ask.ends))
        what = f"'{ask.role}' is asked for"
        found.warnings += _collisions("ask", what, starts, ends, month, found.periods)
    for gate in found.gates:
        when = f"{gate.on}" if gate.on == gate.until else f"some day from {gate.on} to {gate.until}"
        what = f"the gate '{gate.name}' is planned for {when},"
        starts, ends = max(first, gate.on), min(last, gate.until)
        found.warnings += _collisions("gate", what, starts, ends, month, found.periods)
    if month_of(deadline) == month:
        what = f"answers are due on {deadline},"
        found.warnings += _collisions("deadline", what, deadline, deadline, month, found.periods)
    return found


def _role(month: str, call: str | None, ask: CallAsk, periods: Sequence[Period], known: Known) -> RoleMonth:
    capacity = {
        council: days for (council, told, role), days in known.given.items() if (told, role) == (month, ask.role)
    }
    usable = {council: days * left(council, month, periods) for council, days in capacity.items()}
    here, elsewhere = 0.0, dict.fromkeys(capacity, 0.0)
    for one in known.promises:
        if (one.month, one.role) == (month, ask.role):
            if one.call == call:
                here += one.days
            else:
                elsewhere[one.council] = elsewhere.get(one.council, 0.0) + one.days
    free = sum(max(0.0, days - elsewhere[council]) for council, days in usable.items())
    return RoleMonth(
        role=ask.role,
        asked=asked_days(ask),
        capacity=sum(capacity.values()) if capacity else None,
        capacity_councils=len(capacity),
        usable=round(sum(usable.values()), 2) if capacity else None,
        committed=here,
        committed_elsewhere=sum(elsewhere.values()),
        free=round(free, 2) if capacity else None,
    )


def _short(role: RoleMonth, month: str) -> list[Warned]:
    if role.free is None:
        text = f"'{role.role}': no council has said what it has to give"
        return [Warned("capacity-not-told", month, text)]
    if role.asked > role.free:
        text = (
            f"'{role.role}': {role.asked:g} days are asked for, and {role.free:g} are free at the "
            f"{role.capacity_councils} councils that said what they have to give"
        )
        return [Warned("ask-over-capacity", month, text)]
    return []


def _collisions(what: str, said: str, first: date, last: date, month: str, periods: Sequence[Period]) -> list[Warned]:
    return [
        Warned(one.warns(what), month, f"{said} in {one.said()}")
        for one in periods
        if one.touches(first, last) and one.factor != 1
    ]
