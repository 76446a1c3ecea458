"""Dead letters: parking a message with its reason, and what a person may do with it afterwards."""

import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import structlog
from nats.aio.msg import Msg
from opentelemetry import metrics
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.database import Database, Transaction
from shared.errors import ConflictError, NotFoundError
from shared.inbox import DeadLetter
from shared.messaging.envelope import LARGEST
from shared.outbox.record import Cause

log = structlog.get_logger()
parked_total = metrics.get_meter("partnership.inbox").create_counter(
    "dead_letters.parked", unit="{message}", description="Messages parked because they could not be taken in"
)

PARK = text("""
    INSERT INTO dead_letter (consumer, event_id, event_type, aggregate, version, subject, stream, stream_seq,
                             payload, headers, cause, error, deliveries)
    VALUES (:consumer, :event_id, :event_type, :aggregate, :version, :subject, :stream, :stream_seq,
            :payload, CAST(:headers AS jsonb), :cause, :error, :deliveries)
    ON CONFLICT ON CONSTRAINT dead_letter_once
    DO UPDATE SET deliveries = EXCLUDED.deliveries, error = EXCLUDED.error, cause = EXCLUDED.cause
    WHERE dead_letter.state = 'parked'
    RETURNING xmax = 0 AS is_new""")
WITHDRAW = text("""
    DELETE FROM dead_letter WHERE consumer = :consumer AND stream = :stream AND stream_seq = :stream_seq
       AND event_id IS NOT DISTINCT FROM :event_id AND cause = 'poison' AND state = 'parked'""")

Verify = Callable[[AsyncConnection], Awaitable[None]]
"""Refuses to write into a database that was put back to an older copy (see reach)."""


async def park(
    database: Database, consumer: str, message: Msg, cause: str, error: BaseException, verify: Verify
) -> bool:
    """Keep a message that cannot be taken in; only then may it be settled with the broker. False if it was kept."""
    headers = dict(message.headers or {})
    meta = message.metadata
    row: dict[str, Any] = {
        "consumer": consumer,
        "event_id": _uuid(headers.get("ce-id")),
        "event_type": headers.get("ce-type"),
        "aggregate": headers.get("ce-aggregate"),
        "version": _version(headers.get("ce-sequence", "")),
        "subject": message.subject,
        "stream": meta.stream,
        "stream_seq": meta.sequence.stream,
        "payload": message.data,
        "headers": json.dumps(headers).replace("\\u0000", ""),
        "cause": cause,
        "error": f"{type(error).__name__}: {error}".replace("\x00", "")[:2000],
        "deliveries": meta.num_delivered or 1,
    }
    async with database.transaction(Cause(f"service:{consumer}", "dead-letter")) as change:
        await verify(change.connection)
        kept = (await change.connection.execute(PARK, row)).first()
    parked_total.add(1, {"cause": cause, "event.type": row["event_type"] or "unknown"})
    log.error(
        "a message was parked", event_id=row["event_id"], subject=message.subject, cause=cause, error=row["error"]
    )
    return kept is not None and bool(kept.is_new)


async def withdraw(database: Database, consumer: str, message: Msg) -> None:
    """Take back the word left by a message that was parked before it was handled, and ended nothing."""
    meta = message.metadata
    values = {
        "consumer": consumer,
        "stream": meta.stream,
        "stream_seq": meta.sequence.stream,
        "event_id": _uuid((message.headers or {}).get("ce-id")),
    }
    async with database.transaction(Cause(f"service:{consumer}", "dead-letter")) as change:
        await change.connection.execute(WITHDRAW, values)


async def look_up(
    session: AsyncSession, *, state: str | None, cause: str | None, after: int, limit: int
) -> Sequence[DeadLetter]:
    """Return dead letters, oldest first, one more than asked for if there are more."""
    query = select(DeadLetter).where(col(DeadLetter.id) > after).order_by(col(DeadLetter.id)).limit(limit + 1)
    if state:
        query = query.where(DeadLetter.state == state)
    if cause:
        query = query.where(DeadLetter.cause == cause)
    return (await session.exec(query)).all()


async def settle(change: Transaction, letter_id: int, *, state: str, by: str, reason: str | None) -> DeadLetter:
    """Mark a parked letter as replayed or discarded, with who did it and why; refuse one that is settled."""
    letter = await change.session.get(DeadLetter, letter_id, with_for_update=True, populate_existing=True)
    if letter is None:
        raise NotFoundError(f"There is no dead letter {letter_id}.")
    if letter.state != "parked":
        raise ConflictError(f"Dead letter {letter_id} was {letter.state} already.", code="already-settled")
    letter.state, letter.settled_by, letter.settled_reason = state, by, reason
    letter.settled_at = datetime.now(UTC)
    change.session.add(letter)
    return letter


def _version(text_: str) -> int | None:
    return int(text_) if text_.isdecimal() and int(text_) <= LARGEST else None


def _uuid(text_: str | None) -> UUID | None:
    try:
        return UUID(text_) if text_ else None
    except ValueError:
        return None
