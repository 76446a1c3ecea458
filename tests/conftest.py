"""What every test can ask for: real servers, and a small world on them."""

import os
from collections.abc import AsyncIterator, Iterator

import pytest
import structlog
from hypothesis import HealthCheck, settings

from tests.support.servers import Servers
from tests.support.servers import servers as provide
from tests.support.templates import Templates
from tests.support.world import World
from tests.support.world import world as provide_world

# rich tracebacks with all locals take seconds each, and bury what a failed test has to say
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="%H:%M:%S.%f", utc=True),
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)

# the same examples on every day and every machine; `make fuzz` looks for others. What is true decides, never how fast
# a busy machine is, and what an example needs of a fixture it makes anew itself
settings.register_profile(
    "every-day",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile(
    "thorough", settings.get_profile("every-day"), derandomize=False, print_blob=True, max_examples=2000
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "every-day"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--containers", action="store_true", help="run the servers as containers (testcontainers)")


@pytest.fixture(scope="session")
def servers(request: pytest.FixtureRequest) -> Iterator[Servers]:
    """A PostgreSQL and a NATS server for the whole run."""
    with provide(containers=request.config.getoption("--containers")) as found:
        yield found


@pytest.fixture(scope="session")
def templates(servers: Servers) -> Templates:
    """Migrated databases to copy."""
    return Templates(servers)


@pytest.fixture
async def world(servers: Servers, templates: Templates) -> AsyncIterator[World]:
    """Servers as good as new, and services on them."""
    async with provide_world(servers, templates) as made:
        yield made
