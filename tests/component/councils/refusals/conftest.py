"""One service for each module of refusals: what is refused leaves nothing that the next test could see."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.support.register import COUNCILS, register
from tests.support.servers import Servers
from tests.support.templates import Templates
from tests.support.world import Running, World
from tests.support.world import world as provide_world


@pytest.fixture(scope="module")
async def world(servers: Servers, templates: Templates) -> AsyncIterator[World]:
    """Servers as good as new, for a whole module: starting a service takes longer than being refused by it."""
    async with provide_world(servers, templates) as made:
        yield made


@pytest.fixture(scope="module")
async def councils(world: World) -> Running:
    """The service, ready, with nothing in it."""
    await world.streams("projects")
    running = await world.start("councils")
    await running.ready()
    return running


@pytest.fixture(scope="module")
async def office(councils: Running) -> AsyncIterator[httpx.AsyncClient]:
    """The Office's client, on a service that knows three councils, all members since 2019-10-01 at the latest."""
    async with councils.client() as client:
        await register(client, *COUNCILS)
        yield client
