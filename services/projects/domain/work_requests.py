"""Work requests: whom a project may ask, what a council may answer, and what state that leaves a request in."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

from services.projects.domain.projects import refuse_closed
from services.projects.domain.roles import Role
from services.projects.models import Project, WorkRequest, WorkRequestAnswer, WorkRequestTerms
from shared.errors import ConflictError, ForbiddenError, refuse_field
from shared.events.projects import (
    WorkRequestAnswered,
    WorkRequestCancelled,
    WorkRequestDueChanged,
    WorkRequestOpened,
    WorkRequestOverdue,
    WorkRequestPriorityChanged,
)

Priority = Literal["must", "should", "could"]
"""How pressing a request is (MoSCoW); what will not be asked for this time is not asked for."""
Answer = Literal["accepted", "declined", "done"]
State = Literal["open", "answered", "done", "cancelled"]
ToldBy = Literal["council", "office"]

PRIORITIES: tuple[Priority, ...] = get_args(Priority)
"""The most pressing first."""
OVERDUE = "work-request-overdue"
"""The timer that fires when the due day of a request is over."""
MINIMUM_GROUP = 5
"""A count of fewer councils than this would come close to telling what one of them answered."""


class Told(BaseModel):
    """What a council answers, or the Office records for it."""

    model_config = ConfigDict(frozen=True)

    council: str
    answer: Answer
    note: str | None = None
    by_day: date | None = None
    effective: date


def state(asked: Collection[str], answers: Mapping[str, str], *, cancelled: bool) -> State:
    """Return the state that answers leave a request in: done once all that was accepted is done."""
    if cancelled:
        return "cancelled"
    if set(asked) - answers.keys():
        return "open"
    found = set(answers.values())
    return "done" if "done" in found and "accepted" not in found else "answered"


def is_overdue(now: State, due: date, day: date) -> bool:
    """Say whether not all councils have answered although the due day is over."""
    return now == "open" and due < day


def ask(
    project: Project,
    key: str,
    *,
    title: str,
    text: str,
    councils: Sequence[str],
    priority: Priority,
    due: date,
    by_role: Role,
    effective: date,
    today: date,
) -> WorkRequestOpened:
    """Ask councils that take part in a project for work, or refuse."""
    refuse_closed(project)
    taking_part = {*project.lead_councils, *project.participant_councils}
    strangers = [council for council in councils if council not in taking_part]
    if strangers:
        may = ", ".join(sorted(taking_part)) or "the register names none"
        message = f"{', '.join(strangers)} takes no part in {project.key}; those that do: {may}"
        refuse_field("councils", "council-takes-no-part", message)
    if len(set(councils)) < len(councils):
        refuse_field("councils", "council-named-twice", "names a council twice")
    _refuse_ahead(effective, today)
    if due < effective:
        refuse_field("due", "dates-out-of-order", f"{due} lies before the day on which it is asked, {effective}")
    return WorkRequestOpened(
        request=key,
        project=project.key,
        title=title,
        text=text,
        councils=tuple(councils),
        priority=priority,
        due=due.isoformat(),
        by_role=by_role,
        effective=effective.isoformat(),
    )


def change_terms(
    request: WorkRequest,
    now: State,
    terms: WorkRequestTerms,
    *,
    priority: Priority | None,
    due: date | None,
    by_role: Role,
    reason: str,
    today: date,
) -> list[WorkRequestPriorityChanged | WorkRequestDueChanged]:
    """Make a request more or less pressing, or due on another day; nothing where both are as they were."""
    _refuse_ended(request, now)
    about = {"request": request.key, "project": request.project, "by_role": by_role, "reason": reason}
    about["effective"] = today.isoformat()
    events: list[WorkRequestPriorityChanged | WorkRequestDueChanged] = []
    if priority is not None and priority != terms.priority:
        events.append(WorkRequestPriorityChanged(**about, from_priority=terms.priority, to_priority=priority))
    if due is not None and due != terms.due:
        if due < today:
            refuse_field("due", "dates-out-of-order", f"{due} is over already; say a day that councils can keep")
        events.append(WorkRequestDueChanged(**about, from_due=terms.due.isoformat(), to_due=due.isoformat()))
    return events


def answer(
    request: WorkRequest, told: Told, before: WorkRequestAnswer | None, *, told_by: ToldBy, today: date
) -> WorkRequestAnswered:
    """Take a council's answer, or refuse; `before` is what it answered last."""
    if request.cancelled_on is not None:
        _refuse_ended(request, "cancelled")
    if told.council not in request.councils:
        refuse_field("council", "council-not-asked", f"'{told.council}' was not asked for this")
    _refuse_ahead(told.effective, today)
    if told.effective < request.asked_on:
        refuse_field(
            "effective", "dates-out-of-order", f"{told.effective} lies before it was asked, {request.asked_on}"
        )
    if before is not None and told.effective < before.effective:
        message = f"{told.effective} lies before the council's last answer, of {before.effective}"
        refuse_field("effective", "dates-out-of-order", message)
    _refuse_unexplained(told, before)
    return WorkRequestAnswered(
        request=request.key,
        project=request.project,
        council=told.council,
        from_answer=before.answer if before else None,
        answer=told.answer,
        note=told.note,
        by_day=told.by_day.isoformat() if told.by_day else None,
        told_by=told_by,
        effective=told.effective.isoformat(),
    )


def cancel(
    request: WorkRequest, now: State, last: date, *, by_role: Role, reason: str, effective: date, today: date
) -> WorkRequestCancelled:
    """Withdraw a request, or refuse; `last` is the latest day of which anything is told of it."""
    _refuse_ended(request, now)
    _refuse_ahead(effective, today)
    if effective < last:
        refuse_field("effective", "dates-out-of-order", f"{effective} lies before the last that was told of it, {last}")
    return WorkRequestCancelled(
        request=request.key, project=request.project, by_role=by_role, reason=reason, effective=effective.isoformat()
    )


def overdue(request: WorkRequest, priority: str, due: date) -> WorkRequestOverdue:
    """Say that the due day is over and not all councils have answered."""
    return WorkRequestOverdue(
        request=request.key,
        project=request.project,
        priority=priority,
        due=due.isoformat(),
        effective=(due + timedelta(days=1)).isoformat(),
    )


def answers_for(own: str | None, named: str | None) -> str:
    """Return the council that an answer is for; a council's client (`own` is its council) speaks for no other."""
    if own is None:
        if named is None:
            refuse_field("council", "council-missing", "say which council this is recorded for")
        return named
    if named is not None and named != own:
        raise ForbiddenError(f"This client belongs to '{own}'; it cannot answer for '{named}'.", code="another-council")
    return own


def _refuse_unexplained(told: Told, before: WorkRequestAnswer | None) -> None:
    if told.by_day is not None and told.answer != "accepted":
        refuse_field("by_day", "by-day-not-allowed", f"'{told.answer}' names no day; only what is accepted does")
    if told.by_day is not None and told.by_day < told.effective:
        refuse_field("by_day", "dates-out-of-order", f"{told.by_day} lies before the answer, {told.effective}")
    if told.answer == "declined" and not told.note:
        refuse_field("note", "note-missing", "'declined' needs one, so that the project can ask for something else")
    if before is None or (told.answer == "done" and before.answer != "done"):
        return
    if (before.answer, before.note, before.by_day) == (told.answer, told.note, told.by_day):
        raise ConflictError(f"'{told.council}' has answered '{told.answer}' already.", code="no-change")
    if before.answer == "done" and not told.note:
        refuse_field("note", "note-missing", f"it was done on {before.effective}; say what is otherwise now")


def _refuse_ended(request: WorkRequest, now: State) -> None:
    if now in {"done", "cancelled"}:
        raise ConflictError(f"The work request {request.key} is {now}; make a new one.", code=f"request-{now}")


def _refuse_ahead(effective: date, today: date) -> None:
    if effective > today:
        message = f"{effective} has not come yet; tell it when it has happened"
        refuse_field("effective", "date-in-the-future", message)
