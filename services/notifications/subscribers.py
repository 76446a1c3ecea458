"""What notifications hears, which is everything, and how it remembers it: in a log, once, and in order."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from services.notifications.commands.subscriptions import stop_of_client
from services.notifications.domain.subscriptions import REVOKED
from services.notifications.models import LoggedEvent
from shared.database import Transaction
from shared.events import Envelope, Event
from shared.events.councils import ClientRevoked
from shared.messaging.subscription import Heard, Subscription
from shared.outbox.record import Cause

# the row lock is held until the commit, so positions become visible in their order
TAKE_POSITIONS = text("UPDATE event_log_head SET position = position + :count RETURNING position - :count")
# an event that the inbox has forgotten and the log has not is no reason to stop
KEEP = insert(LoggedEvent).on_conflict_do_nothing(index_elements=["event_id"])
# sent with the commit; a lost one is made up for by polling
TELL = text("SELECT pg_notify('event_log', :head)")


async def keep(change: Transaction, heard: Sequence[Heard[Event]], envelopes: Sequence[Envelope]) -> None:
    """Put events at the end of the log, also those of a type that this build does not know."""
    known: Mapping[UUID, Event] = {one.envelope.id: one.event for one in heard}
    rows = [_row(envelope, known.get(envelope.id)) for envelope in envelopes]
    before: int = (await change.connection.execute(TAKE_POSITIONS, {"count": len(rows)})).scalar_one()
    for position, row in enumerate(rows, start=before + 1):
        row["position"] = position
    await change.connection.execute(KEEP, rows)
    await change.connection.execute(TELL, {"head": str(before + len(rows))})
    for one in heard:
        if isinstance(one.event, ClientRevoked):
            change.cause = Cause("service:notifications", one.envelope.correlationid, str(one.envelope.id))
            await stop_of_client(change, one.event.client, REVOKED)


SUBSCRIPTIONS = [
    Subscription(service, together=keep, guard="strict")
    for service in ("projects", "councils", "reporting", "notifications")
]


def _row(envelope: Envelope, event: Event | None) -> dict[str, Any]:
    return {
        "event_id": envelope.id,
        "stream": envelope.stream,
        "stream_seq": envelope.stream_sequence,
        "incarnation": envelope.incarnation,
        "type": envelope.type,
        "source": envelope.source,
        "subject": envelope.subject,
        "time": envelope.time,
        "recordedtime": envelope.recordedtime,
        "audience": event.audience if event else "office",
        "council": _council(event),
        "aggregate": envelope.aggregate,
        "sequence": envelope.sequence,
        "previousid": envelope.previousid,
        "epoch": envelope.epoch,
        "correlationid": envelope.correlationid,
        "causationid": envelope.causationid,
        "actor": envelope.actor,
        "traceparent": envelope.traceparent,
        "tracestate": envelope.tracestate,
        "data": envelope.data,
        "data_is_json": _is_json(envelope.data),
    }


def _council(event: Event | None) -> str | None:
    """Return the council that an event is about; what is told of an import or a report calls it its owner."""
    council = getattr(event, "council", getattr(event, "owner", None))
    return None if council == "office" else council


def _is_json(data: bytes) -> bool:
    """Say whether the data can stand in a JSON document as it is."""
    try:
        orjson.loads(data)
    except orjson.JSONDecodeError:
        return False
    return True
