"""Growth: the same question of services with ten thousand, a hundred thousand and a million events behind them."""

from collections.abc import Awaitable, Callable
from statistics import median
from time import perf_counter
from uuid import UUID

from shared.cursor import Cursor
from shared.outbox.publish import BATCH_LIMIT
from shared.outbox.relay import PICK, PICK_BYTES
from shared.service import Role
from tests.benchmarks import events
from tests.benchmarks.command import changes
from tests.benchmarks.driver import request
from tests.benchmarks.figures import Line, Series, at_most
from tests.benchmarks.growth_fill import live_through
from tests.benchmarks.house import Bench, House, connected, house
from tests.benchmarks.http_rows import Contestant, Request, fill
from tests.benchmarks.profile import profiled

NAME = "growth"
SIZES = (10_000, 100_000, 1_000_000)
QUICK_SIZES = SIZES[:2]
GOAL = 1.2
SECONDS = 2.0
QUICK_SECONDS = 0.5
FASTEST = 3000
POLLS = 2000
WAITING = 10
PAGE = 5
"""Few enough that ten thousand events hold a page of the rarest type after the middle."""
REPORT = "/api/v1/reports/programme"
ROLE: Role = "api"
"""No relay and no subscribers: what a service has to do beside answering does not change with its past."""

Once = Callable[[], Awaitable[float]]
"""Asks for a while, and returns the median in milliseconds."""


async def measure(bench: Bench) -> list[Line]:
    sizes = QUICK_SIZES if bench.quick else SIZES
    lines: list[Line] = []
    for what, make in ASKED:
        async with house(bench) as home:
            asked = {size: await make(home, size) for size in sizes}
            times: dict[int, list[float]] = {size: [] for size in sizes}
            for _ in range(bench.rounds):
                for size, once in asked.items():
                    times[size].append(await once())
        base = Series.of(times[sizes[0]], "ms")
        lines += [
            at_most(NAME, f"{what}, {size:,} events", Series.of(times[size], "ms"), base, GOAL, f"{sizes[0]:,}")
            for size in sizes[1:]
        ]
    return lines


async def _report(home: House, size: int) -> Once:
    return await _over_http(home, "reporting", size, lambda _, __: request("GET", REPORT))


async def _feed(home: House, size: int, types: str = "") -> Once:
    dsn = await home.database("notifications")
    async with connected(dsn) as connection:
        log: UUID = await connection.fetchval("SELECT log FROM event_log_head")
        epoch = await connection.fetchval("SELECT epoch FROM database_epoch")
    middle = Cursor(log=f"{log.hex}-{epoch}", position=size // 2, streams={}).seal()
    asked = request("GET", f"/api/v1/events?after={middle}&limit={PAGE}{types}", authorization=f"Bearer {home.token()}")
    return await _over_http(home, "notifications", size, lambda _, __: asked, dsn)


async def _rare(home: House, size: int) -> Once:
    return await _feed(home, size, "&types=projects.release-closed")


async def _command(home: House, size: int) -> Once:
    change = changes("/api/v1/deliverables", home.token())
    return await _over_http(home, "projects", size, change)


async def _poll(home: House, size: int) -> Once:
    dsn = await home.database("projects")
    async with connected(dsn) as connection:
        await live_through(connection, "projects", size)
        await events.say(connection, events.Source(WAITING).make(WAITING))

    async def once() -> float:
        times = []
        async with connected(dsn) as connection:
            pick = await connection.prepare(PICK)
            for _ in range(POLLS):
                began = perf_counter()
                found = await pick.fetch(BATCH_LIMIT, PICK_BYTES)
                times.append(perf_counter() - began)
                if len(found) != WAITING:
                    raise RuntimeError(f"{len(found)} rows wait")
        return median(times) * 1000

    return once


async def _over_http(home: House, name: str, size: int, asked: Request, dsn: str | None = None) -> Once:
    """Start a service with a history, and return what asks it one thing after the other."""
    dsn = dsn or await home.database(name)
    async with connected(dsn) as connection:
        await live_through(connection, name, size)
    service = await home.service(name, ROLE, database_url=dsn)
    if name == "projects":
        await fill(dsn)
    seconds = QUICK_SECONDS if home.bench.quick else SECONDS
    contestant = Contestant(service.url, service.pid, asked, FASTEST, connections=1)
    await contestant.drive(seconds)
    if size == SIZES[-1] or (home.bench.quick and size == QUICK_SIZES[-1]):
        async with profiled(service.pid, home.bench.profiles, f"{NAME}-{name}"):
            await contestant.drive(seconds * 2 if home.bench.profiles else 0.1)

    async def once() -> float:
        return (await contestant.drive(seconds)).p50

    return once


ASKED = (
    ("report", _report),
    ("feed page", _feed),
    ("feed page of a rare type", _rare),
    ("poll", _poll),
    ("command", _command),
)
