"""A service dies at every point where it could lose or repeat something; it starts again and everything converges."""

import asyncio
import re

import pytest

from deploy.local import REPOSITORY
from tests.support.arena import Arena

PRODUCER_POINTS = [
    "api.before_commit",
    "api.after_commit_before_reply",
    "relay.after_pick",
    "relay.after_ack_before_mark",
    "relay.after_mark",
]
CONSUMER_POINTS = [
    "consumer.after_fetch",
    "consumer.after_inbox_insert",
    "consumer.after_commit_before_ack",
    "consumer.after_ack",
]
QUICK = {"relay.after_pick", "consumer.after_commit_before_ack"}


def _each(points: list[str]) -> list[object]:
    return [pytest.param(point, marks=pytest.mark.quick if point in QUICK else ()) for point in points]


@pytest.mark.parametrize("point", _each(PRODUCER_POINTS))
async def test_the_producer_dies_between_commit_and_publish_and_nothing_is_lost(arena: Arena, point: str) -> None:
    projects, reporting, ledger = await arena.pair()
    await ledger.changes(range(10))
    projects.process.kill()
    await projects.start(CRASH_POINT=f"{point}:2")
    load = asyncio.create_task(ledger.changes(range(10, 30)))
    await projects.died()
    assert projects.process.exit_code == -9, "it did not die at its crash point"
    await load
    await projects.start()
    await ledger.changes(range(30, 50))
    await arena.converged(projects, reporting, ledger)
    await arena.stream_is_in_order_and_holds_each_event_once()


@pytest.mark.parametrize("point", _each(CONSUMER_POINTS))
async def test_the_consumer_dies_and_takes_each_event_in_once(arena: Arena, point: str) -> None:
    projects, reporting, ledger = await arena.pair()
    await ledger.changes(range(10))
    reporting.process.kill()
    await reporting.start(CRASH_POINT=point)
    await ledger.changes(range(10, 30))
    await reporting.died()
    assert reporting.process.exit_code == -9, "it did not die at its crash point"
    await reporting.start()
    await ledger.changes(range(30, 40))
    await arena.converged(projects, reporting, ledger)


async def test_a_service_dies_between_making_its_stream_and_its_durables_and_makes_them_at_the_next_start(
    arena: Arena,
) -> None:
    projects, reporting, ledger = await arena.pair()
    async with arena.operator() as client:
        await client.jetstream(timeout=5).delete_stream("PROJECTS")
    projects.process.kill()
    # it may be dead before it has answered anybody
    projects.spawn(CRASH_POINT="provision.between_stream_and_consumer")
    await projects.died()
    assert projects.process.exit_code == -9, "it did not die at its crash point"
    await projects.start()
    await ledger.changes(range(20))
    await arena.converged(projects, reporting, ledger)


@pytest.mark.quick
async def test_sigterm_under_load_loses_nothing_and_ends_in_peace(arena: Arena) -> None:
    projects, reporting, ledger = await arena.pair()
    load = asyncio.create_task(ledger.changes(range(80)))
    for one in (projects, reporting):
        one.process.ask_to_stop()
        await one.died()
        assert one.process.exit_code == 0, one.process.log_tail(20)
        await one.start()
    await load
    await ledger.changes(range(80, 100))
    await arena.converged(projects, reporting, ledger)
    await arena.stream_is_in_order_and_holds_each_event_once()


async def test_a_second_relay_takes_over_when_the_leader_freezes(arena: Arena) -> None:
    projects, reporting, ledger = await arena.pair()
    await ledger.changes(range(20))
    second = await arena.service("projects", database_url=projects.settings.database_url)
    leader = await projects.sql("""
        SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid = 7200001
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())""")
    assert len(leader) == 1, "there is not exactly one leader"
    projects.process.freeze()
    # the server ends the session of a client that answers no more; here at once
    await second.sql("SELECT pg_terminate_backend($1)", leader[0]["pid"])
    through_second = arena.ledger(second, prefix="q")
    await through_second.changes(range(40))
    projects.process.thaw()
    await ledger.changes(range(20, 40))
    through_second.acknowledged |= ledger.acknowledged
    await arena.converged(second, reporting, through_second)
    await arena.stream_is_in_order_and_holds_each_event_once()


@pytest.mark.quick
def test_every_crash_point_of_the_code_is_tried() -> None:
    named = {
        point
        for folder in ("shared", "services")
        for file in (REPOSITORY / folder).rglob("*.py")
        for point in re.findall(r'crash_point\("([^"]+)"\)', file.read_text(encoding="utf-8"))
    }
    assert named == {*PRODUCER_POINTS, *CONSUMER_POINTS, "provision.between_stream_and_consumer"}
