"""A service's database is killed: it answers 503 and changes nothing, the others do not notice, and it comes back."""

import asyncio

import httpx
import pytest

from deploy.local.postgres import PostgresServer
from shared.setup import migrate
from tests.support.arena import Arena
from tests.support.waiting import eventually


@pytest.mark.quick
async def test_a_service_whose_database_is_dead_answers_503_and_goes_on_when_it_is_back(arena: Arena) -> None:
    postgres = PostgresServer(arena.folder / "postgres")
    postgres.start()
    try:
        postgres.provide_databases()
        dsn = postgres.dsn("projects")
        await asyncio.to_thread(migrate, "projects", dsn)
        await arena.streams("councils")
        projects, reporting = await asyncio.gather(
            arena.service("projects", database_url=dsn), arena.service("reporting")
        )
        await asyncio.gather(projects.ready(), reporting.ready())
        ledger = arena.ledger(projects)
        await ledger.changes(range(20))

        postgres.kill()
        assert not postgres.running
        await projects.unready()
        headers = {"Authorization": f"Bearer {arena.token()}"}
        async with httpx.AsyncClient(base_url=projects.url, headers=headers, timeout=15) as client:
            refused = await client.post("/api/v1/projects", json={"key": "lost", "name": "Never acknowledged"})
        assert refused.status_code == 503, refused.text
        assert refused.headers["content-type"] == "application/problem+json"
        assert "retry-after" in refused.headers
        await reporting.ready()

        postgres.start()

        async def answers() -> None:
            before = ledger.statuses[201] + ledger.statuses[200]
            await ledger.change(20)
            assert ledger.statuses[201] + ledger.statuses[200] > before

        await eventually(answers, seconds=30)
        await ledger.changes(range(21, 40))
        await projects.ready()
        await arena.converged(projects, reporting, ledger)
        assert not await projects.sql("SELECT 1 FROM project WHERE key = 'lost'")
        await arena.stream_is_in_order_and_holds_each_event_once()
    finally:
        for one in arena.processes:
            one.process.kill()
        postgres.stop()
