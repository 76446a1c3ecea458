"""What the rows over HTTP share: the deliverables asked about, and product and ceiling driven in turn."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from shared.service import Role
from tests.benchmarks.driver import Outcome, elsewhere
from tests.benchmarks.figures import Series
from tests.benchmarks.house import Bench, House, Measured, connected, cpu_of, house
from tests.benchmarks.profile import profiled

CONNECTIONS = 16
ROUND_SECONDS = 4.0
QUICK_ROUND_SECONDS = 1.5
PROFILE_SECONDS = 10.0
DELIVERABLES = 32
"""So many for each connection, so that no two requests wait for the same row."""

Request = Callable[[int, int], str]
"""Writes a connection's request of a number; numbers go on from round to round."""


def keys(connection: int) -> list[str]:
    return [f"deliverable-{connection}-{number}" for number in range(DELIVERABLES)]


@dataclass(slots=True)
class Contestant:
    """One that answers requests, and what was measured of it."""

    url: str
    pid: int
    request: Request
    fastest: int
    """More requests a second than it could ever answer: so many are prepared."""
    outcomes: list[Outcome] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    connections: int = CONNECTIONS
    _next: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._next = [0] * self.connections

    async def round(self, seconds: float) -> None:
        before = cpu_of(self.pid)
        outcome = await self.drive(seconds)
        self.outcomes.append(outcome)
        self.cpu.append((cpu_of(self.pid) - before) / outcome.requests * 1e6)

    async def drive(self, seconds: float) -> Outcome:
        """Send requests for so long, beginning where the last time ended."""
        count = int(self.fastest * seconds / self.connections)
        requests = [
            [self.request(number, first + one) for one in range(count)] for number, first in enumerate(self._next)
        ]
        outcome = await elsewhere(self.url, requests, seconds)
        self._next = [first + done for first, done in zip(self._next, outcome.answered, strict=True)]
        return outcome

    @property
    def rates(self) -> Series:
        return Series.of([one.rate for one in self.outcomes], "/s")

    @property
    def p99(self) -> Series:
        return Series.of([one.p99 for one in self.outcomes], "ms")

    @property
    def p50(self) -> Series:
        return Series.of([one.p50 for one in self.outcomes], "ms")

    @property
    def cost(self) -> Series:
        """CPU of the process per request."""
        return Series.of(self.cpu, "µs")


async def in_turn(bench: Bench, name: str, contestants: Sequence[Contestant]) -> None:
    """Let each answer a round, in turn, as many times as the run has rounds; the first is profiled afterwards."""
    seconds = QUICK_ROUND_SECONDS if bench.quick else ROUND_SECONDS
    for one in contestants:
        await one.drive(seconds / 2)
    for _ in range(bench.rounds):
        for one in contestants:
            await one.round(seconds)
    if bench.profiles:
        async with profiled(contestants[0].pid, bench.profiles, name):
            await contestants[0].drive(PROFILE_SECONDS)


async def contestant(home: House, role: Role, request: Request, fastest: int) -> Contestant:
    """Start the service of projects in a role, with its deliverables."""
    service: Measured = await home.service("projects", role)
    await fill(service.settings.dsn)
    return Contestant(service.url, service.pid, request, fastest)


async def ceiling(home: House, request: Request, fastest: int) -> Contestant:
    """Start the bare app, with the same deliverables in the same tables."""
    dsn = await home.database("projects")
    await fill(dsn)
    process, url = await home.program("tests.benchmarks.bare_app", DATABASE_URL=dsn)
    if process.pid is None:
        raise RuntimeError("the bare app did not start")
    return Contestant(url, process.pid, request, fastest)


async def fill(dsn: str) -> None:
    """Put a project and its deliverables into a database of projects."""
    now = datetime.now(UTC)
    async with connected(dsn) as connection:
        await connection.execute(
            """INSERT INTO project (key, name, programme, lead_councils, other_leads, participant_councils,
                                    other_participants, sources, demonstration, version, created_at, changed_at)
               VALUES ('bench', 'Bench', 'adjacent', '[]', '[]', '[]', '[]', '[]', true, 0, $1, $1)""",
            now,
        )
        rows = [(key, now) for number in range(CONNECTIONS) for key in keys(number)]
        await connection.executemany(
            """INSERT INTO deliverable (key, project, name, state, version, created_at, changed_at)
               VALUES ($1, 'bench', 'A deliverable', 'planned', 0, $2, $2)""",
            rows,
        )
        await connection.execute("ANALYZE")


@asynccontextmanager
async def contest(bench: Bench) -> AsyncIterator[House]:
    """Provide a house with the streams that a service needs to be well."""
    async with house(bench) as home:
        await home.streams()
        yield home
