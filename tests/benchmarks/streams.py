"""What the rows about consuming share: a stream full of events, reporting hearing it, and bare statements beside it."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from time import perf_counter
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.errors import NotFoundError

from tests.benchmarks.house import House, Measured, connected
from tests.support.waiting import eventually

DURABLE = "reporting"
LONGEST_SECONDS = 300

TAKE_IN = """INSERT INTO inbox (consumer, event_id, stream, stream_seq)
             SELECT 'bare', x.event_id, 'PROJECTS', x.seq FROM unnest($1::uuid[], $2::bigint[]) AS x (event_id, seq)
             ON CONFLICT DO NOTHING"""
ADD = "INSERT INTO deliverable_fact SELECT * FROM jsonb_populate_recordset(NULL::deliverable_fact, $1::text::jsonb)"
# commit times of the effects, as the server wrote them down
TAKEN = """SELECT count(*) AS rows, count(DISTINCT event_id) AS events,
                  count(*) FILTER (WHERE at = first) AS in_first_commit, extract(epoch FROM last - first)::float AS took
           FROM (SELECT event_id, pg_xact_commit_timestamp(xmin) AS at,
                        min(pg_xact_commit_timestamp(xmin)) OVER () AS first,
                        max(pg_xact_commit_timestamp(xmin)) OVER () AS last FROM deliverable_fact) AS effect
           GROUP BY first, last"""


async def forget_durables(client: Client) -> None:
    """Let reporting hear every stream from its first event when it starts."""
    for stream in ("PROJECTS", "COUNCILS"):
        with suppress(NotFoundError):
            await client.jetstream().delete_consumer(stream, DURABLE)


async def all_heard(client: Client) -> None:
    """Wait until reporting has acknowledged everything."""
    await eventually(partial(_nothing_waits, client), seconds=LONGEST_SECONDS)


async def _nothing_waits(client: Client) -> None:
    try:
        info = await client.jetstream().consumer_info("PROJECTS", DURABLE)
    except NotFoundError:
        raise AssertionError("it does not listen yet") from None
    assert (info.num_pending, info.num_ack_pending) == (0, 0), f"{info.num_pending} events wait"
    assert info.ack_floor is not None
    assert info.ack_floor.stream_seq, "nothing was heard yet"


async def rate_of(service: Measured, events: int) -> float:
    """Return how many effects a second were committed, each exactly once, from the first commit to the last."""
    async with connected(service.settings.dsn) as connection:
        taken = await connection.fetchrow(TAKEN)
    if taken is None:
        raise RuntimeError("nothing had any effect")
    if (taken["rows"], taken["events"]) != (events, events):
        raise RuntimeError(f"{events} events had {taken['rows']} effects, of {taken['events']} of them")
    return float((events - taken["in_first_commit"]) / taken["took"])


class BareConsumer:
    """A database of reporting, and the multi-row statements that a list of events becomes."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection
        self.taken = 0
        self.began = 0.0
        self.ended = 0.0

    async def take_in(self, messages: Sequence[Msg]) -> None:
        """Commit the effects of a list; its time counts from when the first list was there."""
        self.began = self.began or perf_counter()
        ids, sequences, rows = [], [], []
        for message in messages:
            headers = message.headers or {}
            row: dict[str, Any] = orjson.loads(message.data)
            day = datetime.fromisoformat(headers["ce-time"]).astimezone(UTC).date()
            when = {"event_id": headers["ce-id"], "recorded_at": headers["ce-recordedtime"], "effective_day": day}
            rows.append(row | when | {"sequence": int(headers["ce-sequence"])})
            ids.append(UUID(headers["ce-id"]))
            sequences.append(message.metadata.sequence.stream)
        async with self._connection.transaction():
            await self._connection.execute(TAKE_IN, ids, sequences)
            await self._connection.execute(ADD, orjson.dumps(rows).decode())
        self.taken += len(messages)
        self.ended = perf_counter()

    @property
    def rate(self) -> float:
        return self.taken / (self.ended - self.began)


async def reporting(home: House, **changes: Any) -> Measured:
    """Make a reporting with an empty database, not started."""
    return await home.service(DURABLE, start=False, **changes)
