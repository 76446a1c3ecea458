"""The audit: what a broker forgot, all of it or its latest part, is noticed and published again, in order."""

import asyncio
from typing import Any

import asyncpg
import nats.js.errors

from shared.messaging import provision
from shared.messaging.provision import Topology
from shared.outbox.audit import audit
from shared.settings import Settings
from tests.support import things
from tests.support.outbox import in_agreement, outbox, published, stream
from tests.support.things import change
from tests.support.waiting import eventually
from tests.support.world import Running, World


async def test_a_stream_made_anew_gets_every_event_again(world: World, waiting: Running) -> None:
    relay = await things.relayed(world, waiting)
    await change(things.database_of(waiting), "t", times=20)
    await published(waiting)
    before = (await world.js.stream_info("PROJECTS")).created
    await world.js.delete_stream("PROJECTS")

    async def filled_again() -> None:
        try:
            info = await world.js.stream_info("PROJECTS")
        except nats.js.errors.NotFoundError:
            raise AssertionError("the stream is not there") from None
        assert info.created != before
        assert info.state.messages == 20

    await eventually(filled_again)
    await change(things.database_of(waiting), "t")
    await published(waiting)
    assert len(await in_agreement(relay, world)) == 21


async def test_a_stream_that_goes_while_events_are_said_comes_back_in_order(world: World, waiting: Running) -> None:
    """What is said while it is away must not go in before what was said earlier."""
    await things.relayed(world, waiting)
    database, going = things.database_of(waiting), True

    async def say() -> int:
        count = 0
        while going:
            await change(database, f"t{count % 5}")
            count += 1
        return count

    saying = asyncio.create_task(say())
    for _ in range(3):
        before = await outbox(waiting)

        async def more_was_published(least: int = len(before) + 20) -> None:
            (row,) = await waiting.sql("SELECT count(*) AS n FROM outbox_event WHERE published_at IS NOT NULL")
            assert row["n"] >= least

        await eventually(more_was_published, seconds=30)
        made = (await world.js.stream_info("PROJECTS")).created
        await world.js.delete_stream("PROJECTS")

        async def another_is_open(made: Any = made) -> None:
            try:
                info = await world.js.stream_info("PROJECTS")
            except nats.js.errors.NotFoundError:
                raise AssertionError("the stream is not there") from None
            assert info.created != made
            assert info.config.subjects == ["partnership.projects.>"]

        await eventually(another_is_open, seconds=30)
    going = False
    said = await saying
    await published(waiting, seconds=30)
    assert len(await in_agreement(waiting, world)) == said


async def test_a_new_stream_is_opened_only_when_everything_waits_to_be_said_again(
    world: World, waiting: Running
) -> None:
    relay = await things.relayed(world, waiting)
    await change(things.database_of(waiting), "t", times=5)
    await published(waiting)
    await relay.stop()
    await world.js.delete_stream("PROJECTS")
    await eventually(lambda: provisioned(world))
    opened: list[int] = []

    async def look(_: object) -> None:
        (row,) = await waiting.sql("SELECT count(*) AS n FROM outbox_event WHERE published_at IS NULL")
        opened.append(row["n"])

    connection = await asyncpg.connect(waiting.dsn)
    try:
        assert await audit(things.database_of(waiting), connection, world.js, "PROJECTS", look) == 5
    finally:
        await connection.close()
    assert opened == [5]


async def provisioned(world: World) -> None:
    try:
        await provision.ensure_stream(world.js, Topology("projects", [], Settings()))
    except nats.js.errors.ServerError as error:
        raise AssertionError("the broker still clears the old stream away") from error


async def test_acknowledged_events_that_the_stream_no_longer_has_are_published_again(
    world: World, waiting: Running
) -> None:
    """As after a store was rolled back: the rows say that they are in the stream, which ends before them."""
    await change(things.database_of(waiting), "t", times=5)
    await waiting.sql("UPDATE outbox_event SET published_at = now(), stream_seq = position + 40 WHERE position > 2")
    created = (await world.js.stream_info("PROJECTS")).created
    await waiting.sql("INSERT INTO stream_incarnation VALUES ('PROJECTS', $1)", text_of(created))
    await things.relayed(world, waiting)
    await eventually(lambda: world.heard("PROJECTS", 5))
    await published(waiting)
    assert len(await in_agreement(waiting, world)) == 5


async def test_an_event_whose_place_holds_another_is_published_again(world: World, waiting: Running) -> None:
    """As after a roll-back that others have filled up again before anybody looked."""
    await change(things.database_of(waiting), "t", times=3)
    rows = await outbox(waiting)
    await world.js.publish("partnership.projects.other.v1.x", b"{}", headers={"Nats-Msg-Id": "another"})
    await waiting.sql("UPDATE outbox_event SET published_at = now(), stream_seq = 1 WHERE position = 1")
    created = (await world.js.stream_info("PROJECTS")).created
    await waiting.sql("INSERT INTO stream_incarnation VALUES ('PROJECTS', $1)", text_of(created))
    await things.relayed(world, waiting)
    await eventually(lambda: world.heard("PROJECTS", 4))
    await published(waiting)
    messages = (await stream(world))[1:]
    assert [message.headers["ce-id"] for message in messages] == [str(row["event_id"]) for row in rows]


async def test_a_sequence_given_twice_goes_to_the_event_that_has_it_now(world: World, waiting: Running) -> None:
    """After a roll-back a new event may get a sequence before the audit has seen what was lost."""
    database = things.database_of(waiting)
    relay = await things.relayed(world, waiting)
    await change(database, "t", times=3)
    await published(waiting)
    # what the broker forgot, as the outbox remembers it: an event in the place that the next one will get
    await waiting.sql("UPDATE outbox_event SET stream_seq = 4 WHERE position = 3")
    await change(database, "t")
    await published(waiting)
    await eventually(lambda: agreed(relay, world))


async def agreed(running: Running, world: World) -> None:
    await in_agreement(running, world)


def text_of(created: Any) -> str:
    return created.isoformat() if hasattr(created, "isoformat") else str(created)
