"""The way to PostgreSQL is cut again and again, or swallows everything for a while."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from shared.outbox.relay import LEADER_LOCK
from tests.support.arena import Arena
from tests.support.ledger import Ledger
from tests.support.processes import ServiceProcess
from tests.support.proxy import Proxy
from tests.support.waiting import eventually

JIFFIES = 100
"""A second, as Linux tells it."""
KEEPALIVE = "02"


@pytest.fixture
async def way(arena: Arena) -> AsyncIterator[Proxy]:
    proxy = Proxy(urlsplit(arena.servers.postgres_dsn).port or 5432)
    await proxy.start()
    yield proxy
    await proxy.stop()


async def through(arena: Arena, way: Proxy, service: str) -> str:
    """Return the address of a fresh database, on the poor network."""
    parts = urlsplit(await arena.templates.copy(service))
    return urlunsplit(parts._replace(netloc=parts.netloc.replace(f":{parts.port}", f":{way.port}")))


async def couple(arena: Arena, way: Proxy) -> tuple[ServiceProcess, ServiceProcess, Ledger]:
    """Start projects and reporting, both with their databases on the poor network."""
    await arena.streams("councils")
    projects, reporting = await asyncio.gather(
        arena.service("projects", database_url=await through(arena, way, "projects")),
        arena.service("reporting", database_url=await through(arena, way, "reporting")),
    )
    await asyncio.gather(projects.ready(), reporting.ready())
    return projects, reporting, arena.ledger(projects)


async def asked(ledger: Ledger, count: int) -> None:
    assert ledger.statuses.total() >= count


async def test_connections_cut_under_load_cost_refusals_and_nothing_else(arena: Arena, way: Proxy) -> None:
    projects, reporting, ledger = await couple(arena, way)
    load = asyncio.create_task(ledger.changes(range(120)))
    for part in range(1, 7):
        await eventually(lambda count=part * 15: asked(ledger, count), seconds=30)  # type: ignore[misc]
        way.cut()
    await load
    # a change that was committed and not answered makes the next attempt at it a conflict
    assert set(ledger.statuses) <= {200, 201, 409, 503}, ledger.statuses
    await ledger.changes(range(120, 140))
    await arena.converged(projects, reporting, ledger)
    await arena.stream_is_in_order_and_holds_each_event_once()
    await asyncio.gather(projects.ready(), reporting.ready())


async def test_a_way_that_swallows_everything_is_noticed_and_outlived(arena: Arena, way: Proxy) -> None:
    projects, reporting, ledger = await couple(arena, way)
    await ledger.changes(range(20))
    await arena.converged(projects, reporting, ledger)
    way.silent = True
    in_the_dark = asyncio.create_task(ledger.change(20))
    await asyncio.gather(projects.unready(), reporting.unready())
    async with projects.client(arena.token()) as client:
        assert (await client.get("/livez")).status_code == 200
    parts = await projects.parts()
    assert parts["database"] != "ok"
    assert parts["nats"] == "ok"

    way.silent = False
    # what was swallowed broke every conversation; each end finds out when its patience is over
    await asyncio.gather(projects.ready(seconds=60), reporting.ready(seconds=60))
    await in_the_dark
    await ledger.changes(range(21, 40))
    await arena.converged(projects, reporting, ledger, seconds=60)
    await arena.stream_is_in_order_and_holds_each_event_once()


async def test_a_relay_whose_machine_is_gone_is_missed_within_a_minute(arena: Arena, way: Proxy) -> None:
    """Its kernel asks after the session that holds the relay's lock every few seconds, not every two hours."""
    await arena.streams("councils")
    projects = await arena.service("projects")
    await projects.ready()
    (session,) = await projects.sql(
        """SELECT client_port FROM pg_locks JOIN pg_stat_activity USING (pid)
            WHERE locktype = 'advisory' AND granted AND objid = $1 AND datname = current_database()""",
        LEADER_LOCK,
    )

    async def asked_after() -> None:
        kind, _, left = timer(session["client_port"]).partition(":")
        assert kind == KEEPALIVE
        assert int(left, 16) <= 60 * JIFFIES

    await eventually(asked_after, seconds=20)


def timer(port: int) -> str:
    """Return what the kernel waits for on the server's end of a connection, and for how long."""
    kernel = Path("/proc/net/tcp")
    if not kernel.exists():
        pytest.skip("only Linux tells when a connection is asked whether it lives")
    connections = [line.split() for line in kernel.read_text(encoding="ascii").splitlines()[1:]]
    (found,) = [fields[5] for fields in connections if int(fields[2].rpartition(":")[2], 16) == port]
    return found
