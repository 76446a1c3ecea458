"""The floor of every latency: one publish and one pull at the same pace, alone or between two commits."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg
from nats.aio.client import Client
from nats.errors import TimeoutError as NatsTimeoutError
from nats.js import JetStreamContext
from nats.js.api import ConsumerConfig, DeliverPolicy

from tests.benchmarks.events import COLUMNS, Source
from tests.benchmarks.house import connected
from tests.support.waiting import eventually

A_SECOND = 100
EVENTS = 200
ARRIVES_SECONDS = 60

Times = list[float]
"""Milliseconds, one for each event."""

Then = Callable[[], Awaitable[Any]]


@asynccontextmanager
async def listening(js: JetStreamContext, stream: str, then: Then | None = None) -> AsyncIterator[dict[str, float]]:
    """Pull messages one by one, and note when each was there and what was to be done then was done."""
    subscription = await js.pull_subscribe(">", stream=stream, config=ConsumerConfig(deliver_policy=DeliverPolicy.NEW))
    arrived: dict[str, float] = {}

    async def listen() -> None:
        while True:
            with suppress(NatsTimeoutError):
                (message,) = await subscription.fetch(1, timeout=1)
                if then is not None:
                    await then()
                arrived[(message.headers or {})["ce-id"]] = time.time()
                await message.ack()

    task = asyncio.create_task(listen())
    try:
        yield arrived
    finally:
        if task.done():
            await task  # it never ends by itself but with an error
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await subscription.unsubscribe()


class Floor:
    """One publish and one pull at the same pace, alone or between two commits."""

    def __init__(self, client: Client, dsn: str) -> None:
        self._js = client.jetstream(timeout=5)
        self._dsn = dsn
        self._source = Source(EVENTS)

    async def round(self, *, commits: bool) -> Times:
        made = self._source.make(EVENTS)
        begun: dict[str, float] = {}
        async with connected(self._dsn) as here, connected(self._dsn) as there:
            await there.execute("CREATE TABLE IF NOT EXISTS effect (id uuid PRIMARY KEY DEFAULT gen_random_uuid())")
            effect = (lambda: there.execute("INSERT INTO effect DEFAULT VALUES")) if commits else None
            loop = asyncio.get_running_loop()
            async with listening(self._js, "FLOOR", effect) as arrived:
                began = loop.time()
                for number, one in enumerate(made):
                    await asyncio.sleep(began + number / A_SECOND - loop.time())
                    begun[str(one.id)] = time.time()
                    if commits:
                        await _commit(here, one.row())
                    await self._js.publish(f"floor.{one.subject}", one.payload, headers=one.headers, stream="FLOOR")
                await arrival_of(arrived, len(made))
        return [(arrived[event] - began_at) * 1000 for event, began_at in begun.items()]


async def arrival_of(arrived: dict[str, float], count: int) -> None:
    """Wait until so many messages have arrived."""

    async def check() -> None:
        assert len(arrived) >= count, f"{len(arrived)} of {count} events arrived"

    await eventually(check, seconds=ARRIVES_SECONDS)


async def _commit(connection: asyncpg.Connection, row: tuple[Any, ...]) -> None:
    places = ", ".join(f"${number}" for number in range(1, len(COLUMNS) + 1))
    await connection.execute(f"INSERT INTO outbox_event ({', '.join(COLUMNS)}) VALUES ({places})", *row)  # noqa: S608
