"""Three NATS servers keep every event three times: one may die unnoticed, two may die and nothing is lost."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from nats.errors import Error as NatsError

from tests.support.arena import Arena
from tests.support.cluster import SIZE, Cluster, Node
from tests.support.ledger import Ledger
from tests.support.processes import ServiceProcess
from tests.support.waiting import eventually

GAP_SECONDS = 30
"""How long events may wait while the others choose another leader; it is five seconds on an idle machine."""


@pytest.fixture
async def cluster(arena: Arena) -> AsyncIterator[Cluster]:
    arena.broker.kill()
    cluster = Cluster(arena.folder / "cluster", arena.folder / "nats" / "passwords")
    cluster.start()
    arena.broker = cluster.nodes[0]
    try:
        yield cluster
    finally:
        cluster.kill()


async def couple(arena: Arena, cluster: Cluster) -> tuple[ServiceProcess, ServiceProcess, Ledger]:
    """Start projects and an echo of it, with every stream on all three."""
    await eventually(lambda: three_times(arena, "COUNCILS"), seconds=30)
    projects, echo = await asyncio.gather(
        arena.service("projects", start=False, nats_url=cluster.url), arena.echo(start=False, nats_url=cluster.url)
    )
    await asyncio.gather(projects.start(STREAM_REPLICAS="3"), echo.start(STREAM_REPLICAS="3"))
    await asyncio.gather(projects.ready(), echo.ready())
    await three_times(arena, "PROJECTS")
    return projects, echo, arena.ledger(projects)


async def three_times(arena: Arena, stream: str) -> None:
    try:
        if stream == "COUNCILS":
            await arena.streams("councils", stream_replicas=SIZE)
        async with arena.operator() as client:
            info = await client.jetstream(timeout=5).stream_info(stream)
    except (NatsError, TimeoutError) as error:
        raise AssertionError(f"the cluster does not serve {stream} yet") from error
    assert info.config.num_replicas == SIZE
    assert info.cluster is not None
    assert len(info.cluster.replicas or []) == SIZE - 1


async def leader(arena: Arena, cluster: Cluster, stream: str = "PROJECTS") -> Node:
    async with arena.operator() as client:
        info = await client.jetstream(timeout=5).stream_info(stream)
    assert info.cluster is not None
    return cluster.node(str(info.cluster.leader))


async def all_published(projects: ServiceProcess) -> None:
    (row,) = await projects.sql("SELECT count(*) AS n FROM outbox_event WHERE published_at IS NULL")
    assert row["n"] == 0


async def test_the_leader_of_a_stream_dies_and_events_wait_only_for_another(arena: Arena, cluster: Cluster) -> None:
    projects, echo, ledger = await couple(arena, cluster)
    await ledger.changes(range(20))
    await eventually(lambda: all_published(projects), seconds=30)
    dying = await leader(arena, cluster)
    arena.broker = next(node for node in cluster.nodes if node is not dying)
    load = asyncio.create_task(ledger.changes(range(20, 80)))
    began = time.monotonic()
    dying.kill()
    await load
    await eventually(lambda: all_published(projects), seconds=60)
    assert time.monotonic() - began < GAP_SECONDS
    assert await leader(arena, cluster) is not dying
    assert set(ledger.statuses) <= {200, 201}
    await arena.each_effect_once_and_in_order(projects, echo, ledger)
    await arena.stream_is_in_order_and_holds_each_event_once()
    assert len(await arena.in_stream()) == 80
    await asyncio.gather(projects.ready(), echo.ready())


async def test_two_of_three_servers_die_and_events_wait_for_one_of_them(arena: Arena, cluster: Cluster) -> None:
    projects, echo, ledger = await couple(arena, cluster)
    await ledger.changes(range(20))
    dying = await leader(arena, cluster)
    left, *others = (node for node in cluster.nodes if node is not dying)
    dying.kill()
    others[0].kill()
    await asyncio.gather(projects.unready(), echo.unready())
    await ledger.changes(range(20, 60))
    assert set(ledger.statuses) <= {200, 201}, "a command was not answered"
    (row,) = await projects.sql("SELECT count(*) AS n FROM outbox_event WHERE published_at IS NULL")
    assert row["n"] >= 40, "events were published to a server that is alone"
    assert left.running

    cluster.start()
    arena.broker = left
    await arena.each_effect_once_and_in_order(projects, echo, ledger, seconds=60)
    await arena.stream_is_in_order_and_holds_each_event_once()
    assert len(await arena.in_stream()) == 60
    await asyncio.gather(projects.ready(), echo.ready())
