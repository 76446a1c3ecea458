"""Each service has a PostgreSQL server of its own: one dies, its service says so, and the others do not notice."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest

from tests.support.arena import Arena
from tests.support.databases import Database
from tests.support.processes import ServiceProcess
from tests.support.waiting import eventually
from tests.support.world import SERVICES

Ask = Callable[[httpx.AsyncClient, int], Awaitable[httpx.Response]]


async def register_project(client: httpx.AsyncClient, number: int) -> httpx.Response:
    return await client.post("/api/v1/projects", json={"key": f"p-{number}", "name": f"Project {number}"})


async def register_council(client: httpx.AsyncClient, number: int) -> httpx.Response:
    wish = {"slug": f"council-{number}", "name": f"Council {number}", "gss_code": f"S{12_000_000 + number}"}
    return await client.post("/api/v1/councils", json=wish)


async def read_events(client: httpx.AsyncClient, number: int) -> httpx.Response:
    return await client.get("/api/v1/events", params={"limit": 10})


async def read_report(client: httpx.AsyncClient, number: int) -> httpx.Response:
    return await client.get("/api/v1/reports/programme")


ASKS: dict[str, Ask] = {
    "projects": register_project,
    "councils": register_council,
    "notifications": read_events,
    "reporting": read_report,
}


class Visitor:
    """Asks one service one thing after another, and notes every answer."""

    def __init__(self, service: ServiceProcess, token: str) -> None:
        self.service, self._client, self._ask = service, service.client(token), ASKS[service.name]
        self.statuses: Counter[int] = Counter()
        self._number = 0

    async def ask(self) -> httpx.Response:
        self._number += 1
        answer = await self._ask(self._client, self._number)
        self.statuses[answer.status_code] += 1
        return answer

    async def keep_asking(self, until: asyncio.Event) -> None:
        while not until.is_set():
            await self.ask()
            # a visitor, not a load test: four services and five servers share the machine
            await asyncio.sleep(0.05)

    async def close(self) -> None:
        await self._client.aclose()


@pytest.fixture
async def databases(arena: Arena) -> AsyncIterator[dict[str, Database]]:
    """Four servers, each with one database; three begin as copies of the first, which is quicker than making them."""
    made = {
        name: Database(arena.folder / f"postgres-{name}", passwords=arena.folder / "postgres-passwords")
        for name in SERVICES
    }
    first, *others = made.values()
    try:
        await first.start()
        await first.stop()
        for other in others:
            other.take_data_of(first)
        await asyncio.gather(*(database.start() for database in made.values()))
        for name, database in made.items():
            await database.make(name)
        yield made
    finally:
        for database in made.values():
            database.server.kill()


async def heard(services: dict[str, ServiceProcess], by: str, *of: str) -> None:
    """Check that a service has taken in everything that others said."""
    for name in of:
        said = {row["event_id"] for row in await services[name].sql("SELECT event_id FROM outbox_event")}
        query = "SELECT event_id FROM inbox WHERE stream = $1"
        taken = {row["event_id"] for row in await services[by].sql(query, name.upper())}
        assert said == taken, f"{by} has not taken in {len(said - taken)} events of {name}"
        assert said or name == "reporting", f"{name} has said nothing"


async def test_each_of_four_database_servers_dies_in_turn_and_only_its_service_notices(
    arena: Arena, databases: dict[str, Database]
) -> None:
    made = await asyncio.gather(*(arena.service(name, database_url=databases[name].dsn(name)) for name in SERVICES))
    services = dict(zip(SERVICES, made, strict=True))
    await asyncio.gather(*(service.ready(seconds=60) for service in made))
    visitors = {name: Visitor(service, arena.token()) for name, service in services.items()}
    over = asyncio.Event()
    load = [asyncio.create_task(visitor.keep_asking(over)) for visitor in visitors.values()]
    try:
        for hurt in SERVICES:
            await one_dies(hurt, services, visitors, databases[hurt])
    finally:
        over.set()
        await asyncio.gather(*load)

    for name, by in (("projects", "reporting"), ("councils", "reporting")):
        await eventually(lambda name=name, by=by: heard(services, by, name), seconds=60)  # type: ignore[misc]
    await eventually(lambda: heard(services, "notifications", "projects", "councils", "reporting"), seconds=60)
    await asyncio.gather(*(service.ready() for service in made))
    for service in made:
        assert await service.sql("SELECT cause, error FROM dead_letter") == []
    for visitor in visitors.values():
        await visitor.close()


async def one_dies(
    hurt: str, services: dict[str, ServiceProcess], visitors: dict[str, Visitor], database: Database
) -> None:
    """Kill one server, then restart it without a word to its clients; judge what each visitor was told meanwhile."""
    before = {name: visitor.statuses.copy() for name, visitor in visitors.items()}
    database.server.kill()
    assert not database.server.running
    await services[hurt].unready()
    refused = await visitors[hurt].ask()
    assert refused.status_code == 503, refused.text
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["code"] == "unavailable"
    for name in SERVICES:
        await eventually(lambda name=name: asked_again(visitors[name], before[name], 5), seconds=30)  # type: ignore[misc]
        if name != hurt:
            assert set((await services[name].parts()).values()) == {"ok"}, f"{name} is not well without {hurt}"
    await database.start()
    await services[hurt].ready()

    await database.restart_immediately()
    await services[hurt].ready()
    for name, visitor in visitors.items():
        told = visitor.statuses - before[name]
        assert set(told) <= ({200, 201, 503} if name == hurt else {200, 201}), f"{name} while {hurt} was hurt: {told}"


async def asked_again(visitor: Visitor, before: Counter[int], times: int) -> None:
    assert (visitor.statuses - before).total() >= times
