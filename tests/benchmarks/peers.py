"""Two published outbox libraries, drained as their own documentation says; they keep no order and get fewer rows."""

import asyncio
import os
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from nats.aio.client import Client

from deploy.local.processes import Process
from tests.benchmarks.events import Made, Source
from tests.benchmarks.figures import Series
from tests.benchmarks.house import Bench, House, connected
from tests.support.waiting import eventually

DRAIN_SECONDS = 60
QUICK_SHARE = 3


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to run one library."""

    called: str
    module: str
    stream: str
    rows: int
    environment: dict[str, str] = field(default_factory=dict)


FASTSTREAM = Kind("faststream-outbox 0.19.0", "tests.benchmarks.peer_faststream", "DEFAULTS", 1_500)
FASTSTREAM_16 = Kind(
    "faststream-outbox 0.19.0, 16 workers", "tests.benchmarks.peer_faststream", "WORKERS", 4_500, {"WORKERS": "16"}
)
NATS_OUTBOX = Kind("nats-outbox 0.1.0", "tests.benchmarks.peer_nats_outbox", "NATSBOX", 3_000)


class Peer:
    """A library's relay as a process, and what was measured of it."""

    def __init__(self, client: Client, kind: Kind, dsn: str, process: Process, rows: int) -> None:
        self.kind = kind
        self._client, self._dsn, self._process, self._rows = client, dsn, process, rows
        self._source = Source(500)
        self._published = 0
        self._rates: list[float] = []

    @classmethod
    async def start(cls, home: House, client: Client, kind: Kind, bench: Bench) -> "Peer":
        from tests.benchmarks.relay import like_ours

        dsn = await home.empty_database()
        await client.jetstream().add_stream(like_ours(kind.stream))
        password = home.broker.passwords["operator"]
        url = home.broker.url.replace("nats://", f"nats://operator:{password}@")
        process = await home.step(kind.module, DATABASE_URL=dsn, NATS_URL=url, **kind.environment)
        made = cls(client, kind, dsn, process, kind.rows // QUICK_SHARE if bench.quick else kind.rows)
        await eventually(made._listens, seconds=60)
        return made

    @property
    def rates(self) -> Series:
        return Series.of(self._rates, "/s")

    async def round(self) -> None:
        """Let rows wait, and time from the first message in the stream to the last: its own waiting does not count."""
        made = self._source.make(self._rows)
        async with connected(self._dsn) as connection:
            await self._insert(connection, made)
        first, self._published = self._published + 1, self._published + self._rows
        await eventually(partial(self._all_there, self._published), seconds=DRAIN_SECONDS)
        js = self._client.jetstream()
        began, ended = [(await js.get_msg(self.kind.stream, number)).time for number in (first, self._published)]
        if began is None or ended is None:
            raise RuntimeError("the broker does not say when it stored a message")
        self._rates.append(self._rows / (ended - began).total_seconds())

    async def _insert(self, connection: Any, made: list[Made]) -> None:
        prefix = f"{self.kind.stream.lower()}."
        if self.kind is NATS_OUTBOX:
            rows: list[tuple[Any, ...]] = [
                (one.id, prefix + one.subject, one.headers, one.payload.decode(), one.key, "deliverable")
                for one in made
            ]
            statement = """INSERT INTO outbox_events
                             (event_id, subject, headers, payload, aggregate_id, aggregate_type, status, retry_count)
                           VALUES ($1, $2, $3, $4::text::jsonb, $5, $6, 'pending', 0)"""
        else:
            rows = [(prefix + one.subject, one.payload, one.headers) for one in made]
            statement = """INSERT INTO outbox (queue, payload, headers) VALUES ('events', $2,
                             $3::jsonb || jsonb_build_object('subject', $1::text))"""
        async with connection.transaction():
            await connection.executemany(statement, rows)
            await connection.execute("SELECT pg_notify('outbox_outbox', 'events')")

    async def _all_there(self, number: int) -> None:
        state = (await self._client.jetstream().stream_info(self.kind.stream)).state
        assert state.messages >= number, f"{state.messages} of {number} are published: {self._process.log_tail()}"

    async def _listens(self) -> None:
        if not self._process.running:
            raise RuntimeError(self._process.log_tail())
        assert "ready" in self._process.log_tail(), "it has not started"


def database_url() -> str:
    """Return the database of a peer, as SQLAlchemy wants it."""
    return os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+asyncpg://", 1)


async def for_ever() -> None:
    """Say that it runs, and go on until the process is ended."""
    print("ready", flush=True)  # noqa: T201 - this is how the measuring process knows
    await asyncio.Event().wait()
