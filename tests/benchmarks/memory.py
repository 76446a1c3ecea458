"""Memory: all four services at rest, and while a hundred thousand events pass through them."""

from contextlib import suppress
from functools import partial

import psutil
from nats.aio.client import Client
from nats.js.errors import NotFoundError

from tests.benchmarks import events
from tests.benchmarks.events import Source
from tests.benchmarks.figures import Line, Series, below, told
from tests.benchmarks.house import Bench, Measured, connected, house
from tests.support.waiting import eventually
from tests.support.world import SERVICES

NAME = "memory"
EVENTS = 100_000
QUICK_EVENTS = 10_000
STEPS = 10
AGGREGATES = 500
LIMIT = 500
GROWTH = 1.05
"""What may differ between two looks at processes that do not grow."""
PASSED_SECONDS = 300
DURABLES = ("councils", "notifications", "reporting")


async def measure(bench: Bench) -> list[Line]:
    count = QUICK_EVENTS if bench.quick else EVENTS
    async with house(bench) as home, home.operator() as client:
        await home.streams()
        services = {name: await home.service(name) for name in SERVICES}
        rest = _megabytes(services)
        seen: list[dict[str, float]] = []
        source = Source(AGGREGATES)
        for step in range(1, STEPS + 1):
            async with connected(services["projects"].settings.dsn) as connection:
                await events.say(connection, source.make(count // STEPS))
            await eventually(partial(_all_passed, client, step * (count // STEPS)), seconds=PASSED_SECONDS)
            seen.append(_megabytes(services))
    half, end = seen[STEPS // 2 - 1], seen[-1]
    grown = Series.of([sum(end.values()) / sum(half.values())])
    return [
        below(NAME, "four services at rest (PSS)", _all(rest), LIMIT),
        below(NAME, f"four services after {count:,} events (PSS)", _all(end), LIMIT),
        below(NAME, f"after {count:,} events, over after {count // 2:,}", grown, GROWTH),
        *(
            told(NAME, f"{name}, after all events", Series.of([end[name]], "MB"), Series.of([rest[name]], "MB"), "rest")
            for name in SERVICES
        ),
    ]


def _all(megabytes: dict[str, float]) -> Series:
    return Series.of([sum(megabytes.values())], "MB")


def _megabytes(services: dict[str, Measured]) -> dict[str, float]:
    """Return what each holds: its share of what it shares, where the system tells, else all that is resident."""
    return {name: _held(service.pid) / 1024**2 for name, service in services.items()}


def _held(pid: int) -> int:
    process = psutil.Process(pid)
    with suppress(psutil.AccessDenied):
        return int(getattr(process.memory_full_info(), "pss", 0)) or int(process.memory_info().rss)
    return int(process.memory_info().rss)


async def _all_passed(client: Client, count: int) -> None:
    js = client.jetstream()
    passed = (await js.stream_info("PROJECTS")).state.messages
    assert passed >= count, f"{passed} of {count} events are published"
    for durable in DURABLES:
        with suppress(NotFoundError):
            info = await js.consumer_info("PROJECTS", durable)
            waits = (info.num_pending or 0) + (info.num_ack_pending or 0)
            assert waits == 0, f"{durable} waits for {waits} events"
