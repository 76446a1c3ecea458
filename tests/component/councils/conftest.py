"""What the tests of councils start from: the service on real servers, and a few councils in it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import httpx
import pytest

from tests.support.register import API, COUNCILS, register
from tests.support.world import Running, World


@pytest.fixture
async def councils(world: World, request: pytest.FixtureRequest) -> Running:
    """The service, ready, with nothing in it; a module says by CLOCK_MOVABLE that its tests move the clock."""
    await world.streams("projects")
    running = await world.start("councils", clock_movable=getattr(request.module, "CLOCK_MOVABLE", False))
    await running.ready()
    return running


@pytest.fixture
async def office(councils: Running) -> AsyncIterator[httpx.AsyncClient]:
    """The Office's client, on a service that knows three councils, all members since 2019-10-01 at the latest."""
    async with councils.client() as client:
        await register(client, *COUNCILS)
        yield client


MORE = (
    {"slug": "falkirk", "name": "Falkirk Council", "gss_code": "S12000014"},
    {"slug": "moray", "name": "Moray Council", "gss_code": "S12000020"},
    {"slug": "stirling", "name": "Stirling Council", "gss_code": "S12000030"},
)
CITIES = {"key": "cities", "name": "Cities", "source": "https://example.org/groups"}


@pytest.fixture
async def clients(office: httpx.AsyncClient, councils: Running) -> AsyncIterator[dict[str, httpx.AsyncClient]]:
    """A client of each of six councils that tells benefit figures; Fife and Angus are in one family group."""
    for one in MORE:
        assert (await office.post(f"{API}/councils", json=one)).status_code == 201
    assert (await office.post(f"{API}/councils/family-groups", json=CITIES)).status_code == 201
    for slug in ("fife", "angus"):
        body = {"council": slug, "from": "2020-01-01"}
        assert (await office.post(f"{API}/councils/family-groups/cities/councils", json=body)).status_code == 201
    scopes = ("programme:read", "benefits:write", "events:read")
    async with AsyncExitStack() as stack:
        yield {
            one["slug"]: await stack.enter_async_context(
                councils.client(*scopes, council=one["slug"], client=f"{one['slug']}-it")
            )
            for one in sorted((*COUNCILS, *MORE), key=lambda one: one["slug"])
        }
