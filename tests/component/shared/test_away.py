"""What counts as an absent database, and what as a fault of ours, on both ways into one."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import asyncpg
import pytest
from sqlalchemy import Integer, bindparam, text
from sqlalchemy.exc import DBAPIError

from shared.database import Database
from shared.errors import UnavailableError
from shared.web.problems import failure
from tests.support.waiting import eventually
from tests.support.world import World

ROUNDS = 20
CUT = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()"""


@pytest.fixture
async def database(world: World) -> AsyncIterator[Database]:
    made = Database(await world.settings("projects"), "test")
    yield made
    await made.close()


@pytest.fixture
async def outside(database: Database) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database.dsn)
    yield connection
    await connection.close()


async def ask_twice(database: Database, between: Callable[[Any], Awaitable[None]]) -> None:
    """Ask on one connection, let something happen to it, and ask again."""
    async with database.single.connection() as connection:
        await connection.fetchrow("SELECT 1")
        await between(connection)
        await connection.fetchrow("SELECT 1")


def status(error: Exception) -> int:
    """Return what a request would be answered."""
    return failure(error, "GET", "/").status_code


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        ("SELECT $1::integer", ["no number"]),
        ("SELECT $1::integer", [2**31]),
        ("SELECT $1::integer", []),
        ("SELECT $1::integer", [1, 2]),
        ("SELECT no_such_column", []),
    ],
)
async def test_a_statement_that_is_wrong_is_a_fault_of_ours(
    database: Database, statement: str, values: list[object]
) -> None:
    with pytest.raises((asyncpg.InterfaceError, asyncpg.PostgresError)) as said:
        await database.single.row(statement, *values)
    assert status(said.value) == 500
    with pytest.raises((asyncpg.InterfaceError, asyncpg.PostgresError)):
        async with database.single.connection() as connection:
            await connection.fetchrow(statement, *values)
    assert (await database.single.row("SELECT 1 AS one"))["one"] == 1


async def test_a_statement_that_is_wrong_is_a_fault_of_ours_in_a_session_too(database: Database) -> None:
    number = text("SELECT :number").bindparams(bindparam("number", type_=Integer))
    async with database.engine.connect() as connection:
        with pytest.raises(DBAPIError) as said:
            await connection.execute(number, {"number": "no number"})
    assert status(said.value) == 500


async def test_two_statements_at_once_on_one_connection_are_a_fault_of_ours(database: Database) -> None:
    with pytest.raises(asyncpg.InterfaceError, match="in progress") as said:
        async with database.single.connection() as connection:
            await asyncio.gather(*(connection.fetchrow("SELECT pg_sleep(0.1)") for _ in range(2)))
    assert status(said.value) == 500


async def test_a_connection_that_is_lost_between_two_statements_is_an_absent_database(
    database: Database, outside: asyncpg.Connection
) -> None:
    async def cut(connection: Any) -> None:
        lost = asyncio.Event()
        connection.add_termination_listener(lambda _: lost.set())
        await outside.execute(CUT)
        await asyncio.wait_for(lost.wait(), 30)

    with pytest.raises(UnavailableError):
        await ask_twice(database, cut)
    assert (await database.single.row("SELECT 1 AS one"))["one"] == 1


async def test_a_server_that_ends_at_any_moment_is_an_absent_database(
    database: Database, outside: asyncpg.Connection
) -> None:
    """Also when its last words have come and the end of the connection has not."""

    async def cut(_: Any) -> None:
        await outside.execute(CUT)
        for _ in range(number // 2):
            await asyncio.sleep(0)

    refused = 0
    for number in range(ROUNDS):  # noqa: B007 - read by what cuts
        try:
            await ask_twice(database, cut)
        except UnavailableError:
            refused += 1
    assert refused > 0

    async def answers() -> None:
        try:
            await database.single.row("SELECT 1")
        except UnavailableError as error:
            raise AssertionError("it is away still") from error

    await eventually(answers, seconds=30)


async def test_a_service_that_stops_has_no_database_any_more(database: Database) -> None:
    async def stop(_: Any) -> None:
        await database.close()

    with pytest.raises(UnavailableError):
        await ask_twice(database, stop)
    with pytest.raises(UnavailableError):
        await database.single.row("SELECT 1")
