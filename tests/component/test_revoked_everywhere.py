"""A client that was revoked is refused by all four services within seconds, with the token it holds."""

import asyncio

import httpx
import pytest

from tests.support.waiting import eventually
from tests.support.world import SERVICES, Running, World

API = "/api/v1"
DOORS = {
    "projects": "/projects",
    "councils": "/councils",
    "notifications": "/events",
    "reporting": "/operations/reporting/dead-letters",
}
SECONDS = 5


@pytest.fixture
async def services(world: World) -> dict[str, Running]:
    await world.streams()
    started = await asyncio.gather(*(world.start(name) for name in SERVICES))
    for one in started:
        await one.ready()
    return dict(zip(SERVICES, started, strict=True))


async def test_all_services_refuse_a_revoked_client_within_seconds(services: dict[str, Running], world: World) -> None:
    held = {"Authorization": f"Bearer {world.token(['programme:read', 'events:read', 'operations'], client='lost')}"}

    async def asked(name: str) -> httpx.Response:
        async with services[name].anonymous() as http:
            return await http.get(f"{API}{DOORS[name]}", headers=held)

    async with services["councils"].client() as office:
        wish = {"client_id": "lost", "name": "Lost", "scopes": ["programme:read", "events:read", "operations"]}
        assert (await office.post(f"{API}/clients", json=wish)).status_code == 201
        for name in SERVICES:
            assert (await asked(name)).status_code == 200
        assert (await office.delete(f"{API}/clients/lost", headers={"If-Match": "*"})).status_code == 200

    async def refused() -> None:
        for name in SERVICES:
            answer = await asked(name)
            assert (answer.status_code, answer.json().get("detail")) == (401, "This client was revoked."), name

    await eventually(refused, seconds=SECONDS)
