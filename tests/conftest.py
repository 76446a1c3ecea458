"""What every test can ask for: real servers, and a small world on them."""

from collections.abc import AsyncIterator, Iterator

import pytest
import structlog

from tests.support.servers import Servers
from tests.support.servers import servers as provide
from tests.support.world import Templates, World
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
