"""A service that is asked to stop does so in time and in peace, whatever it stands on is doing."""

import asyncio
import time

import psutil
import pytest

from tests.support.arena import Arena
from tests.support.processes import ServiceProcess
from tests.support.waiting import eventually

GRACE_SECONDS = 14
"""What a container engine must be told to wait: a service may take up to ten seconds to finish what it has in hand."""


async def stops(service: ServiceProcess, *, seconds: float) -> None:
    began = time.monotonic()
    service.process.ask_to_stop()
    await service.died(seconds=seconds)
    assert service.process.exit_code == 0, service.process.log_tail(20)
    assert time.monotonic() - began < seconds


@pytest.mark.quick
async def test_a_service_stops_at_once_while_nats_is_away(arena: Arena) -> None:
    projects, reporting, ledger = await arena.pair()
    arena.broker.kill()
    await asyncio.gather(projects.unready(), reporting.unready())
    await ledger.changes(range(5))
    await asyncio.gather(stops(projects, seconds=5), stops(reporting, seconds=5))
    arena.broker.start()
    await asyncio.gather(projects.start(), reporting.start())
    await arena.converged(projects, reporting, ledger)


async def test_a_service_that_never_reached_nats_stops_at_once(arena: Arena) -> None:
    arena.broker.kill()
    projects = await arena.service("projects")
    assert (await projects.parts())["nats"] != "ok"
    await stops(projects, seconds=5)


async def test_a_service_stops_in_time_while_nats_is_silent(arena: Arena) -> None:
    projects, _, ledger = await arena.pair()
    await ledger.changes(range(5))
    arena.broker.freeze()
    await projects.unready()
    await stops(projects, seconds=GRACE_SECONDS)


async def test_a_service_stops_in_time_while_its_database_is_silent(arena: Arena) -> None:
    projects, reporting, ledger = await arena.pair()
    await ledger.changes(range(5))
    holding = await reporting.hold("inbox")
    await ledger.changes(range(5, 10))
    await asyncio.gather(stops(projects, seconds=GRACE_SECONDS), stops(reporting, seconds=GRACE_SECONDS))
    await holding.close()
    await asyncio.gather(projects.start(), reporting.start())
    await arena.converged(projects, reporting, ledger)


async def test_an_absent_broker_costs_next_to_nothing(arena: Arena) -> None:
    """In its own time: no busy loop, and a loop that answers."""
    await arena.streams("councils")
    projects, reporting = await asyncio.gather(
        arena.service("projects", start=False), arena.service("reporting", start=False)
    )
    await asyncio.gather(projects.start(TIME_SCALE="1"), reporting.start(TIME_SCALE="1"))
    await asyncio.gather(projects.ready(), reporting.ready())
    ledger = arena.ledger(projects)
    await ledger.changes(range(10))
    arena.broker.kill()
    await asyncio.gather(projects.unready(), reporting.unready())

    running = [psutil.Process(one.process.pid) for one in (projects, reporting)]
    before, began = [spent(one) for one in running], time.monotonic()
    slowest = 0.0

    async def long_enough() -> None:
        nonlocal slowest
        asked = time.monotonic()
        await projects.parts()
        slowest = max(slowest, time.monotonic() - asked)
        assert time.monotonic() - began > 6

    await eventually(long_enough)
    for one, earlier in zip(running, before, strict=True):
        share = (spent(one) - earlier) / (time.monotonic() - began)
        assert share < 0.5, f"{one.pid} uses {share:.0%} of a processor to wait"
    assert slowest < 4

    arena.broker.start()
    await arena.streams("councils")
    await arena.converged(projects, reporting, ledger)


def spent(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
