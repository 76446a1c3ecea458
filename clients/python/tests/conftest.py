"""What the client's tests can ask for: clients of a whole system, a poor network, a server that does as it is told."""

from collections.abc import AsyncIterator, Iterator
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest
from partnership_client import AsyncClient, Client

from clients.python.tests.scripted import Scripted
from tests.support.proxy import Proxy
from tests.support.whole import Whole


@pytest.fixture
def client(system: Whole) -> Iterator[Client]:
    """The Office's client, blocking."""
    with httpx.Client(trust_env=False) as http, Client(system.url, system.client_id, system.secret, http=http) as made:
        yield made


@pytest.fixture
async def aclient(system: Whole) -> AsyncIterator[AsyncClient]:
    """The Office's client, awaiting."""
    async with (
        httpx.AsyncClient(trust_env=False) as http,
        AsyncClient(system.url, system.client_id, system.secret, http=http) as made,
    ):
        yield made


@pytest.fixture
async def proxy(system: Whole) -> AsyncIterator[Proxy]:
    """A poor network before the system."""
    made = Proxy(urlsplit(system.url).port or 80)
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def poor(system: Whole, proxy: Proxy) -> AsyncIterator[AsyncClient]:
    """The Office's client behind a poor network."""
    async with (
        httpx.AsyncClient(trust_env=False) as http,
        AsyncClient(f"http://127.0.0.1:{proxy.port}", system.client_id, system.secret, http=http, deadline=30) as made,
    ):
        yield made


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    """A server that answers what it is told."""
    with Scripted() as made:
        yield made


@pytest.fixture
def word() -> str:
    """A key that no other test uses."""
    return f"test-{uuid4().hex[:10]}"
