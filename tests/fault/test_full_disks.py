"""The disk of PostgreSQL or of NATS is full: what cannot be kept is refused or waits, and nothing is done by halves."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest

from tests.support.arena import Arena
from tests.support.databases import Database
from tests.support.disk import Disk, small_disk
from tests.support.ledger import Ledger
from tests.support.waiting import eventually

MOST_CHANGES = 3000
"""How many changes at most fit into what was free before."""


@pytest.fixture
async def disk_of_postgres(arena: Arena) -> AsyncIterator[Disk]:
    with small_disk(arena.folder / "small", megabytes=160) as disk:
        yield disk


@pytest.fixture
async def database(arena: Arena, disk_of_postgres: Disk) -> AsyncIterator[Database]:
    # its log stands elsewhere, so that it can say what is wrong
    database = Database(disk_of_postgres.folder, settings={"max_wal_size": "64MB", "shared_buffers": "16MB"})
    database.server.process.log = arena.folder / "postgres.log"
    await database.start()
    try:
        yield database
    finally:
        database.server.kill()


async def test_a_full_disk_of_postgresql_costs_refusals_and_nothing_else(
    arena: Arena, database: Database, disk_of_postgres: Disk
) -> None:
    await arena.streams("councils")
    dsn = await database.make("projects")
    projects, echo = await asyncio.gather(arena.service("projects", database_url=dsn), arena.echo())
    await asyncio.gather(projects.ready(), echo.ready())
    ledger = arena.ledger(projects)
    await ledger.changes(range(20))
    disk_of_postgres.fill()

    number = 20
    while ledger.statuses[503] < 5 and number < MOST_CHANGES:
        await ledger.change(number)
        number += 1
    assert ledger.statuses[503] >= 5, f"the disk was never full: {ledger.statuses}"
    assert "No space left on device" in database.server.process.log_tail(200)
    async with projects.client(arena.token()) as client:
        refused = await eventually(lambda: refusal(client), seconds=30)
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.json()["code"] == "unavailable"
        assert (await client.get("/livez")).status_code == 200

    disk_of_postgres.clear()
    await one_is_taken(ledger, number)
    assert set(ledger.statuses) <= {200, 201, 503}, ledger.statuses
    await arena.each_effect_once_and_in_order(projects, echo, ledger)
    halves = await projects.sql("""
        SELECT key FROM project LEFT JOIN outbox_event
            ON aggregate_type = 'project' AND aggregate_id = key AND aggregate_version = project.version
         WHERE event_id IS NULL""")
    assert halves == [], "a change was kept without its event"
    await projects.ready()


async def refusal(client: httpx.AsyncClient) -> httpx.Response:
    large = {"key": uuid4().hex, "name": "x" * 200, "notes": "x" * 4000}
    answer = await client.post("/api/v1/projects", json=large)
    assert answer.status_code == 503, answer.text
    return answer


async def one_is_taken(ledger: Ledger, number: int) -> None:
    """Ask until a change is acknowledged."""
    before = ledger.statuses.copy()

    async def check() -> None:
        await ledger.change(number)
        assert ledger.statuses[200] + ledger.statuses[201] > before[200] + before[201]

    await eventually(check, seconds=30)


@pytest.fixture
async def disk_of_nats(arena: Arena) -> AsyncIterator[Disk]:
    arena.broker.wipe()
    with small_disk(arena.folder / "nats" / "store", megabytes=12) as disk:
        arena.broker.start()
        try:
            yield disk
        finally:
            arena.broker.kill()


async def test_a_full_disk_of_nats_lets_events_wait_until_it_is_larger(arena: Arena, disk_of_nats: Disk) -> None:
    await arena.streams("councils")
    projects, echo = await asyncio.gather(arena.service("projects"), arena.echo())
    await asyncio.gather(projects.ready(), echo.ready())
    ledger = arena.ledger(projects)
    await ledger.changes(range(20))
    disk_of_nats.fill()

    async def some_wait() -> None:
        await ledger.changes(range(20, 30))
        (row,) = await projects.sql("SELECT count(*) AS n FROM outbox_event WHERE published_at IS NULL")
        assert row["n"] > 0, "every event found room"

    await eventually(some_wait, seconds=30)
    assert "no space left on device" in arena.broker.process.log.read_text(encoding="utf-8").lower()
    await projects.unready()
    await ledger.changes(range(30, 40))
    assert set(ledger.statuses) <= {200, 201}, "a command was not answered"

    # a server that met a full disk writes no more, however large the disk is now, until it starts again
    disk_of_nats.enlarge(64)
    disk_of_nats.clear()
    arena.broker.stop()
    arena.broker.start()
    await arena.each_effect_once_and_in_order(projects, echo, ledger, seconds=60)
    await arena.stream_is_in_order_and_holds_each_event_once()
    await asyncio.gather(projects.ready(), echo.ready())
