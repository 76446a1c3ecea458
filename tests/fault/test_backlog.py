"""Fifty thousand events wait for a broker that is away, or a consumer that was: it stays small, and HTTP answers."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import psutil
import pytest

from tests.benchmarks import events
from tests.benchmarks.events import Source
from tests.benchmarks.house import connected
from tests.support.arena import ECHO, Arena, in_order
from tests.support.processes import ServiceProcess
from tests.support.waiting import eventually

EVENTS = 50_000
AGGREGATES = 500
WARM = 1_000
CHANGES = 150
MORE_MEGABYTES = 60
DRAINED_SECONDS = 400
BETWEEN_LOOKS = 0.05
ASKED = 20
BETWEEN_COUNTS = 0.5

pytestmark = pytest.mark.timeout(600)


@dataclass
class Watch:
    """What a process used and how it answered, all the while."""

    peak: int = 0
    seconds: list[float] = field(default_factory=list)
    statuses: set[int] = field(default_factory=set)

    async def often(self) -> None:
        assert len(self.seconds) >= ASKED, "it was hardly asked"

    def judge(self, rest: int) -> None:
        assert self.statuses == {200}
        slow = sorted(self.seconds)[int(len(self.seconds) * 0.95)]
        assert slow < 1, f"one answer in twenty took more than {slow:.2f} s"
        more = (self.peak - rest) / 1024**2
        assert more < MORE_MEGABYTES, f"it grew by {more:.0f} MB"


@asynccontextmanager
async def watched(service: ServiceProcess, token: str, path: str) -> AsyncIterator[Watch]:
    """Ask a service again and again, and look how large it is."""
    watch = Watch()

    async def look(client: httpx.AsyncClient) -> None:
        while True:
            began = time.monotonic()
            answer = await client.get(path)
            watch.seconds.append(time.monotonic() - began)
            watch.statuses.add(answer.status_code)
            watch.peak = max(watch.peak, resident(service))
            await asyncio.sleep(BETWEEN_LOOKS)

    async with service.client(token) as client:
        task = asyncio.create_task(look(client))
        try:
            yield watch
            if task.done():
                task.result()
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


def resident(service: ServiceProcess) -> int:
    return int(psutil.Process(service.process.pid).memory_info().rss)


async def counted(service: ServiceProcess, query: str, wanted: int) -> None:
    (row,) = await service.sql(f"SELECT count(*) AS n FROM {query}")  # noqa: S608 - a part of this test
    assert row["n"] == wanted, f"{row['n']} instead of {wanted}"


async def drained(service: ServiceProcess, query: str, wanted: int) -> None:
    """Wait for a count, looking now and then: looking all the time would take what the service needs."""

    async def check() -> None:
        await asyncio.sleep(BETWEEN_COUNTS)
        await counted(service, query, wanted)

    await eventually(check, seconds=DRAINED_SECONDS)


async def test_a_producer_whose_events_pile_up_stays_small_and_answers(arena: Arena) -> None:
    await arena.streams("councils")
    projects = await arena.service("projects")
    await projects.ready()
    source = Source(AGGREGATES)
    unpublished = "outbox_event WHERE published_at IS NULL"
    await say(projects, source, WARM)
    await drained(projects, unpublished, 0)
    rest = resident(projects)

    arena.broker.kill()
    await projects.unready()
    await say(projects, source, EVENTS)
    ledger = arena.ledger(projects)
    async with watched(projects, arena.token(), "/api/v1/operations/projects/outbox") as waiting:
        await ledger.changes(range(CHANGES))
        await eventually(waiting.often, seconds=60)
    assert set(ledger.statuses) <= {200, 201}
    await counted(projects, unpublished, EVENTS + CHANGES)
    waiting.judge(rest)

    arena.broker.start()
    async with watched(projects, arena.token(), "/api/v1/projects") as draining:
        await drained(projects, unpublished, 0)
        await eventually(draining.often, seconds=60)
    draining.judge(rest)
    await projects.ready()
    places = await projects.sql(
        "SELECT aggregate_id, aggregate_version, stream_seq FROM outbox_event ORDER BY stream_seq"
    )
    assert [row["stream_seq"] for row in places] == list(range(1, WARM + EVENTS + CHANGES + 1))
    in_order([(row["aggregate_id"], row["aggregate_version"]) for row in places])


async def say(projects: ServiceProcess, source: Source, count: int) -> None:
    async with connected(projects.settings.dsn) as connection:
        await events.say(connection, source.make(count))


async def test_a_consumer_that_was_away_takes_in_what_waits_and_stays_small_and_answers(arena: Arena) -> None:
    await arena.streams("projects", "councils")
    echo = await arena.echo()
    await echo.ready()
    source = Source(AGGREGATES)
    async with arena.operator() as client:
        await events.publish(client, source.make(WARM))
        await drained(echo, "effect", WARM)
        rest = resident(echo)

        echo.process.ask_to_stop()
        await echo.died()
        await events.publish(client, source.make(EVENTS))
        before_it = await client.jetstream(timeout=5).consumer_info("PROJECTS", ECHO)
        assert before_it.num_pending == EVENTS

        await echo.start()
        async with watched(echo, arena.token(), f"/api/v1/operations/{ECHO}/dead-letters") as draining:
            await drained(echo, "effect", WARM + EVENTS)
            await eventually(draining.often, seconds=60)
    draining.judge(rest)
    await echo.ready()
    done = await echo.sql("SELECT event_id, aggregate, sequence FROM effect ORDER BY position")
    assert len({row["event_id"] for row in done}) == WARM + EVENTS
    in_order([(row["aggregate"], row["sequence"]) for row in done])
    await counted(echo, "dead_letter", 0)
