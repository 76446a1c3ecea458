"""What every fault test has: an arena."""

from collections.abc import AsyncIterator

import pytest

from tests.support.arena import Arena
from tests.support.arena import arena as provide
from tests.support.databases import Database
from tests.support.servers import Servers
from tests.support.templates import Templates


@pytest.fixture
async def arena(servers: Servers, templates: Templates) -> AsyncIterator[Arena]:
    """Real processes on a broker that can be hurt."""
    async with provide(servers, templates) as made:
        yield made


@pytest.fixture
async def database(arena: Arena) -> AsyncIterator[Database]:
    """A PostgreSQL server that can be hurt."""
    database = Database(arena.folder / "postgres")
    await database.start()
    try:
        yield database
    finally:
        database.server.kill()
