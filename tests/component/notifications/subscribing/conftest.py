"""A notifications service for each module of tests, which keep out of each other's way by keys of their own."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.support.servers import Servers
from tests.support.templates import Templates
from tests.support.world import Running, World
from tests.support.world import world as provide_world


@pytest.fixture(scope="module")
async def world(servers: Servers, templates: Templates) -> AsyncIterator[World]:
    async with provide_world(servers, templates) as made:
        yield made


@pytest.fixture(scope="module")
async def notifications(world: World) -> Running:
    await world.streams()
    running = await world.start("notifications")
    await running.ready()
    return running


@pytest.fixture(scope="module")
async def office(notifications: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with notifications.client() as client:
        yield client


@pytest.fixture(scope="module")
async def fife(notifications: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with notifications.client(
        "events:read", "subscriptions:write", council="fife", client="fife-system"
    ) as client:
        yield client
