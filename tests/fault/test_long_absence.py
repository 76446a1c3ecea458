"""NATS is away for longer than its client tries by default: every service goes on trying, and is none the slower."""

import asyncio
import time

import psutil

from tests.support.arena import Arena
from tests.support.processes import ServiceProcess
from tests.support.waiting import eventually

DEFAULT_TRIES = 60
"""After so many tries the client of NATS gives up for good, unless told otherwise."""
SCALE = "0.1"
MOST_CPU = 0.2
MOST_LAG_SECONDS = 1.5
"""How late a loop may answer; a second, and what a busy machine adds."""


def tries(service: ServiceProcess) -> int:
    return service.process.log.read_text(encoding="utf-8").count("the NATS client reports")


def spent(service: ServiceProcess) -> float:
    times = psutil.Process(service.process.pid).cpu_times()
    return float(times.user + times.system)


async def test_nats_away_for_longer_than_its_client_tries_by_default_is_come_back_to(arena: Arena) -> None:
    await arena.streams("councils")
    services = await asyncio.gather(arena.service("projects", start=False), arena.service("reporting", start=False))
    projects, reporting = services
    await asyncio.gather(*(one.start(TIME_SCALE=SCALE) for one in services))
    await asyncio.gather(*(one.ready() for one in services))
    ledger = arena.ledger(projects)
    await ledger.changes(range(20))
    await arena.converged(projects, reporting, ledger)
    arena.broker.kill()
    await asyncio.gather(*(one.unready() for one in services))

    before = {one.name: (tries(one), spent(one)) for one in services}
    began, slowest = time.monotonic(), 0.0

    async def tried_for_long() -> None:
        nonlocal slowest
        # looking is not to cost what is measured here
        await asyncio.sleep(0.5)
        for one in services:
            asked = time.monotonic()
            assert await one._health("/livez") == 200
            slowest = max(slowest, time.monotonic() - asked)
        made = {one.name: tries(one) - before[one.name][0] for one in services}
        assert min(made.values()) > DEFAULT_TRIES + 10, f"tried {made} times"

    await eventually(tried_for_long, seconds=60)
    for one in services:
        share = (spent(one) - before[one.name][1]) / (time.monotonic() - began)
        assert share < MOST_CPU, f"{one.name} uses {share:.0%} of a processor to wait"
    assert slowest < MOST_LAG_SECONDS
    assert set((await projects.parts()).items()) >= {("database", "ok"), ("loop", "ok")}
    await ledger.changes(range(20, 40))
    assert set(ledger.statuses) <= {200, 201}

    arena.broker.start()
    await arena.streams("councils")
    await arena.converged(projects, reporting, ledger)
    await arena.stream_is_in_order_and_holds_each_event_once()
    await asyncio.gather(*(one.ready() for one in services))
