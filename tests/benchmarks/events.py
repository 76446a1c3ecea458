"""Events in numbers: exactly what a service would have written, made quickly, for outboxes, streams and logs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import UUID

import asyncpg
from nats.aio.client import Client
from nats.js.api import Header

from shared.events import Event
from shared.events.projects import DeliverableRenamed
from shared.outbox.record import Cause, Recorded, _headers, new_id

BATCH = 500
COLUMNS = (
    "event_id",
    "aggregate_type",
    "aggregate_id",
    "aggregate_version",
    "event_type",
    "schema_version",
    "subject",
    "payload",
    "headers",
    "occurred_at",
    "recorded_at",
)


@dataclass(frozen=True, slots=True)
class Made:
    """An event as it travels: what is in its message, and of what it is which version."""

    id: UUID
    key: str
    version: int
    subject: str
    payload: bytes
    headers: dict[str, str]
    at: datetime

    def row(self) -> tuple[Any, ...]:
        """Return it as a row of the outbox."""
        kind = DeliverableRenamed.type_name()
        about = ("deliverable", self.key, self.version, kind, 1, self.subject)
        return (self.id, *about, self.payload, self.headers, self.at, self.at)


class Source:
    """Makes renamings of deliverables, each next in the history of its own; their order is that of their making."""

    def __init__(self, aggregates: int) -> None:
        self._keys = [f"deliverable-{number}" for number in range(aggregates)]
        self._number = count()
        self._last: dict[str, UUID] = {}

    def make(self, number: int) -> list[Made]:
        return list(self._made(number))

    def _made(self, number: int) -> Iterator[Made]:
        now = datetime.now(UTC)
        first = _event(self._keys[0], 0)
        made = Recorded.of(first, version=1, previous=None, now=now, cause=Cause("client:bench", "a-correlation"))
        shape = _headers(made, 1)
        for _ in range(number):
            turn = next(self._number)
            key, version, event_id = self._keys[turn % len(self._keys)], turn // len(self._keys) + 1, new_id()
            event = _event(key, turn)
            own = {"ce-aggregate": f"deliverable/{key}", "ce-sequence": str(version), "ce-subject": key}
            headers = shape | own | {"Nats-Msg-Id": str(event_id), "ce-id": str(event_id)}
            if (previous := self._last.get(key)) is not None:
                headers["ce-previousid"] = str(previous)
            self._last[key] = event_id
            yield Made(event_id, key, version, event.subject, event.model_dump_json().encode(), headers, now)


def of(event: Event) -> Made:
    """Make the first event of an aggregate."""
    now = datetime.now(UTC)
    made = Recorded.of(event, version=1, previous=None, now=now, cause=Cause("client:bench", "a-correlation"))
    return Made(made.id, event.key, 1, event.subject, event.model_dump_json().encode(), _headers(made, 1), now)


def _event(key: str, turn: int) -> DeliverableRenamed:
    return DeliverableRenamed(deliverable=key, project="bench", name=f"A deliverable as of change {turn}")


async def say(connection: asyncpg.Connection, made: Sequence[Made]) -> None:
    """Put events into an outbox, in one transaction, and wake its relay."""
    async with connection.transaction():
        await connection.copy_records_to_table("outbox_event", columns=COLUMNS, records=[one.row() for one in made])
        await connection.execute("SELECT pg_notify('outbox', '')")


async def publish(client: Client, made: Sequence[Made], *, stream: str = "PROJECTS", prefix: str = "") -> None:
    """Publish events in atomic batches and nothing else, as fast as that goes."""
    js = client.jetstream(timeout=30)
    for start in range(0, len(made), BATCH):
        batch = made[start : start + BATCH]
        name = str(batch[0].id)
        for number, one in enumerate(batch, start=1):
            headers = one.headers | {Header.BATCH_ID: name, Header.BATCH_SEQUENCE: str(number)}
            if number < len(batch):
                await client.publish(prefix + one.subject, one.payload, headers=headers)
            else:
                headers[Header.BATCH_COMMIT] = "1"
                await js.publish(prefix + one.subject, one.payload, headers=headers, stream=stream)
