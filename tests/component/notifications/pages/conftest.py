"""One notifications service whose pages are looked at by browsers of Fife, of Angus and of the Office."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.support.browser import browser_of
from tests.support.receiving import Receiver, receiving
from tests.support.servers import Servers
from tests.support.templates import Templates
from tests.support.world import Running
from tests.support.world import world as provide_world

SCOPES = ("events:read", "subscriptions:write")


@pytest.fixture(scope="module")
async def notifications(servers: Servers, templates: Templates) -> AsyncIterator[Running]:
    async with provide_world(servers, templates) as world:
        await world.streams()
        running = await world.start("notifications")
        await running.ready()
        yield running


@pytest.fixture(scope="module")
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as made:
        yield made


@pytest.fixture
async def fife(notifications: Running) -> AsyncIterator[httpx.AsyncClient]:
    """A browser in which a client of Fife is signed in."""
    async with browser_of(notifications, "fife-system", "fife", *SCOPES) as browser:
        yield browser


@pytest.fixture
async def angus(notifications: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with browser_of(notifications, "angus-system", "angus", *SCOPES) as browser:
        yield browser


@pytest.fixture
async def office(notifications: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with browser_of(notifications, "digital-office", None, *SCOPES) as browser:
        yield browser


@pytest.fixture
async def api(notifications: Running) -> AsyncIterator[httpx.AsyncClient]:
    """Fife's own system."""
    async with notifications.client(*SCOPES, council="fife", client="fife-system") as client:
        yield client
