"""The log's order: no reader is ever past a position that a later commit fills."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

import pytest
from sqlalchemy import text

from services.notifications.queries import log
from services.notifications.queries.log import View
from services.notifications.reads import places
from services.notifications.subscribers import keep
from shared.cursor import Cursor
from shared.database import Database
from shared.events import Envelope
from shared.events.projects import ProjectDetailsChanged, ProjectRegistered
from shared.outbox.record import Cause
from tests.support.envelopes import envelopes
from tests.support.world import Running, World

WRITERS, LISTS = 8, 12


async def write_lists(database: Database, chance: random.Random) -> int:
    written = 0
    for _ in range(LISTS):
        some = envelopes(chance.randint(1, 4))
        async with database.transaction(Cause("service:test", "list")) as change:
            await keep(change, [], some)
            # others commit, or try to, while this one has its positions and has not
            await asyncio.sleep(chance.random() * 0.005)
        written += len(some)
    return written


async def read_until(database: Database, done: asyncio.Event) -> list[int]:
    """Read on as a poller does; return the positions in the order they were seen."""
    seen: list[int] = []
    after = 0
    while True:
        last_round = done.is_set()
        async with database.reading() as session:
            head = await places.head(session)
            part = await log.part(session, View(None), head, after, 3)
        seen += [event.position for event in part.events]
        after = part.end.position
        if last_round and not part.more:
            return seen


async def test_a_reader_misses_nothing_of_many_writers_at_once(world: World) -> None:
    database = Database(await world.settings("notifications", database_pool_size=20), "test")
    chance = random.Random(20261121)  # noqa: S311 - the same each time
    try:
        done = asyncio.Event()
        readers = [asyncio.create_task(read_until(database, done)) for _ in range(3)]
        written = sum(await asyncio.gather(*(write_lists(database, chance) for _ in range(WRITERS))))
        done.set()
        for seen in await asyncio.gather(*readers):
            assert seen == list(range(1, written + 1))
    finally:
        await database.close()


async def keep_all(database: Database, some: Sequence[Envelope]) -> None:
    async with database.transaction(Cause("service:test", "list")) as change:
        await keep(change, [], some)


async def keep_and_be_cancelled(database: Database, some: Sequence[Envelope]) -> None:
    async with database.transaction(Cause("service:test", "list")) as change:
        await keep(change, [], some)
        raise asyncio.CancelledError


async def read_all(database: Database, cursor: Cursor | None = None) -> tuple[list[UUID], Cursor]:
    async with database.reading() as session:
        head = await places.head(session)
        after = await places.position_of(session, cursor, head) if cursor else 0
        part = await log.part(session, View(None), head, after, 50)
    return [event.event_id for event in part.events], part.end


async def test_an_event_that_the_inbox_forgot_is_kept_once_all_the_same(world: World) -> None:
    database = Database(await world.settings("notifications"), "test")
    try:
        first, second, third = envelopes(3)
        await keep_all(database, [first, second])
        await keep_all(database, [second, third])
        assert (await read_all(database))[0] == [first.id, second.id, third.id]
    finally:
        await database.close()


async def test_an_event_that_came_late_is_not_missed_in_a_log_built_anew(world: World) -> None:
    database = Database(await world.settings("notifications"), "test")
    anew = Database(await world.settings("notifications"), "test")
    try:
        first, second, third = envelopes(3)
        # the first one failed and waits for another try while the reader takes its place
        await keep_all(database, [second])
        seen, cursor = await read_all(database)
        await keep_all(database, [first, third])
        async with anew.engine.begin() as connection:
            await connection.execute(text("UPDATE event_log_head SET log = gen_random_uuid()"))
        await keep_all(anew, [first, second, third])
        assert {*seen, *(await read_all(anew, cursor))[0]} == {first.id, second.id, third.id}
    finally:
        await database.close()
        await anew.close()


async def test_a_later_version_of_a_thing_waits_for_the_earlier_one(
    world: World, notifications: Running, kept: Callable[[int], Awaitable[None]]
) -> None:
    # as when the first one fails, for want of the database say, and comes again after the second
    later = await world.say(ProjectDetailsChanged(project="gdpr-readiness", name="GDPR"), sequence=2)
    other = await world.say(ProjectRegistered(project="another", name="Another", programme="adjacent"))
    await kept(1)
    first = await world.say(
        ProjectRegistered(project="gdpr-readiness", name="GDPR Readiness", programme="adjacent"), sequence=1
    )
    await kept(3)
    rows = await notifications.sql("SELECT event_id FROM event_log ORDER BY position")
    assert [row["event_id"] for row in rows] == [other, first, later]


async def test_a_list_that_is_rolled_back_leaves_no_gap(world: World) -> None:
    database = Database(await world.settings("notifications"), "test")
    try:
        await keep_all(database, envelopes(2))
        with pytest.raises(asyncio.CancelledError):
            await keep_and_be_cancelled(database, envelopes(2))
        await keep_all(database, envelopes(2))
        done = asyncio.Event()
        done.set()
        assert await read_until(database, done) == [1, 2, 3, 4]
    finally:
        await database.close()
