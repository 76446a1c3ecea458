"""Shortfalls: what councils answered is taken in, and what is missing of a call is said once for each worsening."""

from datetime import date
from typing import Any

from sqlalchemy import text
from sqlmodel import select

from services.projects import reads
from services.projects.domain import shortfalls as rules
from services.projects.domain.calls import asks
from services.projects.models import AnswerHeard, CapacityHeard, ParticipationCall, Shortfall
from shared.database import Transaction
from shared.events import Envelope
from shared.events.councils import CallAnswered, CapacityGiven, CommitmentChanged

FORGET_ANSWERS = text("DELETE FROM answer_heard WHERE call = :call AND council = :council AND version >= :version")
FORGET_CAPACITY = text("DELETE FROM capacity_heard WHERE month = :month AND council = :council AND version >= :version")
"""What councils' database no longer knew after it was put back: its history goes on from an earlier version."""


async def hear_capacity(change: Transaction, event: CapacityGiven, envelope: Envelope) -> None:
    """Keep what a council has to give in a month."""
    mine: dict[str, Any] = {"month": event.month, "council": event.council, "version": envelope.sequence}
    await change.connection.execute(FORGET_CAPACITY, mine)
    change.session.add(
        CapacityHeard(
            given=[one.model_dump() for one in event.given],
            effective=date.fromisoformat(event.effective),
            recorded_at=envelope.recordedtime,
            **mine,
        )
    )


async def hear_answer(change: Transaction, event: CallAnswered | CommitmentChanged, envelope: Envelope) -> None:
    """Keep what a council answered to a call, and say what that leaves missing if the call is over."""
    # the call first, as its own commands and its timer do
    row = await change.find(ParticipationCall, event.call)
    mine: dict[str, Any] = {"call": event.call, "council": event.council, "version": envelope.sequence}
    await change.connection.execute(FORGET_ANSWERS, mine)
    effective = date.fromisoformat(event.effective)
    change.session.add(
        AnswerHeard(
            answer=event.answer if isinstance(event, CallAnswered) else "commit",
            commitments=[one.model_dump() for one in event.commitments],
            effective=effective,
            recorded_at=envelope.recordedtime,
            **mine,
        )
    )
    if row is not None and row.state == "closed":
        await look_for_shortfalls(change, row, "commitment-changed", effective)


async def look_for_shortfalls(change: Transaction, row: ParticipationCall, cause: str, effective: date) -> None:
    """Say what is missing of a call that takes no more answers, where that is worse than was said, or made up."""
    await change.session.flush()
    promised = await reads.promised(change.session, date.max, row.key)
    found = await change.session.exec(select(Shortfall).where(Shortfall.call == row.key))
    before = {(one.role, one.from_month, one.to_month): one for one in found}
    for ask in asks(row):
        known, now = before.get(rules.span(ask)), rules.measure(ask, promised)
        event = rules.said(
            ask,
            known.missing if known else {},
            now,
            call=row.key,
            project=row.project,
            cause=cause,
            effective=effective,
        )
        if event is not None:
            change.record(event, of=row)
        if known is not None:
            known.missing, known.said_on, known.recorded_at = now.missing, effective, change.now
            change.session.add(known)
        elif now.missing:
            role, first, last = rules.span(ask)
            change.session.add(
                Shortfall(
                    call=row.key,
                    role=role,
                    from_month=first,
                    to_month=last,
                    missing=now.missing,
                    said_on=effective,
                    recorded_at=change.now,
                )
            )
