"""What several tests of the machinery begin with."""

import pytest

from tests.support import things
from tests.support.world import Running, World


@pytest.fixture
async def waiting(world: World) -> Running:
    """A service whose events wait: only its API runs so far."""
    await world.streams("councils", "projects")
    return await things.start(world, "api")
