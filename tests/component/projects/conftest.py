"""A projects service for each module of tests, which keep out of each other's way by keys of their own."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.support.office import Office
from tests.support.servers import Servers
from tests.support.templates import Templates
from tests.support.world import Running, World
from tests.support.world import world as provide_world


@pytest.fixture(scope="module")
async def world(servers: Servers, templates: Templates) -> AsyncIterator[World]:
    """Servers as good as new, for a whole module: starting a service takes longer than most of these tests."""
    async with provide_world(servers, templates) as made:
        yield made


@pytest.fixture(scope="module")
async def projects(world: World) -> Running:
    await world.streams("councils")
    running = await world.start("projects")
    await running.ready()
    return running


@pytest.fixture(scope="module")
async def office(world: World, projects: Running) -> AsyncIterator[Office]:
    async with Office.at(world, projects) as office:
        yield office


@pytest.fixture(scope="module")
async def reader(projects: Running) -> AsyncIterator[httpx.AsyncClient]:
    """A council's system, which may read the programme and change nothing of it."""
    async with projects.client(
        "programme:read", "adoptions:write", "events:read", council="fife", client="fife-system"
    ) as client:
        yield client
