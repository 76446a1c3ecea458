"""Writing events beside the state they tell of, complete as they will travel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import orjson
import uuid_utils
from opentelemetry import propagate, trace
from opentelemetry.context import Context, get_current
from opentelemetry.trace import SpanKind
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Identity,
    Index,
    LargeBinary,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from shared.errors import TooLargeError
from shared.events import Event
from shared.values import last_day

tracer = trace.get_tracer("partnership.outbox")

MAX_EVENT_BYTES = 512 * 1024
"""What an event's data may take, well below what the broker takes; the table's own rule says the same."""


class SharedTable(SQLModel, registry=registry()):
    """Tables that every service's database has."""


class OutboxEvent(SharedTable, table=True):
    """One event, kept for good: it is what was said, also after it was published."""

    __tablename__ = "outbox_event"
    __table_args__ = (
        UniqueConstraint("aggregate_type", "aggregate_id", "aggregate_version"),
        CheckConstraint("aggregate_version > 0", name="outbox_event_version_positive"),
        CheckConstraint(
            r"subject ~ '^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+$' AND octet_length(subject) <= 255",
            name="outbox_event_subject_plain",
        ),
        # a payload that NATS would refuse for its size is refused before it gets here (`write`); this holds it
        CheckConstraint(f"octet_length(payload) <= {MAX_EVENT_BYTES}", name="outbox_event_payload_bounded"),
        Index("outbox_event_pending", "position", postgresql_where=text("published_at IS NULL")),
        # two rows that claim one sequence show that the broker lost data
        Index("outbox_event_tail", "stream_seq", unique=True, postgresql_where=text("stream_seq IS NOT NULL")),
    )
    position: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    event_id: UUID = Field(unique=True)
    aggregate_type: str
    aggregate_id: str
    aggregate_version: int = Field(sa_type=BigInteger)
    event_type: str
    schema_version: int
    subject: str
    payload: bytes = Field(sa_type=LargeBinary)
    headers: dict[str, str] = Field(sa_type=JSONB)
    occurred_at: datetime = Field(sa_type=DateTime(timezone=True))
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))
    published_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    stream_seq: int | None = Field(default=None, sa_type=BigInteger)


class StreamIncarnation(SharedTable, table=True):
    """Which incarnation of our stream the relay has published to; another one means that the store was wiped."""

    __tablename__ = "stream_incarnation"
    stream: str = Field(primary_key=True)
    created: str


class DatabaseEpoch(SharedTable, table=True):
    """How often this database was restored; every event carries it, so that readers notice rewound history."""

    __tablename__ = "database_epoch"
    __table_args__ = (CheckConstraint("only_row", name="database_epoch_one_row"),)
    only_row: bool = Field(default=True, primary_key=True)
    epoch: int


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a change happens: who acts (a client or service, never a person), in the course of what, on which event."""

    actor: str
    correlation: str
    causation: str | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event that happened in this transaction, with its place in its aggregate's history."""

    id: UUID
    event: Event
    version: int
    previous: UUID | None
    happened: datetime
    recorded: datetime
    cause: Cause
    context: Context
    """The trace it happened in: in a list of events, each has its own, and all are written together afterwards."""

    @classmethod
    def of(cls, event: Event, *, version: int, previous: UUID | None, now: datetime, cause: Cause) -> "Recorded":
        return cls(new_id(), event, version, previous, _happened(event, now), now, cause, get_current())


def new_id() -> UUID:
    """Return a new id that sorts by time (UUID version 7)."""
    return UUID(bytes=uuid_utils.uuid7().bytes)


def _happened(event: Event, now: datetime) -> datetime:
    """Return when it happened: the last day its date may mean, or now when that is today or not said."""
    # asked of the class: pydantic takes long to say that an instance lacks something
    effective = getattr(event, "effective", None) if "effective" in type(event).model_fields else None
    if not isinstance(effective, str):
        return now
    day: date = last_day(effective)
    return now if day == now.date() else datetime.combine(day, time(), UTC)


# the epoch is read by the very statement that writes, so that none is told in an epoch that has ended
WRITE = text("""
    INSERT INTO outbox_event (event_id, aggregate_type, aggregate_id, aggregate_version, event_type, schema_version,
                              subject, payload, headers, occurred_at, recorded_at)
    SELECT :event_id, :aggregate_type, :aggregate_id, :aggregate_version, :event_type, :schema_version,
           :subject, :payload, CAST(:headers AS jsonb) || jsonb_build_object('ce-epoch', CAST(epoch AS text)),
           :occurred_at, :recorded_at
    FROM database_epoch""")


async def write(connection: AsyncConnection, recorded: Sequence[Recorded]) -> None:
    """Insert the events of one transaction, in order, with the trace context they belong to.

    Refuses an event that is larger than the broker would take, and with it the change that it tells of.
    """
    rows = [columns(made) for made in recorded]
    await connection.execute(WRITE, [row | {"headers": orjson.dumps(row["headers"]).decode()} for row in rows])


def columns(made: Recorded) -> dict[str, Any]:
    """Return the columns of an event's row; the headers lack the epoch, which the statement that writes adds."""
    event = made.event
    return {
        "event_id": made.id,
        "aggregate_type": event.aggregate,
        "aggregate_id": event.aggregate_id,
        "aggregate_version": made.version,
        "event_type": event.type_name(),
        "schema_version": event.wire_version,
        "subject": event.subject,
        "payload": _payload(event),
        "headers": _headers(made),
        "occurred_at": made.happened,
        "recorded_at": made.recorded,
    }


def _payload(event: Event) -> bytes:
    payload = event.model_dump_json().encode()
    if len(payload) > MAX_EVENT_BYTES:
        raise TooLargeError(
            f"The event '{event.short_name()}' of '{event.key}' would take {len(payload):,} bytes; an event takes at "
            f"most {MAX_EVENT_BYTES:,} (512 KiB). Nothing was changed. Ask for less at once, or in shorter texts.",
            code="event-too-large",
        )
    return payload


def _headers(made: Recorded, epoch: int | None = None) -> dict[str, str]:
    """Return the event's NATS headers: CloudEvents 1.0 in binary mode, and the creation's trace context."""
    event, cause = made.event, made.cause
    headers = {
        "Nats-Msg-Id": str(made.id),
        "content-type": "application/json",
        "ce-specversion": "1.0",
        "ce-id": str(made.id),
        "ce-type": event.type_name(),
        "ce-source": f"/{event.service}",
        "ce-subject": event.key,
        "ce-time": instant(made.happened),
        "ce-recordedtime": instant(made.recorded),
        "ce-aggregate": f"{event.aggregate}/{event.aggregate_id}",
        "ce-sequence": str(made.version),
        "ce-correlationid": cause.correlation,
        "ce-actor": cause.actor,
    }
    if epoch is not None:
        headers["ce-epoch"] = str(epoch)
    if made.previous:
        headers["ce-previousid"] = str(made.previous)
    if cause.causation:
        headers["ce-causationid"] = cause.causation
    name = f"create {event.short_name()}"
    with tracer.start_as_current_span(name, context=made.context, kind=SpanKind.PRODUCER) as span:
        span.set_attributes(
            {
                "messaging.system": "nats",
                "messaging.operation.name": "create",
                "messaging.operation.type": "create",
                "messaging.message.id": str(made.id),
                "messaging.destination.template": event.type_name(),
            }
        )
        propagate.inject(headers)
    return headers


def instant(moment: datetime) -> str:
    """Return a UTC time as CloudEvents and our JSON write it."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
