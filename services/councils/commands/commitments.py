"""Answers to calls: what projects asks is remembered, and each council answers for itself."""

from datetime import date

from pydantic import Field
from sqlmodel import col, select

from services.councils import reads, views
from services.councils.domain import commitments as rules
from services.councils.domain.roles import Role
from services.councils.models import CallAnswer, CallAnswerTold, KnownCall
from shared.database import Transaction
from shared.errors import NotFoundError
from shared.events.councils import CallAnswered, CommitmentChanged
from shared.events.projects import CallChanged, CallClosed, CallPublished
from shared.values import Day, Days, Key, Text
from shared.web.calls import Call
from shared.web.resources import Wish


class AnswerCall(Wish):
    """What a council (its slug or a code) answers to a call; only a commitment names a role, days and dates."""

    call: Key
    council: str = Field(min_length=1, max_length=100)
    answer: rules.Answer
    role: Role | None = None
    days_per_month: Days | None = None
    starts: Day | None = Field(default=None, alias="from")
    ends: Day | None = Field(default=None, alias="to")
    reason: Text | None = None


class ChangeCommitment(Wish):
    """What a council promises for a role from now on, and why; no days take the promise back."""

    role: Role
    days_per_month: Days | None = None
    starts: Day | None = Field(default=None, alias="from")
    ends: Day | None = Field(default=None, alias="to")
    reason: Text = Field(min_length=1)


async def remember_call(change: Transaction, event: CallPublished | CallChanged) -> None:
    """Remember what a call asks, and until when it may be answered."""
    row = await _known(change, event.call) or KnownCall(call=event.call, project=event.project, open=True, asks=[])
    row.deadline = date.fromisoformat(event.deadline)
    row.asks = [one.model_dump() for one in event.asks]
    row.open = True
    change.session.add(row)


async def remember_closing(change: Transaction, event: CallClosed) -> None:
    """Remember that a call takes no more answers, and since when nobody is bound by one that was withdrawn."""
    row = await _known(change, event.call) or KnownCall(call=event.call, project=event.project, open=False, asks=[])
    row.open = False
    if event.cause == "withdrawn":
        row.withdrawn_on = date.fromisoformat(event.effective)
    change.session.add(row)


async def answer_call(call: Call, wish: AnswerCall) -> views.AnswerView:
    async with call.transaction() as change:
        council = await reads.slug_of(change.session, wish.council)
        rules.refuse_others(call.caller.council, council)
        # held as it is until this is done: a call that closes meanwhile waits
        known = rules.refuse_over(wish.call, await _known(change, wish.call, read=True), change.today)
        row = await change.find(CallAnswer, wish.call, council)
        before = await _latest(change, wish.call, council)
        terms = wish.model_dump(include={"role", "days_per_month", "starts", "ends", "reason"})
        held = before.commitments if before else []
        event = rules.answer(known, council, wish.answer, held, **terms, today=change.today)
        row = row or CallAnswer(call=wish.call, council=council, created_at=change.now, changed_at=change.now)
        return await call.answer(change, await _told(change, row, event, event.answer))


async def change_commitment(call: Call, key: str, asked: str, wish: ChangeCommitment) -> views.AnswerView:
    async with call.transaction() as change:
        council = await reads.slug_of(change.session, asked)
        rules.refuse_others(call.caller.council, council)
        row = await change.find(CallAnswer, key, council)
        told = await _latest(change, key, council)
        known = await _known(change, key, read=True)
        if row is None or told is None or known is None:
            raise NotFoundError(f"'{council}' has not answered the call '{key}'.")
        call.expect(row)
        event = rules.change(known.project, told, today=change.today, **wish.model_dump())
        return await call.answer(change, await _told(change, row, event, told.answer))


async def _known(change: Transaction, call: str, *, read: bool = False) -> KnownCall | None:
    return await change.session.get(
        KnownCall, call, with_for_update={"read": True} if read else True, populate_existing=True
    )


async def _latest(change: Transaction, call: str, council: str) -> CallAnswerTold | None:
    query = (
        select(CallAnswerTold)
        .where(CallAnswerTold.call == call, CallAnswerTold.council == council)
        .order_by(col(CallAnswerTold.number).desc())
        .limit(1)
    )
    return (await change.session.exec(query)).first()


async def _told(
    change: Transaction, row: CallAnswer, event: CallAnswered | CommitmentChanged, answer: str
) -> views.AnswerView:
    """Keep what a council says, say it, and show it."""
    change.record(event, of=row)
    await change.session.flush()
    told = CallAnswerTold(
        call=row.call,
        council=row.council,
        number=row.version,
        answer=answer,
        commitments=[one.model_dump() for one in event.commitments],
        reason=event.reason,
        effective=change.today,
        recorded_at=change.now,
    )
    change.session.add(told)
    return views.answer(told)
