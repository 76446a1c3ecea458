"""Reading the feed page by page while transactions that overlap fill it: each event once, however late."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import httpx
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as some
from sqlalchemy import text

from services.notifications.subscribers import keep
from shared.database import Database
from shared.events import Envelope
from shared.events.projects import ProjectRegistered
from shared.messaging.subscription import Heard
from shared.outbox.record import Cause
from tests.support.envelopes import envelopes
from tests.support.servers import Servers
from tests.support.some import fewer
from tests.support.templates import Templates
from tests.support.waiting import eventually
from tests.support.world import Running
from tests.support.world import world as provide_world

TYPES = ("projects.registered", "projects.placed", "councils.registered")
OPEN = ProjectRegistered(project="one", name="One", programme="adjacent")
AT_ONCE = 6
# it may wait for others longer than any transaction of the service would: as long as the example takes
WHO = text("SELECT pg_backend_pid() AS pid, set_config('lock_timeout', '25s', true)")
BLOCKED = "SELECT pid FROM unnest($1::integer[]) AS one (pid) WHERE cardinality(pg_blocking_pids(pid)) > 0"


class GivenUpError(Exception):
    """A transaction is to be rolled back."""


@dataclass(frozen=True, slots=True)
class Said:
    """An event to be kept: its type, and whether councils may read it."""

    type: str
    open: bool


@dataclass(frozen=True, slots=True)
class Begin:
    """Open a transaction and keep events in it."""

    said: Sequence[Said]


@dataclass(frozen=True, slots=True)
class End:
    """Commit one of the open transactions, or roll it back."""

    which: int
    commit: bool


@dataclass(frozen=True, slots=True)
class Read:
    """Let one of the readers ask for its next page."""

    which: int


@dataclass(slots=True)
class Reader:
    """Someone who follows the feed with a cursor."""

    limit: int
    types: frozenset[str]
    office: bool
    after: str = "earliest"
    seen: list[str] = field(default_factory=list)

    async def read(self, client: httpx.AsyncClient) -> bool:
        """Read the next page; say whether more is known to follow."""
        query: dict[str, Any] = {"after": self.after, "limit": self.limit, "types": sorted(self.types)}
        answer = await client.get("/api/v1/events", params=query)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        self.seen += [event["id"] for event in body["items"]]
        self.after = body["cursor"]
        return body["next"] is not None

    def wants(self, said: Said) -> bool:
        return (self.office or said.open) and (not self.types or said.type in self.types)


@dataclass(slots=True)
class Writer:
    """A transaction that keeps events, and ends when and as it is told to."""

    said: Sequence[Said]
    events: Sequence[Envelope]
    pid: int = 0
    kept: bool = False
    """Whether it has its positions, and has not ended."""
    commits: asyncio.Future[bool] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    task: asyncio.Task[None] | None = None

    @classmethod
    def of(cls, said: Sequence[Said]) -> "Writer":
        made = chain.from_iterable(envelopes(1, f"partnership.{one.type}.v1") for one in said)
        return cls(said, list(made))

    async def run(self, database: Database) -> None:
        known = [Heard(OPEN, event) for one, event in zip(self.said, self.events, strict=True) if one.open]
        with contextlib.suppress(GivenUpError):
            async with database.transaction(Cause("service:test", "list")) as change:
                self.pid = (await change.connection.execute(WHO)).one().pid
                await keep(change, known, self.events)
                self.kept = True
                if not await self.commits:
                    raise GivenUpError

    def is_over(self) -> bool:
        return self.task is not None and self.task.done()


class Feed:
    """The log, with everyone who writes to it."""

    def __init__(self, running: Running, database: Database) -> None:
        self.running, self.database = running, database
        self.writers: list[Writer] = []

    async def begin(self, said: Sequence[Said]) -> None:
        writer = Writer.of(said)
        writer.task = asyncio.create_task(writer.run(self.database))
        self.writers.append(writer)
        await self.settled()

    async def end(self, writer: Writer, *, commit: bool) -> None:
        writer.commits.set_result(commit)
        await self.settled()

    def undecided(self) -> list[Writer]:
        return [writer for writer in self.writers if not writer.commits.done()]

    async def settled(self) -> None:
        """Wait until each transaction is over, has its positions and waits for us, or waits for another one."""

        async def check() -> None:
            going = [one for one in self.writers if not one.is_over() and not (one.kept and not one.commits.done())]
            if going:
                rows = await self.running.sql(BLOCKED, [one.pid for one in going])
                assert {one.pid for one in going} == {row["pid"] for row in rows}, "someone is at work"

        await eventually(check, seconds=30)

    async def close(self) -> None:
        for writer in self.undecided():
            writer.commits.set_result(False)
        await asyncio.gather(*(writer.task for writer in self.writers if writer.task))

    async def ids(self) -> list[str]:
        """Return what the log holds, in its order."""
        rows = await self.running.sql("SELECT event_id FROM event_log ORDER BY position")
        return [str(row["event_id"]) for row in rows]


@pytest.fixture(scope="module")
async def service(servers: Servers, templates: Templates) -> AsyncIterator[Running]:
    async with provide_world(servers, templates) as world:
        yield await world.start("notifications", "api")


@pytest.fixture(scope="module")
async def database(service: Running) -> AsyncIterator[Database]:
    made = Database(service.settings, "test")
    yield made
    await made.close()


SAID = some.builds(Said, some.sampled_from(TYPES), some.booleans())
STEPS = (
    some.builds(Begin, some.lists(SAID, min_size=1, max_size=3))
    | some.builds(End, some.integers(0, AT_ONCE), some.sampled_from([True, True, False]))
    | some.builds(Read, some.integers(0, 1))
)
READERS = some.builds(Reader, some.integers(1, 4), some.frozensets(some.sampled_from(TYPES)), some.booleans())


# the first failure as it was found: making it smaller takes minutes here, and longer than a test may take
@settings(max_examples=fewer(40), phases=[Phase.generate])
@given(steps=some.lists(STEPS, max_size=25), readers=some.lists(READERS, min_size=1, max_size=2))
async def test_a_reader_sees_each_event_once_however_late_its_transaction_is_committed(
    service: Running, database: Database, steps: list[Begin | End | Read], readers: list[Reader]
) -> None:
    await service.sql("TRUNCATE event_log")
    await service.sql("UPDATE event_log_head SET position = 0")
    feed = Feed(service, database)
    async with service.client("events:read") as office, service.client("events:read", council="fife") as fife:

        async def read(reader: Reader) -> bool:
            return await reader.read(office if reader.office else fife)

        try:
            for step in steps:
                if isinstance(step, Read):
                    await read(readers[step.which % len(readers)])
                elif isinstance(step, Begin) and sum(not one.is_over() for one in feed.writers) < AT_ONCE:
                    await feed.begin(step.said)
                elif isinstance(step, End) and (waiting := feed.undecided()):
                    await feed.end(waiting[step.which % len(waiting)], commit=step.commit)
        finally:
            await feed.close()
        kept = await feed.ids()
        for reader in readers:
            pages = [await read(reader) for _ in range(len(kept) + 1)]
            assert not pages[-1], "it goes on for ever"

    said = {
        str(event.id): one
        for writer in feed.writers
        if writer.commits.result()
        for one, event in zip(writer.said, writer.events, strict=True)
    }
    assert set(kept) == set(said), "what was committed is there, and nothing else"
    for reader in readers:
        assert reader.seen == [one for one in kept if reader.wants(said[one])], "each once, in order"
