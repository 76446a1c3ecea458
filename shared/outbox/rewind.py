"""Noticing that our own database went back in time, and saying so: what it forgot is void, and a new epoch begins."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from typing import Any
from uuid import UUID, uuid4

import structlog
from nats.js import JetStreamContext
from nats.js.api import RawStreamMsg, StreamInfo
from nats.js.errors import NotFoundError
from opentelemetry import metrics
from sqlalchemy import text

from shared.database import Database
from shared.events.base import REWOUND, rewound
from shared.outbox.record import Cause, Recorded, write

log = structlog.get_logger()
rewound_total = metrics.get_meter("partnership.outbox").create_counter(
    "history.rewound", unit="{restore}", description="Restores of this database that were noticed or told"
)

VOID_IN_ONE_EVENT = 5_000
READ_AT_ONCE = 64

SAID = "SELECT event_id FROM outbox_event WHERE event_id = ANY($1::uuid[])"
NEWEST_MARKED = """SELECT coalesce(max(o.stream_seq), 0) FROM outbox_event AS o
                   WHERE EXISTS (SELECT 1 FROM stream_incarnation WHERE stream = $1 AND created = $2)"""
TOLD_ALREADY = "SELECT EXISTS (SELECT 1 FROM outbox_event WHERE published_at IS NULL AND event_type LIKE $1)"
# waits for changes under way and lets none begin: none may be told in the old epoch after the new one began
NOBODY_WRITES = text("LOCK TABLE outbox_event IN EXCLUSIVE MODE")
RAISE = text("UPDATE database_epoch SET epoch = epoch + 1 RETURNING epoch")
# what was written since the restore and is not published yet belongs to the new epoch
TELL_IN_NEW_EPOCH = text("""
    UPDATE outbox_event SET headers = headers || jsonb_build_object('ce-epoch', CAST(:epoch AS text))
    WHERE published_at IS NULL""")


async def notice(database: Database, connection: Any, js: JetStreamContext, info: StreamInfo, created: str) -> None:
    """Compare the end of the stream with our outbox; begin a new epoch if the stream holds what we never said.

    Everything is published after its commit, so an event of ours that the outbox does not know shows that the
    database was put back to an earlier state.
    """
    stream = str(info.config.name)
    if not await _forgotten(connection, [await _get(js, stream, info.state.last_seq)]):
        return
    if await connection.fetchval(TOLD_ALREADY, f"%.{REWOUND}.%"):
        return
    after = await connection.fetchval(NEWEST_MARKED, stream, created)
    void: list[UUID] = []
    first, last = max(after + 1, info.state.first_seq), info.state.last_seq
    for start in range(first, last + 1, READ_AT_ONCE):
        numbers = range(start, min(start + READ_AT_ONCE, last + 1))
        messages = await asyncio.gather(*(_get(js, stream, number) for number in numbers))
        void += await _forgotten(connection, messages)
    await begin_epoch(database, stream.lower(), void, complete=True)


async def begin_epoch(database: Database, service: str, void: Sequence[UUID], *, complete: bool) -> int:
    """Raise the epoch and say what is void, in one transaction; return the new epoch."""
    import_module(f"shared.events.{service}")  # a service may say nothing else, and then has no reason to
    said_with = rewound(service)
    if said_with is None:
        raise LookupError(f"{service} has no event that says that its history was rewound")
    parts = [tuple(void[at : at + VOID_IN_ONE_EVENT]) for at in range(0, len(void), VOID_IN_ONE_EVENT)] or [()]
    cause = Cause(f"service:{service}", str(uuid4()))
    async with database.transaction(cause) as change:
        await change.connection.execute(NOBODY_WRITES)
        epoch: int = (await change.connection.execute(RAISE)).scalar_one()
        await change.connection.execute(TELL_IN_NEW_EPOCH, {"epoch": str(epoch)})
        recorded: list[Recorded] = []
        for number, ids in enumerate(parts, start=1):
            event = said_with(
                history=f"epoch-{epoch}", epoch=epoch, void=ids, part=number, parts=len(parts), complete=complete
            )
            previous = recorded[-1].id if recorded else None
            recorded.append(Recorded.of(event, version=number, previous=previous, now=datetime.now(UTC), cause=cause))
        await write(change.connection, recorded)
    rewound_total.add(1)
    log.error("the database was restored: a new epoch begins", epoch=epoch, void=len(void), complete=complete)
    return epoch


async def _get(js: JetStreamContext, stream: str, sequence: int) -> RawStreamMsg | None:
    try:
        return await js.get_msg(stream, sequence)
    except NotFoundError:
        return None


async def _forgotten(connection: Any, messages: Sequence[RawStreamMsg | None]) -> list[UUID]:
    """Return the ids of those messages that are events of ours and that our outbox does not know."""
    ids = [found for message in messages if message is not None and (found := _event_id(message)) is not None]
    said = {row["event_id"] for row in await connection.fetch(SAID, ids)} if ids else set()
    return [found for found in ids if found not in said]


def _event_id(message: RawStreamMsg) -> UUID | None:
    """Return the id of a message that the relay published; anything else on our stream is none of ours."""
    headers = message.headers or {}
    name = headers.get("Nats-Msg-Id", "")
    try:
        return UUID(name) if name == headers.get("ce-id") else None
    except ValueError:
        return None
