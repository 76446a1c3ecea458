"""Dead letters: parking a message with its reason, and what a person may do with it afterwards."""

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

import structlog
from nats.aio.msg import Msg
from opentelemetry import metrics
from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import defer
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

BY_CAUSE = text("""
    SELECT cause, event_type, count(*) AS parked, min(parked_at) AS oldest,
           GREATEST(0, EXTRACT(epoch FROM clock_timestamp() - min(parked_at)))::float AS seconds
    FROM dead_letter WHERE state = 'parked' GROUP BY cause, event_type ORDER BY parked DESC, cause, event_type""")
State = Literal["parked", "replayed", "discarded", "settled"]

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


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which dead letters somebody means; `settled` ones are the record of who replayed or discarded what, and why."""

    state: State | None = None
    cause: str | None = None
    event_type: str | None = None


async def look_up(session: AsyncSession, wanted: Wanted, *, after: int, limit: int) -> Sequence[DeadLetter]:
    """Return dead letters without payload, oldest first, one more than asked for if there are more."""
    query = select(DeadLetter).where(col(DeadLetter.id) > after).order_by(col(DeadLetter.id)).limit(limit + 1)
    # a page of the largest would be a hundred megabytes
    query = query.options(defer(DeadLetter.payload, raiseload=True))  # type: ignore[arg-type]
    if wanted.state == "settled":
        query = query.where(DeadLetter.state != "parked")
    elif wanted.state:
        query = query.where(DeadLetter.state == wanted.state)
    if wanted.cause:
        query = query.where(DeadLetter.cause == wanted.cause)
    if wanted.event_type:
        query = query.where(DeadLetter.event_type == wanted.event_type)
    return (await session.exec(query)).all()


async def by_cause(connection: AsyncConnection) -> Sequence[Row[Any]]:
    """Return how many letters are parked by cause and event type, and since when; the most first."""
    return (await connection.execute(BY_CAUSE)).all()


async def earlier(change: Transaction, letter: DeadLetter) -> DeadLetter | None:
    """Return a parked letter that holds an earlier version of the same aggregate, or None."""
    query = select(DeadLetter).where(DeadLetter.state == "parked", DeadLetter.consumer == letter.consumer)
    query = query.where(DeadLetter.aggregate == letter.aggregate, col(DeadLetter.version) < letter.version)
    return (await change.session.exec(query.order_by(col(DeadLetter.version)).limit(1))).first()


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
    # its length first: Python refuses to read a number of thousands of digits, and this must not fail
    countable = text_.isdecimal() and len(text_) <= len(str(LARGEST))
    return int(text_) if countable and int(text_) <= LARGEST else None


def _uuid(text_: str | None) -> UUID | None:
    try:
        return UUID(text_) if text_ else None
    except ValueError:
        return None
