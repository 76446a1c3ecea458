"""Acknowledgements: asked of those who adopted what has ended, given by a council, and rising by themselves."""

from datetime import UTC, date, datetime, time

from pydantic import Field
from sqlmodel import col, select

from services.councils import reads, views
from services.councils.domain import acknowledgements as rules
from services.councils.domain import standings
from services.councils.domain.roles import Role
from services.councils.models import Acknowledgement, Adoption, DeliverableStanding
from shared.database import Transaction
from shared.errors import NotFoundError
from shared.events.projects import DeliverableRegistered, DeliverableStateChanged
from shared.timers import Due, drop_timer, set_timer
from shared.values import Day, Text
from shared.web.calls import Call
from shared.web.resources import Wish

UNANSWERED = "acknowledgement-unanswered"
"""The kind of timer under which an acknowledgement rises; its key is the role that it rises to."""


class Acknowledge(Wish):
    """That a council knows, by which of its roles, and from when on it does not use the deliverable any more."""

    by_role: Role
    note: Text | None = Field(default=None, min_length=1)
    stops_using_on: Day | None = None
    effective: Day | None = None


async def remember(change: Transaction, told: DeliverableStateChanged) -> DeliverableStanding:
    """Keep the state of a deliverable that projects told of."""
    return await change.session.merge(
        DeliverableStanding(
            deliverable=told.deliverable,
            project=told.project,
            state=told.to_state,
            since=told.effective,
            successor=told.successor,
            reason=told.reason,
            acknowledge_by=told.acknowledge_by,
        )
    )


async def remember_as_found(change: Transaction, told: DeliverableRegistered) -> None:
    """Keep the state that a deliverable was found in, if it was in any: since when, nobody said."""
    if told.state is not None:
        await change.session.merge(
            DeliverableStanding(deliverable=told.deliverable, project=told.project, state=told.state)
        )


async def ask_adopters(change: Transaction, standing: DeliverableStanding) -> int:
    """Ask everybody who has adopted a deliverable to acknowledge its end; return how many were asked.

    Every line of it is locked, whatever state it is in: who takes it up at this moment is asked here, or sees the end.
    """
    query = select(Adoption).where(Adoption.deliverable == standing.deliverable).order_by(col(Adoption.council))
    lines = (await change.session.exec(query.with_for_update().execution_options(populate_existing=True))).all()
    asked = [await ask(change, line, standing) for line in lines if line.state in standings.ADOPTED]
    return sum(asked)


async def ask(change: Transaction, line: Adoption, standing: DeliverableStanding) -> bool:
    """Ask a council, whose line is locked, to acknowledge the end of what it adopted, unless it was asked before."""
    before = await _latest(change, line.council, line.deliverable)
    if rules.answered(before, standing):
        return False
    if before is not None:
        await _lapse(change, before, "asked-anew")
    event = rules.request(line, standing, number=before.number + 1 if before else 1, today=change.today)
    row = Acknowledgement(
        **event.model_dump(exclude={"state", "effective"}),
        key=event.aggregate_id,
        deliverable_state=event.state,
        asked_on=date.fromisoformat(event.effective),
        state="asked",
        created_at=change.now,
        changed_at=change.now,
    )
    change.record(event, of=row)
    await _rise_later(change, row)
    return True


async def ask_no_more(change: Transaction, line: Adoption) -> None:
    """Ask nothing more of a council, whose line is locked, about what it has not adopted any more."""
    row = await _latest(change, line.council, line.deliverable)
    if row is not None:
        await _lapse(change, row, "no-longer-adopted")


async def acknowledge(call: Call, asked: str, deliverable: str, wish: Acknowledge) -> views.AcknowledgementView:
    async with call.transaction() as change:
        council = await reads.slug_of(change.session, asked)
        rules.refuse_all_but(council, call.caller.council)
        row = await _latest(change, council, deliverable)
        if row is None:
            raise NotFoundError(f"Nothing was asked of '{council}' about the deliverable '{deliverable}'.")
        event = rules.acknowledge(
            row,
            by_role=wish.by_role,
            effective=wish.effective or change.today,
            stops_using_on=wish.stops_using_on,
            today=change.today,
        )
        row.state, row.acknowledged_on = "acknowledged", date.fromisoformat(event.effective)
        row.acknowledged_at, row.by_role = change.now, event.by_role
        row.note, row.stops_using_on = wish.note, wish.stops_using_on
        change.record(event, of=row)
        await drop_timer(change, UNANSWERED, row.key)
        return await call.answer(change, views.acknowledgement(row, change.today))


async def let_rise(change: Transaction, row: Acknowledgement, due: Due) -> None:
    """Let what a council has not acknowledged rise to the role that the timer names, and later to the next."""
    to = rules.next_rise(row)
    if to is None or to.level != due.key:
        return
    event = rules.rise(row, to, due.due_at.astimezone(UTC).date())
    setattr(row, to.column, date.fromisoformat(event.effective))
    change.record(event, of=row)
    await _rise_later(change, row)


async def _rise_later(change: Transaction, row: Acknowledgement) -> None:
    to = rules.next_rise(row)
    if to is not None:
        due_at = datetime.combine(to.day(row.asked_on), time(), UTC)
        await set_timer(change, UNANSWERED, row.key, due_at, key=to.level)


async def _lapse(change: Transaction, row: Acknowledgement, because: rules.Because) -> None:
    if row.state != "asked":
        return
    event = rules.lapse(row, because, change.today)
    row.state, row.lapsed_on, row.lapsed_because = "lapsed", date.fromisoformat(event.effective), event.because
    change.record(event, of=row)
    await drop_timer(change, UNANSWERED, row.key)


async def _latest(change: Transaction, council: str, deliverable: str) -> Acknowledgement | None:
    """Return what a council was asked last about a deliverable, locked."""
    query = (
        select(Acknowledgement)
        .where(Acknowledgement.council == council, Acknowledgement.deliverable == deliverable)
        .order_by(col(Acknowledgement.number).desc())
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await change.session.exec(query)).first()
