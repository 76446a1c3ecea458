"""Connections for what is asked most: single statements, sent by asyncpg itself without a session or a transaction."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import orjson

from shared.errors import UnavailableError

AWAY = {"08", "28", "3D", "40", "53", "57", "58"}
"""Classes of SQLSTATE that say the database is away, full or overloaded: connection, a password or a database that is
just being changed, a conflict that the database itself ended, resources, operator, system."""
BUSY = {"55P03", "55000"}
"""A lock that did not come in time; a database that takes no connections for now."""
GONE = ("connection is closed", "released back to the pool", "pool is clos", "cannot switch to state")
"""What asyncpg says itself of a connection that was lost, or whose server just said farewell, and of a closed pool.

Its other complaints, of a wrong number of arguments for example, are about us.
"""
ERRORS = (OSError, asyncpg.InterfaceError, asyncpg.InternalClientError, asyncpg.PostgresError)


class Connection(asyncpg.Connection):
    """A connection that needs no cleaning when it is given back: each statement on it stands alone."""

    def get_reset_query(self) -> str:
        return ""


class Pool:
    """A few connections, made when they are needed; each statement is its own transaction."""

    def __init__(self, dsn: str, size: int, seconds_to_connect: float, **options: Any) -> None:
        self._seconds = seconds_to_connect
        self._options = {"dsn": dsn, "min_size": 0, "max_size": size, "timeout": seconds_to_connect, **options}
        self._pool: Any = None
        self._making = asyncio.Lock()

    async def row(self, statement: str, *values: Any) -> Any:
        """Carry out a statement and return its first row, or None; raises as `connection` does."""
        try:
            pool = self._pool or await self._made()
            connection = await pool.acquire(timeout=self._seconds)
            try:
                return await connection.fetchrow(statement, *values)
            finally:
                await pool.release(connection)
        except ERRORS as error:
            _refuse_if_away(error)
            raise

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Any]:
        """Lend a connection for some statements.

        Raises UnavailableError while the database is away, and asyncpg's error for what is wrong with a statement.
        """
        try:
            pool = self._pool or await self._made()
            async with pool.acquire(timeout=self._seconds) as connection:
                yield connection
        except ERRORS as error:
            _refuse_if_away(error)
            raise

    async def close(self) -> None:
        if self._pool is not None:
            self._pool.terminate()

    async def _made(self) -> Any:
        async with self._making:
            if self._pool is None:
                self._pool = await asyncpg.create_pool(**self._options, connection_class=Connection, init=_json)
            return self._pool


async def _json(connection: Any) -> None:
    await connection.set_type_codec(
        "jsonb", schema="pg_catalog", encoder=lambda value: orjson.dumps(value).decode(), decoder=orjson.loads
    )


def says_away(state: str) -> bool:
    """Say whether a SQLSTATE, or the lack of one, means that the database is away, full or overloaded."""
    return not state or state[:2] in AWAY or state in BUSY


def _refuse_if_away(error: Exception) -> None:
    if isinstance(error, asyncpg.PostgresError):
        away = says_away(str(error.sqlstate or ""))
    else:
        away = isinstance(error, OSError) or any(words in str(error) for words in GONE)
    if away:
        raise UnavailableError("The database does not answer; nothing was changed. Try again in a moment.") from error
