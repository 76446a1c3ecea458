"""PostgreSQL dies under a service: it says so, loses nothing, and goes on by itself when the database is back."""

import asyncio

import httpx
import pytest

from tests.support.arena import Arena
from tests.support.databases import Database
from tests.support.waiting import eventually


async def ask(client: httpx.AsyncClient, number: int) -> httpx.Response:
    return await client.post("/api/v1/projects", json={"key": f"asked-{number}", "name": "Asked"})


@pytest.mark.quick
async def test_a_database_killed_and_started_again_costs_refusals_and_nothing_else(
    arena: Arena, database: Database
) -> None:
    await arena.streams("councils")
    dsn = await database.make("projects")
    projects, heard = await asyncio.gather(arena.service("projects", database_url=dsn), arena.echo())
    await asyncio.gather(projects.ready(), heard.ready())
    ledger = arena.ledger(projects)
    load = asyncio.create_task(ledger.changes(range(150)))
    await eventually(lambda: answered(ledger.statuses.total(), 30), seconds=30)

    database.server.kill()
    await projects.unready()
    async with projects.client(arena.token()) as client:
        for number in range(3):
            refused = await ask(client, number)
            assert refused.status_code == 503, refused.text
            assert refused.headers["content-type"] == "application/problem+json"
            assert refused.json()["code"] == "unavailable"
            assert refused.headers["retry-after"]
        assert (await client.get("/livez")).status_code == 200
        assert (await projects.parts())["nats"] == "ok"
        assert set((await heard.parts()).values()) == {"ok"}, "its neighbour is affected"

        await asyncio.to_thread(database.server.start)
        await projects.ready()
        assert (await ask(client, 0)).status_code == 201
    await load
    assert set(ledger.statuses) <= {200, 201, 503, 409}, ledger.statuses
    assert ledger.statuses[503] > 0
    await ledger.changes(range(150, 170))
    await arena.each_effect_once_and_in_order(projects, heard, ledger)
    await arena.stream_is_in_order_and_holds_each_event_once()


async def answered(total: int, count: int) -> None:
    assert total >= count


async def test_events_wait_for_a_consumer_whose_database_is_away_longer_than_all_tries_take(
    arena: Arena, database: Database
) -> None:
    await arena.streams("councils")
    dsn = await database.make("echo")
    projects, heard = await asyncio.gather(arena.service("projects"), arena.echo(start=False, database_url=dsn))
    await heard.start(TIME_SCALE="0.01")
    await asyncio.gather(projects.ready(), heard.ready())
    ledger = arena.ledger(projects)
    await ledger.changes(range(10))
    await arena.each_effect_once_and_in_order(projects, heard, ledger)

    await asyncio.to_thread(database.server.kill)
    await ledger.changes(range(10, 30))
    async with arena.operator() as client:
        js = client.jetstream(timeout=5)

        async def tried_often() -> None:
            info = await js.consumer_info("PROJECTS", "notifications")
            assert (info.delivered.consumer_seq if info.delivered else 0) > 10 + 20 * 10, "not tried often yet"

        await eventually(tried_often, seconds=60)
    await asyncio.to_thread(database.server.start)
    await arena.each_effect_once_and_in_order(projects, heard, ledger)
    assert (await projects.parts())["database"] == "ok"
