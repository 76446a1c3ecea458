"""The ledger of adoption: what a line is, as a fold over all that was told of it, in whatever order it was told.

A line stands on a day where the last of what was told of days up to that day left it; of what was told of one day, the
last that was told holds. So nothing told of a later day changes what was true on an earlier one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.councils.models import Adoption, AdoptionMove, AdoptionPlan
from shared.events import Event
from shared.events.councils import AdoptionCorrected, AdoptionMoved, AdoptionOpened, AdoptionPlanned
from shared.values import last_day

TAKEN_UP = ("adopting", "embedded", "in-use", "adapted")
"""The states in which a council has begun to adopt."""

USED = ("in-use", "adapted")
"""The states in which a council works with a deliverable: the way from its release to here is the lag."""

Key = tuple[str, str]


@dataclass(slots=True)
class History:
    """A line with all that was told of it."""

    line: Adoption
    moves: list[AdoptionMove] = field(default_factory=list)
    plans: list[AdoptionPlan] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Step:
    """The state that a line came to on a day, with what was told of it; the first one is its opening."""

    day: date
    state: str
    effective: str
    move: AdoptionMove | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """An event of a line, with its place in the line's history and the time at which it was recorded."""

    event: Event
    id: UUID
    version: int
    recorded_at: datetime


def open_line(event: AdoptionOpened, now: datetime) -> Adoption:
    """Return the line that an opening begins."""
    return Adoption(
        council=event.council,
        deliverable=event.deliverable,
        project=event.project,
        release=event.release,
        demonstration=event.demonstration,
        opened=event.effective,
        state=event.state,
        since=event.effective,
        created_at=now,
        changed_at=now,
    )


def tell(history: History, event: Event) -> AdoptionMove | AdoptionPlan:
    """Add to a line, whose version is that of the event, what the event tells of it, and return that."""
    common: dict[str, Any] = {
        "council": history.line.council,
        "deliverable": history.line.deliverable,
        "number": history.line.version,
        "recorded_at": history.line.changed_at,
    }
    made: AdoptionMove | AdoptionPlan
    if isinstance(event, AdoptionPlanned):
        made = AdoptionPlan(**common, **event.model_dump(include={"adopt_on", "in_use_on", "reason", "effective"}))
        history.plans.append(made)
    elif isinstance(event, AdoptionMoved | AdoptionCorrected):
        told = event.model_dump(mode="json", exclude={"council", "deliverable", "release"})
        made = AdoptionMove(**common, **told)
        history.moves.append(made)
    else:
        raise TypeError(f"{event.short_name()} tells nothing of a line that is open")
    history.line.sqlmodel_update(standing(history))
    return made


def steps(history: History, day: date = date.max) -> list[Step]:
    """Return the days on which a line came to a state, up to a day, each with what holds of it."""
    opening = last_day(history.line.opened)
    found = {opening: Step(opening, "invited", history.line.opened)}
    for move in sorted(history.moves, key=lambda one: one.number):
        on = last_day(move.effective)
        found[on] = Step(on, move.to_state, move.effective, move)
    return [found[on] for on in sorted(found) if on <= day]


def standing(history: History, day: date = date.max) -> dict[str, Any]:
    """Return the columns of a line as it stood on a day; none if it was not open yet."""
    then = steps(history, day)
    if not then:
        return {}
    latest = then[-1]
    began = latest
    for step in reversed(then):
        if step.state != latest.state:
            break
        began = step
    plan = plan_on(history.plans, day)
    return {
        "state": latest.state,
        "since": began.effective,
        "reason": latest.move.reason if latest.move else None,
        "note": latest.move.note if latest.move else None,
        "variant": latest.move.variant if latest.move else None,
        "adopted_on": next((step.effective for step in then if step.state in TAKEN_UP), None),
        "used_on": next((step.effective for step in then if step.state in USED), None),
        "plan_adopt_on": plan.adopt_on if plan else None,
        "plan_in_use_on": plan.in_use_on if plan else None,
    }


def plan_on(plans: Sequence[AdoptionPlan], day: date = date.max) -> AdoptionPlan | None:
    """Return the plan that held on a day."""
    made = [plan for plan in plans if last_day(plan.effective) <= day]
    return max(made, key=lambda plan: (last_day(plan.effective), plan.number), default=None)


def lag(opened: str, used: str | None) -> int | None:
    """Return how many days went by from the release until a council used what it brought; none while it does not."""
    return (last_day(used) - last_day(opened)).days if used else None


def fold(told: Iterable[Told]) -> dict[Key, History]:
    """Return every line as its events tell it; those of one line must come in their order."""
    found: dict[Key, History] = {}
    for one in told:
        event: Any = one.event
        key = (event.council, event.deliverable)
        if isinstance(event, AdoptionOpened):
            found[key] = History(open_line(event, one.recorded_at))
        line = found[key].line
        line.version, line.last_event, line.changed_at = one.version, one.id, one.recorded_at
        if not isinstance(event, AdoptionOpened):
            tell(found[key], event)
    return found
