"""Noticing a broker that forgot: the stream's tail is compared with ours, and what it lost is published again."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import structlog
from nats.js import JetStreamContext
from nats.js.api import StreamInfo
from nats.js.errors import NotFoundError
from opentelemetry import metrics

from shared.crash import crash_point
from shared.database import Database
from shared.outbox.rewind import notice

log = structlog.get_logger()

STEP_BACK = 100
PUT_BACK_SECONDS = 600.0
"""How long putting everything back may take: it is one statement over all that was ever said."""
ALARM_FROM = 0.8
used_gauge = metrics.get_meter("partnership.outbox").create_gauge(
    "stream.used", unit="1", description="Share of the stream's max_bytes that is used"
)

TAIL = """SELECT stream_seq, event_id FROM outbox_event
          WHERE stream_seq IS NOT NULL ORDER BY stream_seq DESC LIMIT 1"""
FORGET_ALL = "UPDATE outbox_event SET published_at = NULL, stream_seq = NULL WHERE published_at IS NOT NULL"
FORGET_AFTER = "UPDATE outbox_event SET published_at = NULL, stream_seq = NULL WHERE stream_seq > $1"
KNOWN = "SELECT created FROM stream_incarnation WHERE stream = $1"
REMEMBER = """INSERT INTO stream_incarnation (stream, created) VALUES ($1, $2)
              ON CONFLICT (stream) DO UPDATE SET created = EXCLUDED.created"""


def incarnation(info: StreamInfo) -> str:
    """Return what tells one life of a stream from the next: when it was created."""
    created: object = info.created
    return created.isoformat() if isinstance(created, datetime) else str(created)


Open = Callable[[JetStreamContext], Awaitable[None]]
"""Lets events into the stream, which is made closed."""


async def audit(database: Database, connection: Any, js: JetStreamContext, stream: str, open_stream: Open) -> int:
    """Compare the stream with the outbox and return how many events were put back to be published again.

    A stream that ends with an event which the outbox does not know shows that the database was restored. Another
    incarnation means that the whole store is new. In the same incarnation the newest event we hold an acknowledgement
    for must be found under its sequence; if not, the store was rolled back, and we step back until one is found. Only
    then is a new stream opened, so that nothing overtakes what was said before.
    """
    info = await js.stream_info(stream)
    _measure(info, stream)
    if info.state.messages:
        await notice(database, connection, js, info, incarnation(info))
    put_back = await _compare(connection, js, info)
    if info.config.subjects == [stream]:
        crash_point("relay.before_open")
        await open_stream(js)
        log.info("the stream is open", stream=stream)
    return put_back


async def _compare(connection: Any, js: JetStreamContext, info: StreamInfo) -> int:
    stream = str(info.config.name)
    created = incarnation(info)
    known = await connection.fetchval(KNOWN, stream)
    put_back = 0
    if known is not None and known != created:
        put_back = _count(await connection.execute(FORGET_ALL, timeout=PUT_BACK_SECONDS))
        log.warning("the stream is new: every event will be published again", stream=stream, events=put_back)
    elif known is not None:
        put_back = await _rewind(connection, js, info)
    if known != created:
        await connection.execute(REMEMBER, stream, created)
    return put_back


def _measure(info: StreamInfo, stream: str) -> None:
    """Tell how full the stream is: a full one refuses events, which then wait in the outbox."""
    limit = info.config.max_bytes or 0
    used = info.state.bytes / limit if limit > 0 else 0.0
    used_gauge.set(used, {"stream": stream})
    if used >= ALARM_FROM:
        log.warning("the stream is nearly full: raise STREAM_MAX_BYTES", stream=stream, used=round(used, 3))


async def _rewind(connection: Any, js: JetStreamContext, info: StreamInfo) -> int:
    put_back = 0
    stream = str(info.config.name)
    while (tail := await connection.fetchrow(TAIL)) is not None:
        sequence, event_id = tail["stream_seq"], str(tail["event_id"])
        aged_out = sequence < info.state.first_seq
        if sequence <= info.state.last_seq and (aged_out or await _holds(js, stream, sequence, event_id)):
            break
        back_to = min(info.state.last_seq, sequence - STEP_BACK)
        put_back += _count(await connection.execute(FORGET_AFTER, back_to, timeout=PUT_BACK_SECONDS))
    if put_back:
        log.warning("the stream lost acknowledged events: they will be published again", stream=stream, events=put_back)
    return put_back


async def _holds(js: JetStreamContext, stream: str, sequence: int, event_id: str) -> bool:
    try:
        message = await js.get_msg(stream, sequence)
    except NotFoundError:
        return False
    return (message.headers or {}).get("Nats-Msg-Id") == event_id


def _count(status: str) -> int:
    return int(status.rpartition(" ")[2] or 0)
