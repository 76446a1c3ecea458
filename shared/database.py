"""The one way into a service's database: read sessions, and transactions in which state and events go together."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, text
from sqlalchemy.event import listen
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlmodel import Field, SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.clock import Clock
from shared.errors import ConflictError, NotFoundError, UnavailableError
from shared.events import Event
from shared.outbox import record
from shared.pool import Pool, says_away
from shared.settings import Settings

CLASHES = {"23503", "23505"}
"""What others may do to a change at the same moment: a key taken, or gone. Any other constraint broken is our fault."""

STATEMENT_SECONDS = 30
LOCK_SECONDS = 10
CONNECT_SECONDS = 5


class Aggregate(SQLModel):
    """The columns of everything that has a history of events: its version is the sequence of its latest one."""

    version: int = Field(default=0, sa_type=BigInteger, nullable=False)
    last_event: UUID | None = Field(default=None)
    created_at: datetime = Field(sa_type=DateTime(timezone=True), nullable=False)
    changed_at: datetime = Field(sa_type=DateTime(timezone=True), nullable=False)


A = TypeVar("A", bound=Aggregate)


@dataclass(slots=True)
class Transaction:
    """State and events of one change: both are committed, or neither."""

    connection: AsyncConnection
    cause: record.Cause
    now: datetime
    clock: Clock
    recorded: list[record.Recorded] = field(default_factory=list)
    spilled: bool = False
    """Whether some events stand in the database already, not yet committed."""
    _session: AsyncSession | None = None

    @property
    def today(self) -> date:
        """The day it is for the programme; `now` is when this is recorded."""
        return self.clock.today()

    @property
    def session(self) -> AsyncSession:
        """The session of this change, made when it is first asked for: what is plain statements needs none."""
        if self._session is None:
            self._session = AsyncSession(bind=self.connection, expire_on_commit=False)
        return self._session

    async def flush(self) -> None:
        """Send what was changed by way of the session to the database, where its rules are."""
        if self._session is not None:
            await self._session.flush()

    async def spill(self) -> None:
        """Send what was changed and said so far to the database, and let go of it: for more than memory should hold.

        It is committed with the rest, or not at all.
        """
        await self.flush()
        if self._session is not None:
            self._session.expunge_all()
        if self.recorded:
            await record.write(self.connection, self.recorded)
            self.recorded.clear()
            self.spilled = True

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def find(self, model: type[A], *key: Any) -> A | None:
        """Return the row locked for this change, or None."""
        ident = key[0] if len(key) == 1 else key
        return await self.session.get(model, ident, with_for_update=True, populate_existing=True)

    async def lock(self, model: type[A], *key: Any, called: str | None = None) -> A:
        """Return the row locked for this change, so that versions follow one another; refuse if there is none."""
        row = await self.find(model, *key)
        if row is None:
            noun = called or str(model.__tablename__).replace("_", " ")
            raise NotFoundError(f"There is no {noun} '{'/'.join(str(part) for part in key)}'.")
        return row

    def record(self, event: Event, *, of: Aggregate) -> UUID:
        """Say that something happened to `of`: its version goes up by one, and the event leaves with the commit."""
        of.version += 1
        made = record.Recorded.of(event, version=of.version, previous=of.last_event, now=self.now, cause=self.cause)
        of.last_event = made.id
        of.changed_at = self.now
        self.session.add(of)
        self.recorded.append(made)
        return made.id


class Database:
    """A service's own database."""

    def __init__(self, settings: Settings, name: str, *, statement_seconds: int = STATEMENT_SECONDS) -> None:
        self.name, self.dsn = name, settings.dsn
        self._options: dict[str, Any] = {
            "command_timeout": statement_seconds + 5,
            "server_settings": {
                "application_name": name,
                "statement_timeout": f"{statement_seconds}s",
                "lock_timeout": f"{LOCK_SECONDS}s",
                "idle_in_transaction_session_timeout": "60s",
            },
        }
        self.engine: AsyncEngine = create_async_engine(
            settings.dsn.replace("postgresql://", "postgresql+asyncpg://", 1),
            pool_size=settings.database_pool_size,
            max_overflow=0,
            pool_timeout=CONNECT_SECONDS,
            # an error is logged, and kept with a dead letter: what was to be written may be a key or an address
            hide_parameters=True,
            connect_args={"timeout": CONNECT_SECONDS, **self._options},
        )
        self.clock = Clock(self.engine)
        self._pools: list[Pool] = []
        self.single = self.pool(settings.database_pool_size)
        """For what is asked most, and is one statement."""
        self.connections = 0
        """How many connections were made: a database that was put back to an older copy is reached over a new one."""
        listen(self.engine.sync_engine, "connect", self._connected)
        self.outbox_wake = asyncio.Event()
        self.relay_leads_here = False

    def _connected(self, *_: Any) -> None:
        self.connections += 1

    def pool(self, size: int, planning: Mapping[str, str] | None = None) -> Pool:
        """Return connections for statements sent by asyncpg itself, closed with the database.

        `planning` are settings of the database's planner for all of them.
        """
        settings = self._options["server_settings"] | dict(planning or {})
        made = Pool(self.dsn, size, CONNECT_SECONDS, **self._options | {"server_settings": settings})
        self._pools.append(made)
        return made

    @asynccontextmanager
    async def transaction(self, cause: record.Cause) -> AsyncIterator[Transaction]:
        """Open the one transaction of a change; leaving it normally commits state and events together."""
        with _translated():
            async with self.engine.connect() as connection:
                async with connection.begin():
                    change = Transaction(connection, cause, datetime.now(UTC), self.clock)
                    try:
                        yield change
                        await change.flush()
                        await self._write_events(change)
                    finally:
                        await change.close()
                if change.recorded or change.spilled:
                    self.outbox_wake.set()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Open a session that only looks things up, all in one consistent view."""
        with _translated():
            async with AsyncSession(self.engine, expire_on_commit=False) as session:
                await session.connection(
                    execution_options={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
                )
                yield session

    async def ping(self) -> None:
        """Make one round trip, or raise."""
        async with self.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        for pool in self._pools:
            await pool.close()
        await self.engine.dispose()

    async def _write_events(self, change: Transaction) -> None:
        if change.recorded:
            await record.write(change.connection, change.recorded)
        elif not change.spilled:
            return
        if not self.relay_leads_here:
            # the relay is in another process: a hint, sent with the commit; polling covers a lost one
            await change.connection.execute(text("SELECT pg_notify('outbox', '')"))


class _translated:  # noqa: N801 - reads as a word in `with _translated():`
    """Turn a driver's errors into refusals that say what the sender can do."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if isinstance(error, IntegrityError) and _sqlstate(error) in CLASHES:
            raise ConflictError(
                "Another request changed or made the same thing at the same moment; read it again."
            ) from error
        if isinstance(error, PoolTimeoutError | OSError) or (isinstance(error, DBAPIError) and unreachable(error)):
            raise UnavailableError(
                "The database does not answer; nothing was changed. Try again in a moment."
            ) from error


def unreachable(error: DBAPIError) -> bool:
    """Say whether a driver's error means that the database is away, full or overloaded, not that we are wrong."""
    return error.connection_invalidated or says_away(_sqlstate(error))


def _sqlstate(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or getattr(error.orig, "pgcode", None) or "")
