"""A consumer whose database was put back to an older copy: it notices, hears everything again, and misses nothing."""

import asyncpg
import pytest

from tests.support.echo import Echo, all_settled, durable_of, effects, renamed, say_raw
from tests.support.measures import counted
from tests.support.waiting import eventually
from tests.support.world import Running, World

OLDER = """
    BEGIN;
    DELETE FROM effect WHERE event_id IN (SELECT event_id FROM inbox WHERE stream_seq > {last});
    DELETE FROM inbox WHERE stream_seq > {last};
    UPDATE inbox_version SET version = {last} WHERE version > {last};
    DELETE FROM dead_letter WHERE stream_seq > {last};
    COMMIT"""
"""Makes of a database what it was when it had taken in so many events about one deliverable."""


@pytest.fixture
async def hearing(world: World) -> Running:
    await world.streams("projects", "councils")
    running = await Echo().start(world)
    await running.ready()
    return running


async def ten_events(world: World, hearing: Running) -> str:
    """Let ten events about one thing be heard; return which durable they came through."""
    for _ in range(10):
        await world.say(renamed("d"))
    await effects(hearing, 10)
    return await made(world)


async def made(world: World) -> str:
    return str((await all_settled(world)).created)


async def put_back(running: Running, *, to: int) -> None:
    connection = await asyncpg.connect(running.dsn)
    try:
        await connection.execute(OLDER.format(last=to))
    finally:
        await connection.close()


async def made_anew(world: World, before: str) -> None:
    async def check() -> None:
        assert str((await durable_of(world)).created) != before, "the durable is the old one"

    await eventually(check)


async def test_an_older_copy_under_a_running_service_is_noticed_although_nothing_new_is_said(
    hearing: Running, world: World
) -> None:
    rewound = counted("inbox.rewound", stream="PROJECTS")
    before = await ten_events(world, hearing)
    await put_back(hearing, to=4)
    await made_anew(world, before)
    # it says nothing else, so its own stream will not show that it went back
    assert [row["epoch"] for row in await hearing.sql("SELECT epoch FROM database_epoch")] == [2]
    assert await effects(hearing, 10) == [("d", number) for number in range(1, 11)]
    await hearing.ready()
    assert counted("inbox.rewound", stream="PROJECTS") == rewound + 1


async def test_nothing_new_is_taken_in_on_an_older_copy_before_it_is_noticed(world: World) -> None:
    """In its own time: the new event is there long before anybody looks, and would make the copy seem complete."""
    await world.streams("projects", "councils")
    hearing = await Echo("newer").start(world, time_scale=1.0)
    await hearing.ready()
    before = await ten_events(world, hearing)
    await hearing.sql("""
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()""")
    await hearing.ready()
    await put_back(hearing, to=4)
    await world.say(renamed("d"))
    await made_anew(world, before)
    assert await effects(hearing, 11) == [("d", number) for number in range(1, 12)]


async def test_an_older_copy_that_a_service_finds_when_it_starts_is_noticed(hearing: Running, world: World) -> None:
    before = await ten_events(world, hearing)
    await hearing.stop()
    await put_back(hearing, to=4)
    await world.say(renamed("d"))
    hearing = await Echo().start(world, beside=hearing)
    await made_anew(world, before)
    assert await effects(hearing, 11) == [("d", number) for number in range(1, 12)]


async def test_an_empty_database_hears_everything_again(hearing: Running, world: World) -> None:
    before = await ten_events(world, hearing)
    await hearing.stop()
    await hearing.sql("TRUNCATE inbox, inbox_version, effect")
    hearing = await Echo().start(world, beside=hearing)
    await made_anew(world, before)
    assert await effects(hearing, 10) == [("d", number) for number in range(1, 11)]


async def test_a_database_that_was_left_alone_is_left_alone(hearing: Running, world: World) -> None:
    """Also where the last message was parked, or was one that had come before."""
    rewound = counted("inbox.rewound", stream="PROJECTS")
    before = await ten_events(world, hearing)
    first = await world.js.get_msg("PROJECTS", 1)
    headers = {name: value for name, value in (first.headers or {}).items() if name != "Nats-Msg-Id"}
    await world.js.publish(str(first.subject), first.data or b"", headers=headers)
    await all_settled(world)
    await hearing.stop()
    hearing = await Echo().start(world, beside=hearing)
    await hearing.ready()
    await say_raw(world, renamed("d"), sequence=11, data=b"{not json")

    async def is_parked() -> None:
        assert await hearing.sql("SELECT 1 FROM dead_letter WHERE stream_seq = 12")

    await eventually(is_parked)
    await all_settled(world)
    await hearing.stop()
    hearing = await Echo().start(world, beside=hearing)
    await hearing.ready()
    assert await made(world) == before
    assert counted("inbox.rewound", stream="PROJECTS") == rewound
