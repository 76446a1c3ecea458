"""The newest fact of each adoption line is the right one, whoever writes facts at the same moment."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from alembic import command
from alembic.script import ScriptDirectory

from shared.setup import alembic_config, migrate
from tests.support.templates import Templates
from tests.support.waiting import eventually
from tests.support.world import World

TELL = """INSERT INTO adoption_fact
            (event_id, effective_day, recorded_at, sequence, council, state, deliverable, release)
          VALUES ($1, $2, now(), $3, $4, $5, 'template', 'one')"""
TAKE_BACK = "DELETE FROM adoption_fact WHERE event_id = ANY($1)"
LINES = "SELECT council, state FROM adoption_line ORDER BY council"


async def tell(connection: asyncpg.Connection, state: str, day: date, *, council: str = "fife") -> UUID:
    event = uuid4()
    await connection.execute(TELL, event, day, day.year, council, state)
    return event


async def lines(connection: asyncpg.Connection) -> list[tuple[str, ...]]:
    return [tuple(row) for row in await connection.fetch(LINES)]


async def waits(watching: asyncpg.Connection, process: int) -> None:
    """Wait until a connection waits for another."""

    async def check() -> None:
        assert await watching.fetchval("SELECT cardinality(pg_blocking_pids($1))", process), "it does not wait yet"

    await eventually(check, seconds=30)


@pytest.fixture
async def dsn(templates: Templates) -> str:
    return await templates.copy("reporting")


@pytest.fixture
async def one(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(dsn)
    yield connection
    await connection.close()


@pytest.fixture
async def other(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(dsn)
    yield connection
    await connection.close()


@pytest.fixture
async def watching(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(dsn)
    yield connection
    await connection.close()


@pytest.mark.parametrize("void", ["the newest", "all"])
@pytest.mark.parametrize("first", ["told", "taken back"])
async def test_a_fact_told_while_others_of_its_line_are_taken_back(
    one: asyncpg.Connection, other: asyncpg.Connection, watching: asyncpg.Connection, first: str, void: str
) -> None:
    told = [await tell(one, "invited", date(2018, 1, 1)), await tell(one, "planned", date(2019, 1, 1))]
    if void == "the newest":
        del told[0]
    changes: list[Callable[[asyncpg.Connection], Coroutine[Any, Any, object]]] = [
        lambda on: tell(on, "in-use", date(2020, 1, 1)),
        lambda on: on.execute(TAKE_BACK, told),
    ]
    if first == "taken back":
        changes.reverse()
    transaction = one.transaction()
    await transaction.start()
    await changes[0](one)
    second = asyncio.create_task(changes[1](other))
    await waits(watching, other.get_server_pid())
    await transaction.commit()
    await second
    assert await lines(one) == [("fife", "in-use")]


async def test_of_two_told_at_the_same_moment_the_newer_stands(
    one: asyncpg.Connection, other: asyncpg.Connection, watching: asyncpg.Connection
) -> None:
    transaction = one.transaction()
    await transaction.start()
    await tell(one, "in-use", date(2020, 1, 1))
    second = asyncio.create_task(tell(other, "planned", date(2019, 1, 1)))
    await waits(watching, other.get_server_pid())
    await transaction.commit()
    await second
    assert await lines(one) == [("fife", "in-use")]


async def test_a_database_with_a_past_is_filled_while_the_version_before_goes_on_writing(world: World) -> None:
    await world.templates._sql('CREATE DATABASE "test_before_lines"')
    dsn = world.servers.dsn("test_before_lines")
    world._databases.append(dsn)
    config = alembic_config("reporting", dsn)
    before_it = ScriptDirectory.from_config(config).get_revision("reporting_lines_1122").down_revision
    assert isinstance(before_it, str)
    await asyncio.to_thread(command.upgrade, config, before_it)
    before, watching = await asyncpg.connect(dsn), await asyncpg.connect(dsn)
    try:
        await tell(before, "in-use", date(2020, 1, 1))
        await tell(before, "planned", date(2019, 1, 1))
        await tell(before, "invited", date(2018, 1, 1), council="moray")
        transaction = before.transaction()
        await transaction.start()
        await tell(before, "planned", date(2019, 1, 1), council="moray")
        migrating = asyncio.create_task(asyncio.to_thread(migrate, "reporting", dsn))
        try:
            await waits(watching, await _migrating(watching))
        finally:
            await transaction.commit()
        await migrating
        assert await lines(before) == [("fife", "in-use"), ("moray", "planned")]
        await tell(before, "declined", date(2021, 1, 1))
        assert await lines(before) == [("fife", "declined"), ("moray", "planned")]
    finally:
        await before.close()
        await watching.close()


async def _migrating(watching: asyncpg.Connection) -> int:
    async def find() -> int:
        found = await watching.fetchval(
            """SELECT pid FROM pg_stat_activity
               WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%adoption%'"""
        )
        assert found, "the migration does not wait yet"
        return int(found)

    return await eventually(find, seconds=30)
