"""A service made for tests alone: it hears one stream, writes down what it hears, and fails when it is told to."""

import os
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import asyncpg
from nats.js.errors import NotFoundError
from sqlalchemy import text

from shared.database import Transaction
from shared.events import Event
from shared.events.projects import DeliverableRenamed, ProjectDetailsChanged, ProjectRegistered
from shared.inbox import Guard
from shared.messaging.subscription import Heard, Subscription
from shared.outbox import record
from shared.outbox.record import Cause, Recorded
from shared.service import Role, Service
from tests.support import bare
from tests.support.waiting import eventually
from tests.support.world import Running, World

# no constraint of any kind: what is written twice, or out of order, shows
EFFECTS = """CREATE TABLE effect (position bigint GENERATED ALWAYS AS IDENTITY, event_id uuid, aggregate text,
                                  sequence bigint, name text)"""
WRITE = text("INSERT INTO effect (event_id, aggregate, sequence, name) VALUES (:id, :aggregate, :sequence, :name)")

WRITTEN_DOWN: tuple[type[Event], ...] = (DeliverableRenamed, ProjectRegistered, ProjectDetailsChanged)
DEADLY = "deadly"
"""The name in an event that ends the process of an echo, where it is one of its own."""

Interference = Callable[[Transaction, Heard[Any]], Awaitable[None]]


class Echo:
    """A consumer of one stream, and what it should do about each event beside writing it down."""

    def __init__(self, guard: Guard = "strict", *, hears: str = "projects", name: str = "reporting") -> None:
        self.interfere: Interference | None = None
        self.lists: list[int] = []
        """How many events came together, each time."""
        self.calls: list[str] = []
        """The ids of events the handler was called for, also in vain."""
        self.service = Service(
            name=name,
            description="Writes down what it hears.",
            routers=[],
            tables=bare.NO_TABLES,
            subscriptions=[
                Subscription(
                    hears,
                    handlers=dict.fromkeys(WRITTEN_DOWN, self._write_down),
                    together=self._count,
                    guard=guard,
                )
            ],
        )

    async def start(
        self, world: World, role: Role = "serve", *, beside: Running | None = None, **changes: Any
    ) -> Running:
        return await bare.start(world, self.service, EFFECTS, role, beside=beside, **changes)

    async def _count(self, change: Transaction, heard: Sequence[Heard[Event]], envelopes: Sequence[Any]) -> None:
        self.lists.append(len(envelopes))

    async def _write_down(self, change: Transaction, heard: Heard[Any]) -> None:
        envelope = heard.envelope
        self.calls.append(str(envelope.id))
        values = {
            "id": envelope.id,
            "aggregate": envelope.aggregate,
            "sequence": envelope.sequence,
            "name": heard.event.name,
        }
        await change.connection.execute(WRITE, values)
        if self.interfere is not None:
            await self.interfere(change, heard)


def renamed(deliverable: str, name: str = "A name") -> DeliverableRenamed:
    """Return an event of an aggregate of which a test needs many."""
    return DeliverableRenamed(deliverable=deliverable, project="gdpr-readiness", name=name)


async def say_raw(
    world: World,
    event: Event,
    headers: Mapping[str, str] | None = None,
    *,
    sequence: int = 1,
    data: bytes | None = None,
    without: str = "",
) -> str:
    """Publish a message that is an event but for the headers and data said here; return the event's id."""
    made = Recorded.of(event, version=sequence, previous=None, now=datetime.now(UTC), cause=Cause("client:test", "c"))
    whole = record._headers(made, 1) | dict(headers or {})
    whole.pop(without, None)
    payload = event.model_dump_json().encode() if data is None else data
    subject = f"{whole['ce-type']}.{event.key}" if "ce-type" in whole else event.subject
    await world.js.publish(subject, payload, headers=whole)
    return str(made.id)


async def effects(running: Running, count: int, *, seconds: float = 10) -> list[tuple[str, int]]:
    """Return the aggregate and sequence of all effects, in order, once there are so many; never more."""

    async def check() -> list[asyncpg.Record]:
        rows = await running.sql("SELECT aggregate, sequence FROM effect ORDER BY position")
        assert len(rows) >= count, f"{len(rows)} of {count} effects"
        return rows

    rows = await eventually(check, seconds=seconds)
    assert len(rows) == count, f"{len(rows)} effects instead of {count}"
    return [(row["aggregate"].partition("/")[2], row["sequence"]) for row in rows]


async def durable_of(world: World, durable: str = "reporting") -> Any:
    """Return what the broker knows of a durable on PROJECTS; an AssertionError says that it is not there."""
    try:
        return await world.js.consumer_info("PROJECTS", durable)
    except NotFoundError:
        raise AssertionError(f"there is no durable {durable}") from None


async def all_settled(
    world: World, *, stream: str = "PROJECTS", durable: str = "reporting", seconds: float = 10
) -> Any:
    """Wait until the broker has nothing more to deliver and waits for no acknowledgement; return what it knows."""

    async def check() -> Any:
        info = await durable_of(world, durable)
        assert (info.num_pending, info.num_ack_pending) == (0, 0), info
        return info

    return await eventually(check, seconds=seconds)


async def parked(running: Running, count: int, *, seconds: float = 10) -> list[asyncpg.Record]:
    """Return the dead letters of a service, oldest first, once there are so many."""

    async def check() -> list[asyncpg.Record]:
        rows = await running.sql("SELECT * FROM dead_letter ORDER BY id")
        assert len(rows) == count, f"{len(rows)} dead letters instead of {count}"
        return rows

    return await eventually(check, seconds=seconds)


async def _die_of_it(change: Transaction, heard: Heard[Any]) -> None:
    if heard.event.name == DEADLY:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    in_a_process = Echo(name=os.environ["NATS_USER"])
    in_a_process.interfere = _die_of_it
    in_a_process.service.run()
