"""The relay: one leader publishes everything, in order, once; what the broker forgets is published again."""

import asyncio
from uuid import UUID

import asyncpg

from shared.messaging.provision import Topology
from shared.outbox.publish import BATCH_PAYS_FROM
from shared.outbox.relay import LEADER_LOCK
from shared.settings import Settings
from tests.support import things
from tests.support.outbox import in_agreement, outbox, published, stream
from tests.support.things import change
from tests.support.waiting import eventually
from tests.support.world import Running, World

BATCH = "Nats-Batch-Id"
REFUSED = '{"Nats-Expected-Last-Msg-Id": "never-said"}'


async def test_few_waiting_events_go_out_singly(world: World, waiting: Running) -> None:
    for number in range(BATCH_PAYS_FROM - 1):
        await change(things.database_of(waiting), f"t{number}")
    await things.relayed(world, waiting)
    await published(waiting)
    assert {message.headers.get(BATCH) for message in await in_agreement(waiting, world)} == {None}


async def test_many_waiting_events_go_out_as_one_atomic_batch(world: World, waiting: Running) -> None:
    for number in range(BATCH_PAYS_FROM):
        await change(things.database_of(waiting), f"t{number % 3}")
    await things.relayed(world, waiting)
    await published(waiting)
    batches = {message.headers.get(BATCH) for message in await in_agreement(waiting, world)}
    assert len(batches) == 1
    assert None not in batches


async def test_a_batch_that_is_refused_goes_out_singly(world: World, waiting: Running) -> None:
    """One of its events is stored already, as after an answer that never came; the broker refuses such a batch."""
    for number in range(30):
        await change(things.database_of(waiting), f"t{number % 3}")
    stored = (await outbox(waiting))[0]
    await world.js.publish(stored["subject"], stored["payload"], headers=stored["headers"])

    await things.relayed(world, waiting)
    await published(waiting)
    messages = await in_agreement(waiting, world)
    assert len(messages) == 30
    assert {message.headers.get(BATCH) for message in messages} == {None}


async def test_a_stream_that_takes_no_batches_gets_the_events_singly(world: World, waiting: Running) -> None:
    relay = await things.relayed(world, waiting)
    await world.js.update_stream(Topology("projects", [], Settings()).stream().evolve(allow_atomic=False))
    await change(things.database_of(waiting), "t", times=30)
    await published(waiting)
    assert len(await in_agreement(relay, world)) == 30


async def test_an_event_that_was_stored_without_its_answer_is_marked_and_not_stored_twice(
    world: World, waiting: Running
) -> None:
    await change(things.database_of(waiting), "t", times=2)
    for row in await outbox(waiting):
        await world.js.publish(row["subject"], row["payload"], headers=row["headers"])
    await things.relayed(world, waiting)
    await published(waiting)
    assert len(await in_agreement(waiting, world)) == 2


async def test_an_event_that_cannot_go_out_holds_up_its_successors_and_no_other_aggregate(
    world: World, waiting: Running
) -> None:
    database = things.database_of(waiting)
    await change(database, "stuck", times=3)
    await change(database, "free", times=2)
    await waiting.sql(
        "UPDATE outbox_event SET headers = headers || $1 WHERE aggregate_id = 'stuck' AND aggregate_version = 1",
        REFUSED,
    )
    worker = await things.start(world, "worker", beside=waiting)
    await world.heard("PROJECTS", 2)
    await change(database, "free")
    await world.heard("PROJECTS", 3)
    assert {message.headers["ce-subject"] for message in await stream(world)} == {"free"}
    assert worker.app.state.relay.state == "waiting: 3 events could not be published yet"

    await waiting.sql("UPDATE outbox_event SET headers = headers - 'Nats-Expected-Last-Msg-Id'")
    await published(waiting)
    assert len(await in_agreement(waiting, world)) == 6


async def test_an_open_transaction_anywhere_on_the_server_holds_up_no_event(world: World, waiting: Running) -> None:
    elsewhere = await asyncpg.connect(world.servers.dsn("postgres"))
    beside = await asyncpg.connect(waiting.dsn)
    try:
        for connection in (elsewhere, beside):
            await connection.execute("BEGIN; CREATE TEMPORARY TABLE held (x int); SELECT pg_current_xact_id()")
        await change(things.database_of(waiting), "t", times=20)
        await things.relayed(world, waiting)
        await published(waiting)
    finally:
        await elsewhere.close()
        await beside.close()
    assert len(await in_agreement(waiting, world)) == 20


async def test_events_wait_for_a_full_stream_and_go_out_when_it_has_room(world: World, waiting: Running) -> None:
    await change(things.database_of(waiting), "t", times=40)
    narrow = await things.start(world, "worker", beside=waiting, stream_max_bytes=4000)
    await world.heard("PROJECTS", 1, seconds=60)
    async with waiting.client() as client:
        for number in range(5):
            made = await client.post("/api/v1/things", json={"key": f"k{number}", "name": "Made meanwhile"})
            assert made.status_code == 201
    assert any(row["published_at"] is None for row in await outbox(waiting))

    await narrow.stop()
    await things.relayed(world, waiting, seconds=60)
    await published(waiting, seconds=60)
    assert len(await in_agreement(waiting, world)) == 45


async def leaders(running: Running) -> list[int]:
    """Return the database sessions that hold the relay's lock."""
    rows = await running.sql(
        """SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND granted
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())""",
        LEADER_LOCK,
    )
    return [row["pid"] for row in rows]


def states(*replicas: Running) -> list[str]:
    return sorted(replica.app.state.relay.state for replica in replicas)


async def test_of_two_relays_one_leads_and_the_other_takes_over_when_it_stops(world: World, waiting: Running) -> None:
    one, other = await things.relayed(world, waiting), await things.relayed(world, waiting)
    assert states(one, other) == ["leading", "standby"]
    assert len(await leaders(waiting)) == 1
    leader, standby = (one, other) if one.app.state.relay.state == "leading" else (other, one)
    await change(things.database_of(waiting), "t", times=3)
    await published(waiting)

    await leader.stop()
    await change(things.database_of(waiting), "t", times=3)
    await published(waiting)
    assert states(standby) == ["leading"]
    assert len(await in_agreement(waiting, world)) == 6


async def test_the_lead_is_found_again_when_the_leaders_session_is_cut(world: World, waiting: Running) -> None:
    one, other = await things.relayed(world, waiting), await things.relayed(world, waiting)
    for _ in range(3):
        (pid,) = await leaders(waiting)
        await waiting.sql("SELECT pg_terminate_backend($1)", pid)
        await change(things.database_of(waiting), "t", times=2)
        await published(waiting)

        async def one_leads(gone: int = pid) -> None:
            (leading,) = await leaders(waiting)
            assert leading != gone

        await eventually(one_leads)
    await eventually(lambda: ready_both(one, other))
    assert len(await in_agreement(waiting, world)) == 6


async def ready_both(*replicas: Running) -> None:
    assert states(*replicas) == ["leading", "standby"]


async def test_five_relays_and_eight_writers_keep_every_event_once_and_in_order(world: World, waiting: Running) -> None:
    await asyncio.gather(*(things.start(world, "worker", beside=waiting) for _ in range(5)))
    database = things.database_of(waiting)
    made: list[UUID] = []

    async def write(writer: int) -> None:
        for number in range(12):
            made.extend(await change(database, f"t{(writer + number) % 6}"))

    await asyncio.gather(*(change(database, f"t{number}") for number in range(6)))
    await asyncio.gather(*(write(writer) for writer in range(8)))
    await published(waiting, seconds=20)
    messages = await in_agreement(waiting, world)
    assert {message.headers["ce-id"] for message in messages} >= {str(one) for one in made}
    assert len(messages) == 6 + 96
