"""Calls for participation: drafted, published, changed, closed before their deadline or withdrawn."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from services.projects import reads, views
from services.projects.commands.making import named, new, refuse_existing
from services.projects.commands.shortfalls import look_for_shortfalls
from services.projects.domain import calls as rules
from services.projects.domain import capacity
from services.projects.domain.projects import refuse_closed
from services.projects.domain.roles import Role
from services.projects.models import CallVersion, ParticipationCall, Project
from shared.clock import end_of
from shared.database import Transaction
from shared.errors import FieldError, InvalidError
from shared.events import Event
from shared.events.projects import CallAsk
from shared.timers import drop_timer, set_timer
from shared.values import Day, Days, Key, Name, Text
from shared.web.calls import Call
from shared.web.resources import Wish

MOST_ASKS = 20
MOST_BENEFITS = 20
MOST_GATES = 20
MOST_WARNINGS = 50
DEADLINE = "call-deadline"
"""The timer that closes a call once its deadline is over."""

Some = Annotated[Text, Field(min_length=1)]
Accepted = Annotated[list[Key], Field(max_length=MOST_WARNINGS)]


class Ask(Wish):
    """A role: how many days a month of each council, from when to when, and of how many councils."""

    role: Role
    days_per_month: Days = Field(gt=0)
    starts: Day = Field(alias="from")
    ends: Day = Field(alias="to")
    councils_wanted: int | None = Field(default=None, ge=1, le=1000, strict=True)


class PlannedGate(Wish):
    """A gate of the project that is planned for a day."""

    name: Name
    on: Day


Asks = Annotated[list[Ask], Field(min_length=1, max_length=MOST_ASKS)]
Benefits = Annotated[list[Some], Field(max_length=MOST_BENEFITS)]
Gates = Annotated[list[PlannedGate], Field(max_length=MOST_GATES)]


class DraftCall(Wish):
    """A call for participation: what it is, what is asked, what councils get, and until when they may answer."""

    key: Key
    project: Key
    title: Name
    summary: Some
    asks: Asks
    benefits: Benefits = Field(default=[])
    deadline: Day
    contact_role: Role
    planned_gates: Gates = Field(default=[])


class ChangeCall(Wish):
    """What to change in a call; what is left out stays. Once it is published, with a reason."""

    title: Name | None = None
    summary: Some | None = None
    asks: Asks | None = None
    benefits: Benefits | None = None
    deadline: Day | None = None
    contact_role: Role | None = None
    planned_gates: Gates | None = None
    reason: Some | None = None
    accept_warnings: Accepted = Field(default=[])


class PublishCall(Wish):
    """Publish a draft; the warnings of its check are accepted by their codes."""

    accept_warnings: Accepted = Field(default=[])


class EndCall(Wish):
    """Why a call ends before its deadline."""

    reason: Some


class CheckAsk(Wish):
    """What a call would ask, to be checked without saving it."""

    project: Key | None = None
    asks: Asks
    deadline: Day
    planned_gates: Gates = Field(default=[])


async def draft_call(call: Call, wish: DraftCall) -> views.CallView:
    async with call.transaction() as change:
        await refuse_existing(change, ParticipationCall, wish.key, "call")
        project: Project = await named(change, Project, wish.project, "project", hold=True)
        refuse_closed(project)
        row: ParticipationCall = new(
            ParticipationCall,
            change,
            state="draft",
            accepted_warnings=[],
            demonstration=project.demonstration,
            effective=change.today,
            **_stored(wish.model_dump()),
        )
        return await call.answer(change, await _saved(change, row, rules.draft(row, change.today)))


async def change_call(call: Call, key: str, wish: ChangeCall) -> views.CallView:
    async with call.transaction() as change:
        row = await _lock(call, change, key)
        rules.refuse_over(row)
        wanted = _stored(wish.model_dump(exclude_unset=True, exclude={"reason", "accept_warnings"}))
        for name, value in wanted.items():
            if value is None:
                raise InvalidError(f"{name}: a call has one.", fields=(FieldError(name, "must not be null"),))
        before = row.model_dump()
        row.sqlmodel_update(wanted)
        if row.model_dump() == before:
            return await call.answer(change, await _as_it_is(change, row))
        accepted = [*row.accepted_warnings, *wish.accept_warnings]
        event = rules.change(row, await _warned(change, row), accepted, wish.reason, change.today)
        row.reason, row.effective = wish.reason, change.today
        if row.state == "published":
            row.accepted_warnings = sorted(set(accepted))
            await set_timer(change, DEADLINE, key, end_of(row.deadline))
        return await call.answer(change, await _saved(change, row, event))


async def publish_call(call: Call, key: str, wish: PublishCall) -> views.CallView:
    async with call.transaction() as change:
        row = await _lock(call, change, key)
        refuse_closed(await named(change, Project, row.project, "project", hold=True))
        event = rules.publish(row, await _warned(change, row), wish.accept_warnings, change.today)
        row.state, row.published_on, row.effective = "published", change.today, change.today
        row.accepted_warnings = list(event.accepted_warnings)
        await set_timer(change, DEADLINE, key, end_of(row.deadline))
        return await call.answer(change, await _saved(change, row, event))


async def close_call(call: Call, key: str, wish: EndCall, cause: rules.Cause) -> views.CallView:
    async with call.transaction() as change:
        row = await _lock(call, change, key)
        await drop_timer(change, DEADLINE, key)
        return await call.answer(change, await end_call(change, row, cause, wish.reason, change.today))


async def end_call(
    change: Transaction, row: ParticipationCall, cause: rules.Cause, reason: str | None, effective: date
) -> views.CallView:
    """Let a call take no more answers, and say what is missing by then; the row is locked."""
    event = rules.close(row, cause, reason, effective)
    row.state = "withdrawn" if cause == "withdrawn" else "closed"
    row.cause, row.reason, row.closed_on, row.effective = cause, reason, effective, effective
    view = await _saved(change, row, event)
    if cause != "withdrawn":
        await look_for_shortfalls(change, row, cause, effective)
    return view


async def check_ask(call: Call, wish: CheckAsk) -> views.CheckView:
    """Check what a call would ask; nothing is saved, so a key under which it was asked before does not matter."""
    wanted = _stored(wish.model_dump())
    asks = [CallAsk.model_validate(one) for one in wanted["asks"]]
    rules.refuse_asks(asks, wish.deadline)
    async with call.reading() as session:
        project = await reads.get(session, Project, wish.project, "project") if wish.project else None
        found = await reads.checked(session, None, project, asks, wish.deadline, wanted["planned_gates"], call.today)
    return views.check(found, call.today)


async def _lock(call: Call, change: Transaction, key: str) -> ParticipationCall:
    row = await change.lock(ParticipationCall, key, called="call")
    if row.state in {"draft", "published"}:
        # one that is over is refused for that: what is said of its shortfalls moves its version on
        call.expect(row)
    return row


async def _warned(change: Transaction, row: ParticipationCall) -> set[str]:
    return capacity.codes(await reads.check(change.session, row, change.today))


async def _as_it_is(change: Transaction, row: ParticipationCall) -> views.CallView:
    return views.call(await reads.call_as_at(change.session, row.key, date.max, own=True))


async def _saved(change: Transaction, row: ParticipationCall, event: Event) -> views.CallView:
    """Keep a call with its version, say what happened, and show it."""
    change.record(event, of=row)
    version = CallVersion(
        call=row.key,
        number=row.version,
        project=row.project,
        state=row.state,
        content=views.call_content(row),
        effective=row.effective,
        recorded_at=change.now,
    )
    await change.session.flush()
    change.session.add(version)
    return views.call(version)


def _stored(values: dict[str, Any]) -> dict[str, Any]:
    """Return what was wished for as it is kept: days inside lists as text."""
    days = {"starts", "ends", "on"}
    for name in ("asks", "planned_gates"):
        if values.get(name):
            values[name] = [
                {key: value.isoformat() if key in days else value for key, value in one.items()} for one in values[name]
            ]
    return values
