"""What every fault test has: an arena."""

from collections.abc import AsyncIterator

import pytest

from tests.support.arena import Arena
from tests.support.arena import arena as provide
from tests.support.servers import Servers
from tests.support.world import Templates


@pytest.fixture
async def arena(servers: Servers, templates: Templates) -> AsyncIterator[Arena]:
    """Real processes on a broker that can be hurt."""
    async with provide(servers, templates) as made:
        yield made
