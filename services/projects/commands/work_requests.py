"""Asking councils for work, saying how pressing it is, and taking their answers."""

from datetime import date

from pydantic import Field
from sqlmodel import col, func, select

from services.projects import reads, views
from services.projects.commands.making import named, new, refuse_existing
from services.projects.domain import work_requests as rules
from services.projects.domain.roles import Role
from services.projects.models import Project, WorkRequest, WorkRequestAnswer, WorkRequestTerms
from shared.clock import end_of
from shared.database import Transaction
from shared.errors import FieldError, InvalidError
from shared.events.projects import WorkRequestStateChanged
from shared.timers import drop_timer, set_timer, take_due
from shared.values import Day, Key, Name, Text
from shared.web.calls import Call
from shared.web.resources import Wish

MOST_COUNCILS = 100


class AskForWork(Wish):
    """What a project asks of councils that take part in it, how pressing it is, and by when."""

    key: Key
    project: Key
    title: Name
    text: Text = Field(min_length=1)
    councils: list[Key] = Field(min_length=1, max_length=MOST_COUNCILS)
    priority: rules.Priority
    due: Day
    by_role: Role
    effective: Day | None = None


class ChangeTerms(Wish):
    """How pressing a request is now, or when it is due, and why; what is left out stays."""

    priority: rules.Priority | None = None
    due: Day | None = None
    by_role: Role
    reason: Text = Field(min_length=1)


class AnswerRequest(Wish):
    """What a council answers; its own client need not name it."""

    council: Key | None = None
    answer: rules.Answer
    note: Text | None = None
    by_day: Day | None = None
    effective: Day | None = None


class CancelRequest(Wish):
    """Who withdraws a request, and why."""

    by_role: Role
    reason: Text = Field(min_length=1)
    effective: Day | None = None


async def ask_for_work(call: Call, wish: AskForWork) -> views.WorkRequestView:
    async with call.transaction() as change:
        await refuse_existing(change, WorkRequest, wish.key, "work request")
        project: Project = await named(change, Project, wish.project, "project", hold=True)
        today = change.today
        effective = wish.effective or today
        said = wish.model_dump(exclude={"key", "project", "effective"})
        event = rules.ask(project, wish.key, effective=effective, today=today, **said)
        row: WorkRequest = new(
            WorkRequest,
            change,
            key=wish.key,
            project=project.key,
            asked_on=effective,
            **wish.model_dump(include={"title", "text", "councils", "by_role"}),
        )
        change.record(event, of=row)
        await change.flush()
        await _add_terms(change, row, wish.priority, wish.due, effective, by_role=wish.by_role, reason=None)
        await set_timer(change, rules.OVERDUE, row.key, end_of(wish.due))
        return await call.answer(change, await _shown(call, change, row))


async def change_terms(call: Call, key: str, wish: ChangeTerms) -> views.WorkRequestView:
    """Change how pressing a request is or when it is due; when both are as they were, nothing happened."""
    if wish.priority is None and wish.due is None:
        message = "say what changes: 'priority', 'due' or both"
        raise InvalidError(f"{message}.", code="nothing-to-change", fields=(FieldError("priority", message),))
    async with call.transaction() as change:
        row = await change.lock(WorkRequest, key)
        call.expect(row)
        await _caught_up(change, row, change.today)
        before = await reads.work_request(change.session, row, change.today, None)
        (*_, terms) = await reads.terms_of(change.session, key, change.today)
        events = rules.change_terms(row, before.state, terms, **wish.model_dump(), today=change.today)
        for event in events:
            change.record(event, of=row)
        if events:
            priority, due = wish.priority or terms.priority, wish.due or terms.due
            await _add_terms(change, row, priority, due, change.today, by_role=wish.by_role, reason=wish.reason)
            if before.state == "open" and due != terms.due:
                await set_timer(change, rules.OVERDUE, key, end_of(due))
        return await call.answer(change, await _shown(call, change, row))


async def answer_request(call: Call, key: str, wish: AnswerRequest) -> views.WorkRequestView:
    """Take a council's answer: from its own client, or recorded by the Office."""
    own = call.caller.council
    council = rules.answers_for(own, wish.council)
    async with call.transaction() as change:
        row = await change.lock(WorkRequest, key)
        today = change.today
        await _caught_up(change, row, wish.effective or today)
        said = wish.model_dump(exclude={"council", "effective"})
        told = rules.Told(council=council, effective=wish.effective or today, **said)
        before = await reads.answers_to(change.session, key, today)
        was = (await _shown(call, change, row)).state
        told_by: rules.ToldBy = "office" if own is None else "council"
        event = rules.answer(row, told, before.get(council), told_by=told_by, today=today)
        number = select(func.max(col(WorkRequestAnswer.number))).where(WorkRequestAnswer.request == key)
        change.session.add(
            WorkRequestAnswer(
                request=key,
                number=((await change.session.exec(number)).one() or 0) + 1,
                told_by=told_by,
                recorded_at=change.now,
                **told.model_dump(),
            )
        )
        change.record(event, of=row)
        await change.flush()
        now = (await _shown(call, change, row)).state
        if now != was:
            since = await _since(change, row, now, told.effective)
            change.record(_state_changed(row, was, now, since.isoformat()), of=row)
        if now != "open":
            await drop_timer(change, rules.OVERDUE, key)
        return await call.answer(change, await _shown(call, change, row))


async def cancel_request(call: Call, key: str, wish: CancelRequest) -> views.WorkRequestView:
    async with call.transaction() as change:
        row = await change.lock(WorkRequest, key)
        today = change.today
        effective = wish.effective or today
        await _caught_up(change, row, effective)
        before = await reads.work_request(change.session, row, today, None)
        days = [one.effective for one in await reads.terms_of(change.session, key, today)]
        last = max([*days, *(one.effective for one in before.answers)])
        event = rules.cancel(
            row, before.state, last, by_role=wish.by_role, reason=wish.reason, effective=effective, today=today
        )
        row.cancelled_on, row.cancelled_by_role, row.cancelled_reason = effective, wish.by_role, wish.reason
        change.record(event, of=row)
        await drop_timer(change, rules.OVERDUE, key)
        await change.flush()
        return await call.answer(change, await _shown(call, change, row))


async def fall_overdue(change: Transaction, row: WorkRequest) -> None:
    """Say that a request is overdue, if it is: somebody has not answered though the due day is over."""
    stands = await reads.work_request(change.session, row, change.today, None)
    if stands.state == "open":
        change.record(rules.overdue(row, stands.priority, stands.due), of=row)


async def _caught_up(change: Transaction, row: WorkRequest, effective: date) -> None:
    """Say first that a request is overdue, if it was on the day that is told of and no worker has come to say so."""
    (*_, terms) = await reads.terms_of(change.session, row.key, change.today)
    if effective > terms.due and await take_due(change, rules.OVERDUE, row.key):
        await fall_overdue(change, row)


async def _since(change: Transaction, row: WorkRequest, now: rules.State, told: date) -> date:
    """Return the day from which a state holds that an answer of some day led to: others may have answered later."""
    answers = (await reads.answers_to(change.session, row.key, change.today)).values()
    later = sorted({one.effective for one in answers if one.effective > told})
    for day in (told, *later):
        if (await reads.work_request(change.session, row, day, None)).state == now:
            return day
    return change.today


async def _shown(call: Call, change: Transaction, row: WorkRequest) -> views.WorkRequestView:
    return await reads.work_request(change.session, row, change.today, call.caller.council)


async def _add_terms(
    change: Transaction, row: WorkRequest, priority: str, due: date, day: date, *, by_role: str, reason: str | None
) -> None:
    numbers = select(func.max(col(WorkRequestTerms.number))).where(WorkRequestTerms.request == row.key)
    change.session.add(
        WorkRequestTerms(
            request=row.key,
            number=((await change.session.exec(numbers)).one() or 0) + 1,
            priority=priority,
            due=due,
            by_role=by_role,
            reason=reason,
            effective=day,
            recorded_at=change.now,
        )
    )
    await change.flush()


def _state_changed(row: WorkRequest, was: str, now: str, effective: str) -> WorkRequestStateChanged:
    return WorkRequestStateChanged(
        request=row.key, project=row.project, from_state=was, to_state=now, effective=effective
    )
