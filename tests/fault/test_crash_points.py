"""A process dies at each crash point, at its first visit and at its third; the next one goes on where it stopped."""

from itertools import count
from uuid import uuid4

import pytest

from tests.support.arena import Arena
from tests.support.ledger import Ledger
from tests.support.processes import ServiceProcess
from tests.support.waiting import eventually

PRODUCER_POINTS = [
    "api.before_commit",
    "api.after_commit_before_reply",
    "relay.after_pick",
    "relay.after_publish_before_ack",
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
VISITS = (1, 3)
BATCH = 40
"""More changes than the relay sends one by one."""


def _each(points: list[str]) -> list[object]:
    return [pytest.param(point, marks=pytest.mark.quick if point in QUICK else ()) for point in points]


async def until_it_dies(service: ServiceProcess, ledger: Ledger, visit: int) -> None:
    """Go on changing things, one after another, until a process dies of it at its crash point."""
    waiting = count(visit * 1000)

    async def change() -> None:
        if service.process.running:
            await ledger.change(next(waiting))
        assert not service.process.running, f"{service.name} is still alive"

    await eventually(change, seconds=60)
    died_at_its_crash_point(service)


def died_at_its_crash_point(service: ServiceProcess) -> None:
    assert service.process.exit_code == -9, f"it did not die at its crash point: {service.process.log_tail(20)}"


@pytest.mark.parametrize("point", _each(PRODUCER_POINTS))
async def test_the_producer_dies_between_commit_and_publish_and_nothing_is_lost(arena: Arena, point: str) -> None:
    projects, reporting, ledger = await arena.pair()
    await ledger.changes(range(10))
    projects.process.kill()
    for visit in VISITS:
        await projects.start(CRASH_POINT=f"{point}:{visit}")
        await until_it_dies(projects, ledger, visit)
    await projects.start()
    await ledger.changes(range(5000, 5020))
    await arena.converged(projects, reporting, ledger)
    await arena.stream_is_in_order_and_holds_each_event_once()


async def test_the_producer_dies_while_an_atomic_batch_is_on_its_way_and_nothing_is_lost(arena: Arena) -> None:
    projects, reporting, ledger = await arena.pair()
    arena.broker.kill()
    await projects.unready()
    await ledger.changes(range(BATCH))
    projects.process.kill()
    (waiting,) = await projects.sql("SELECT count(*) AS n FROM outbox_event WHERE published_at IS NULL")
    assert waiting["n"] == BATCH, "they are not one batch"
    arena.broker.start()
    projects.spawn(CRASH_POINT="relay.after_publish_before_ack")
    await projects.died()
    died_at_its_crash_point(projects)
    await projects.start()
    await ledger.changes(range(BATCH, BATCH + 20))
    await arena.converged(projects, reporting, ledger)
    await arena.stream_is_in_order_and_holds_each_event_once()


@pytest.mark.parametrize("point", _each(CONSUMER_POINTS))
async def test_the_consumer_dies_and_takes_each_event_in_once(arena: Arena, point: str) -> None:
    projects, reporting, ledger = await arena.pair()
    await ledger.changes(range(10))
    reporting.process.kill()
    for visit in VISITS:
        # it may be dead before it has answered anybody: there is enough to take in
        reporting.spawn(CRASH_POINT=f"{point}:{visit}")
        await until_it_dies(reporting, ledger, visit)
    await reporting.start()
    await ledger.changes(range(5000, 5010))
    await arena.converged(projects, reporting, ledger)


@pytest.mark.parametrize("visit", VISITS)
async def test_a_consumer_that_dies_once_a_message_is_parked_parks_it_once_and_goes_on(
    arena: Arena, visit: int
) -> None:
    projects, reporting, ledger = await arena.pair()
    await ledger.changes(range(5))
    reporting.process.kill()
    bad = [str(uuid4()) for _ in range(visit)]
    async with arena.operator() as client:
        for event_id in bad:
            await client.jetstream(timeout=5).publish(
                "partnership.projects.registered.v1.bad", b"{", headers={"ce-id": event_id, "Nats-Msg-Id": event_id}
            )
    reporting.spawn(CRASH_POINT=f"consumer.after_park_before_term:{visit}")
    await reporting.died()
    died_at_its_crash_point(reporting)
    await reporting.start()
    await ledger.changes(range(5, 15))

    async def all_settled() -> None:
        async with arena.operator() as client:
            info = await client.jetstream(timeout=5).consumer_info("PROJECTS", "reporting")
        assert (info.num_pending, info.num_ack_pending) == (0, 0)

    await eventually(all_settled, seconds=30)
    letters = await reporting.sql("SELECT event_id, cause, state FROM dead_letter ORDER BY id")
    assert [tuple(map(str, letter)) for letter in letters] == [(one, "undecodable", "parked") for one in bad]
    said = {row["event_id"] for row in await projects.sql("SELECT event_id FROM outbox_event")}
    heard = {row["event_id"] for row in await reporting.sql("SELECT event_id FROM inbox WHERE stream = 'PROJECTS'")}
    assert said == heard


@pytest.mark.parametrize("visit", VISITS)
async def test_a_setup_that_dies_between_a_stream_and_its_durables_is_completed_by_the_next_one(
    arena: Arena, visit: int
) -> None:
    """The stream that is heard is not there at first, so the setup comes by there again and again."""
    await arena.streams("councils")
    reporting = await arena.service("reporting", start=False)
    died = await reporting.carry_out("setup", CRASH_POINT=f"provision.between_stream_and_consumer:{visit}")
    assert died == -9, "it did not die at its crash point"
    async with arena.operator() as client:
        js = client.jetstream(timeout=5)
        assert {str(one.config.name) for one in await js.streams_info()} == {"COUNCILS", "REPORTING"}
    projects = await arena.service("projects")
    await projects.ready()
    assert await reporting.carry_out("setup") == 0
    await reporting.start()
    await reporting.ready()
    ledger = arena.ledger(projects)
    await ledger.changes(range(20))
    await arena.converged(projects, reporting, ledger)


@pytest.mark.parametrize("visit", VISITS)
async def test_a_migration_that_dies_between_two_versions_has_done_nothing_and_is_done_by_the_next_run(
    arena: Arena, visit: int
) -> None:
    await arena.streams("councils")
    projects = await arena.service("projects", start=False)
    migrated = await tables(projects)
    await projects.empty_database()
    died = await projects.carry_out("setup", CRASH_POINT=f"migrate.between_steps:{visit}")
    assert died == -9, "it did not die at its crash point"
    assert await tables(projects) == []
    assert await projects.carry_out("setup") == 0
    assert await tables(projects) == migrated


async def tables(service: ServiceProcess) -> list[tuple[str, str]]:
    rows = await service.sql("""SELECT table_name, column_name FROM information_schema.columns
                                WHERE table_schema = 'public' ORDER BY 1, 2""")
    return [(row["table_name"], row["column_name"]) for row in rows]


async def test_the_producer_dies_before_it_opens_a_new_stream_and_opens_it_at_the_next_start(arena: Arena) -> None:
    projects, reporting, ledger = await arena.pair()
    await ledger.changes(range(20))
    await arena.converged(projects, reporting, ledger)
    projects.process.kill()
    for again in VISITS:
        async with arena.operator() as client:
            await client.jetstream(timeout=5).delete_stream("PROJECTS")
        projects.spawn(CRASH_POINT="relay.before_open")
        await projects.died()
        died_at_its_crash_point(projects)
        await projects.start()
        await ledger.changes(range(20 * again, 20 * again + 20))
        await arena.converged(projects, reporting, ledger)
        await arena.stream_is_in_order_and_holds_each_event_once()
        projects.process.kill()


async def test_a_rebuild_that_dies_before_its_swap_has_changed_nothing_and_the_next_one_is_whole(arena: Arena) -> None:
    projects, reporting, ledger = await arena.pair()
    await ledger.changes(range(40))
    await arena.converged(projects, reporting, ledger)
    right = await descriptions(reporting)
    await reporting.sql("UPDATE project_description_fact SET name = 'wrong' WHERE sequence = 1")
    wrong = await descriptions(reporting)
    rebuild = arena.beside(reporting)

    assert await rebuild.carry_out("rebuild", CRASH_POINT="rebuild.before_swap") == -9, "it did not die there"

    assert await descriptions(reporting) == wrong
    left = await reporting.sql("SELECT count(*) AS n FROM rebuild.project_description_fact")
    assert left[0]["n"] == len(right), "it died before it had read everything"
    await ledger.changes(range(40, 50))
    await arena.converged(projects, reporting, ledger)
    assert await rebuild.carry_out("rebuild") == 0, rebuild.process.log_tail(20)
    healed = await descriptions(reporting)
    assert healed.items() >= right.items()
    assert len(healed) == len(right) + 10
    assert await reporting.sql("SELECT 1 FROM pg_namespace WHERE nspname = 'rebuild'") == []
    await ledger.changes(range(50, 60))
    await arena.converged(projects, reporting, ledger)


async def descriptions(reporting: ServiceProcess) -> dict[str, str]:
    rows = await reporting.sql("SELECT event_id, name FROM project_description_fact")
    return {str(row["event_id"]): row["name"] for row in rows}
