"""Rebuilding what a service made of events: all is heard again into shadows, then the real tables are made equal."""

import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import nats
from nats.aio.client import Client
from nats.errors import Error as NatsError
from sqlalchemy import TextClause, text

from shared.crash import crash_point
from shared.database import Database, Transaction
from shared.errors import ConflictError, UnavailableError
from shared.inbox import Known
from shared.messaging.consumer import Consumer
from shared.outbox.record import Cause
from shared.rebuild import shadow
from shared.rebuild.hearing import Hearing
from shared.rebuild.stream import WholeStream
from shared.settings import Settings

if TYPE_CHECKING:
    from shared.service import Service

CAUSE = Cause("operator", "rebuild")
LONGEST_STATEMENT_SECONDS = 1800
CONNECT_SECONDS = 5
PROGRESS_SECONDS = 2.0
# two of them would fill the same shadows
ONLY_ONE = text("SELECT pg_try_advisory_lock(hashtext('rebuild'))")

Say = Callable[[str], object]


@dataclass(slots=True)
class Rebuild:
    """One rebuild of a service's facts, and who is told how it goes."""

    service: "Service"
    settings: Settings
    facts: Sequence[str]
    """The tables that are built from events alone; each row bears the `event_id` of the event that told it."""
    beside: Sequence[str]
    """Tables that taking a rewound history back writes to as well, and that a rebuild leaves as they are."""
    say: Say
    then: Sequence[TextClause] = ()
    """Statements that make what follows from the facts right again, should it not be."""
    _began: float = 0.0
    _said: float = 0.0
    _known: Known = field(default_factory=lambda: Known(set(), {}))
    _hearings: list[tuple[Hearing, WholeStream]] = field(default_factory=list)

    async def run(self) -> None:
        """Rebuild; raises a refusal, and changes nothing, if it cannot be done whole."""
        database = Database(self.settings, self.service.name, statement_seconds=LONGEST_STATEMENT_SECONDS)
        try:
            async with _alone(database), _connected(self.service.name, self.settings) as client:
                reader = f"{self.service.name}-rebuild"
                self._hearings = [
                    (Hearing(one, self._known), WholeStream(client, one.stream, reader)) for one in self.service.heard
                ]
                try:
                    await self._rebuild(database)
                finally:
                    for _, stream in self._hearings:
                        await stream.close()
        except (NatsError, OSError) as error:
            raise UnavailableError(f"NATS does not answer as it should ({error!r}); nothing was changed.") from error
        finally:
            await database.close()

    async def _rebuild(self, database: Database) -> None:
        async with database.transaction(CAUSE) as change:
            await shadow.make(change.connection, [*self.facts, *self.beside])
        for hearing, stream in self._hearings:
            await stream.open()
            hearing.incarnation = stream.life
            async for messages in stream.rest():
                self._began = self._began or time.monotonic()
                async with database.transaction(CAUSE) as change:
                    await shadow.inside(change.connection)
                    await hearing.messages(change, messages)
                self._progress(hearing)
        stopped = time.monotonic()
        async with database.transaction(CAUSE) as change:
            await shadow.let_nobody_hear(change.connection)
            await self._catch_up(change)
            crash_point("rebuild.before_swap")
            outcome = await self._swap(change, database)
        now = time.monotonic()
        async with database.transaction(CAUSE) as change:
            await shadow.clear(change.connection)
        events = sum(hearing.count for hearing, _ in self._hearings)
        took = now - (self._began or stopped)
        self.say(f"Rebuilt from {events:,} events in {took:.2f} s; new events waited for {now - stopped:.2f} s.")
        self.say(f"{outcome} Left out: {sum(hearing.left_out for hearing, _ in self._hearings):,} events.")

    async def _catch_up(self, change: Transaction) -> None:
        """Hear what came meanwhile: nobody takes anything in any more, so that nothing is beyond what is read now."""
        await shadow.inside(change.connection)
        for hearing, stream in self._hearings:
            async for messages in stream.rest():
                await hearing.messages(change, messages)
            await hearing.late(change, self.service.name)
            lost = await shadow.had(change.connection, self.service.name, hearing.failed)
            if lost:
                raise ConflictError(
                    f"{len(lost)} events that were taken in before cannot be taken in now, the first is {min(lost)}; "
                    "nothing was changed. The log says why."
                )

    async def _swap(self, change: Transaction, database: Database) -> shadow.Swapped:
        """Make the real tables equal, and do what else those events ask for that the live consumer has not heard."""
        missed = []
        for hearing, _ in self._hearings:
            had = await shadow.had(change.connection, self.service.name, [one.id for one in hearing.handled])
            missed.append((hearing, [one for one in hearing.handled if one.id not in had]))
        outcome = await shadow.swap(change.connection, self.service.name, self.facts, self._known.versions)
        for statement in self.then:
            await change.connection.execute(statement)
        for hearing, envelopes in missed:
            handlers = replace(hearing.subscription, together=None)
            await Consumer(self.service.name, handlers, database, self.settings.scaled).apply(change, envelopes)
        return outcome

    def _progress(self, hearing: Hearing) -> None:
        now = time.monotonic()
        if now - self._said > PROGRESS_SECONDS:
            self._said = now
            self.say(f"{hearing.subscription.stream}: {hearing.count:,} events heard again")


@asynccontextmanager
async def _alone(database: Database) -> AsyncIterator[None]:
    """Refuse to begin while another rebuild of this database is under way."""
    async with database.engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        if not (await connection.execute(ONLY_ONE)).scalar_one():
            raise ConflictError("A rebuild is under way already.")
        try:
            yield
        finally:
            # with the connection the lock is gone
            await connection.invalidate()


@asynccontextmanager
async def _connected(name: str, settings: Settings) -> AsyncIterator[Client]:
    client = await nats.connect(
        settings.nats_servers,
        name=f"{name}-rebuild",
        user=settings.nats_user,
        password=settings.nats_secret,
        inbox_prefix=f"_INBOX_{name}".encode(),
        connect_timeout=CONNECT_SECONDS,
        allow_reconnect=False,  # what was on its way is lost with a connection: begun again, it is read again
        error_cb=_nothing,
    )
    try:
        yield client
    finally:
        await client.close()


async def _nothing(_: Exception) -> None:
    """Say nothing: whoever waits for an answer learns of it."""
