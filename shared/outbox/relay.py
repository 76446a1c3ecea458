"""The relay: one leader per database publishes what is not yet published, in order, and marks it after the ack."""

import asyncio
import random
from collections.abc import Callable
from typing import Any, Protocol

import asyncpg
import structlog
from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError
from opentelemetry import metrics

from shared.crash import crash_point
from shared.database import Database
from shared.outbox.audit import audit
from shared.outbox.publish import BATCH_LIMIT, Publisher

log = structlog.get_logger()
meter = metrics.get_meter("partnership.outbox")
published_total = meter.create_counter(
    "outbox.published", unit="{event}", description="Events acknowledged by JetStream"
)
put_back_total = meter.create_counter(
    "outbox.put_back", unit="{event}", description="Events the broker lost, to be published again"
)

oldest_gauge = meter.create_gauge("outbox.oldest", unit="s", description="How long the oldest event has waited")

LEADER_LOCK = 7_200_001
"""The advisory lock that makes one relay the leader of a database; the number only has to be ours."""

# never a remembered position: a row is found whenever it becomes visible, however late its transaction committed
# as many as make so many bytes, and one at least: 500 of the largest would be a quarter of a gigabyte
PICK = """SELECT position, event_id, aggregate, subject, payload, headers
          FROM (SELECT *, sum(octet_length(payload)) OVER (ORDER BY position) - octet_length(payload) AS bytes_before
                FROM (SELECT position, event_id, aggregate_type || '/' || aggregate_id AS aggregate, subject, payload,
                             headers
                      FROM outbox_event WHERE published_at IS NULL ORDER BY position LIMIT $1) AS first) AS waiting
          WHERE bytes_before < $2 ORDER BY position"""
PICK_BYTES = 8 * 1024 * 1024
# no wait for the disk: a mark that a crash of the database forgets is an event that is handed over again, as after a
# crash before the mark, and the next event waits for one disk sync fewer
MARK = """UPDATE outbox_event AS o SET published_at = clock_timestamp(), stream_seq = x.seq
          FROM unnest($1::bigint[], $2::bigint[]) AS x(position, seq),
               (SELECT set_config('synchronous_commit', 'off', true)) AS unhurried
          WHERE o.position = x.position"""
OLDEST = """SELECT EXTRACT(epoch FROM clock_timestamp() - recorded_at)::float FROM outbox_event
            WHERE published_at IS NULL ORDER BY position LIMIT 1"""
# a sequence can be claimed by one row only; a claim that is left over from a lost store gives way
UNCLAIM = "UPDATE outbox_event SET stream_seq = NULL, published_at = NULL WHERE stream_seq = ANY($1::bigint[])"

BUSY_FROM = 4
BUSY_WAVES = 3
GATHER_SECONDS = 0.008
"""When so many came during each of so many waves, the next one gathers for a moment: a wave costs the same however
many it takes. A few that a slow disk let come together once need not wait."""

POLL_SECONDS = 1.0
AUDIT_SECONDS = 5.0
STANDBY_SECONDS = 1.0
SLOWEST_RETRY_SECONDS = 5.0
SOON_MISSED = {
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "25000",
}
"""A leader whose machine is gone without a word holds the lock for half a minute, not for the kernel's two hours."""


class Broker(Protocol):
    """The service's connection to NATS, as the relay uses it."""

    client: Client | None

    async def ensure(self) -> None:
        """Make the stream if it is missing."""

    async def open_stream(self, js: JetStreamContext) -> None:
        """Let events into a stream that was made closed."""


class Relay:
    """Publishes one database's outbox to one stream for as long as it runs."""

    def __init__(self, database: Database, stream: str, broker: Broker, scaled: Callable[[float], float]) -> None:
        self.database, self.stream = database, stream
        self._broker, self._scaled = broker, scaled
        self.state = "starting"
        """What readiness tells: starting, standby, leading, or waiting with the reason."""

    async def run(self) -> None:
        """Lead or stand by until cancelled; whatever fails is tried again, a little later each time."""
        delay = 0.05
        while True:
            connection: Any = None
            try:
                connection = await asyncpg.connect(
                    self.database.dsn, timeout=5, command_timeout=30, server_settings=SOON_MISSED
                )
                await connection.add_listener("outbox", lambda *_: self.database.outbox_wake.set())
                while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", LEADER_LOCK):
                    self.state = "standby"
                    # jitter, so that standbys do not ask in step
                    await asyncio.sleep(self._scaled(STANDBY_SECONDS) * (1 + random.random()))  # noqa: S311
                self.database.relay_leads_here = True
                delay = 0.05
                await self._lead(connection)
            except NotFoundError as error:
                self.state = f"waiting: {error!r}"
                log.warning("the stream is gone and is made again", stream=self.stream)
                await self._make_stream()
            except Exception as error:  # noqa: BLE001 - a relay never gives up; each failure is logged and told by readiness
                self.state = f"waiting: {error!r}"
                log.warning("the relay begins again", error=repr(error), in_seconds=delay)
            finally:
                self.database.relay_leads_here = False
                if connection is not None:
                    connection.terminate()  # frees the advisory lock at once
            await asyncio.sleep(delay)
            delay = min(delay * 2, self._scaled(SLOWEST_RETRY_SECONDS))

    async def _make_stream(self) -> None:
        try:
            await self._broker.ensure()
        except Exception as error:  # noqa: BLE001 - the loop around tries again
            log.warning("the stream could not be made yet", stream=self.stream, error=repr(error))

    async def _lead(self, connection: Any) -> None:
        """Publish waves of waiting events until something fails."""
        loop = asyncio.get_running_loop()
        next_audit, audited, busy_waves = 0.0, None, 0
        while True:
            client = self._broker.client
            if client is None or not client.is_connected:
                self.state = "waiting: NATS is not connected"
                await self._measure(connection)
                await asyncio.sleep(self._scaled(POLL_SECONDS))
                continue
            publisher = Publisher(client, self.stream)
            # after every reconnect at once: it may be another server, or one that forgot
            if loop.time() >= next_audit or audited != (client, client.stats["reconnects"]):
                audited = client, client.stats["reconnects"]
                put_back_total.add(
                    await audit(self.database, connection, publisher.js, self.stream, self._broker.open_stream)
                )
                next_audit = loop.time() + self._scaled(AUDIT_SECONDS)
                await self._measure(connection)
            self.database.outbox_wake.clear()  # before the read: no wake-up is lost
            rows = await connection.fetch(PICK, BATCH_LIMIT, PICK_BYTES)
            if not rows:
                self.state, busy_waves = "leading", 0
                await self._rest(connection)
                continue
            crash_point("relay.after_pick")
            done = await publisher.publish(rows)
            crash_point("relay.after_ack_before_mark")
            if done:
                await self._mark(connection, done)
            crash_point("relay.after_mark")
            # a stream that is full, or does not answer, is no state to call healthy
            refused = len(rows) - len(done)
            self.state = f"waiting: {refused} events could not be published yet" if refused else "leading"
            busy_waves = busy_waves + 1 if BUSY_FROM <= len(rows) < BATCH_LIMIT else 0
            if busy_waves >= BUSY_WAVES:
                await asyncio.sleep(GATHER_SECONDS)
            if refused:
                next_audit = 0.0  # the stream may be gone, or new and still closed
                await asyncio.sleep(self._scaled(0.5))  # never spin on what cannot go out now

    async def _mark(self, connection: Any, done: list[tuple[int, int]]) -> None:
        """Mark what was acknowledged, on the session that holds the lock: a leader that lost it cannot mark."""
        positions, sequences = [p for p, _ in done], [s for _, s in done]
        try:
            await connection.execute(MARK, positions, sequences)
        except asyncpg.UniqueViolationError:
            log.warning("the stream gave a sequence a second time", stream=self.stream)
            await connection.execute(UNCLAIM, sequences)
            await connection.execute(MARK, positions, sequences)
        published_total.add(len(done))

    async def _measure(self, connection: Any) -> None:
        """Tell how long the oldest event has waited to be published: the one figure to alarm on."""
        oldest_gauge.set(await connection.fetchval(OLDEST) or 0.0, {"stream": self.stream})

    async def _rest(self, connection: Any) -> None:
        """Wait for a wake-up, at most a poll period; and see that the lock's session is alive."""
        try:
            async with asyncio.timeout(self._scaled(POLL_SECONDS)):
                await self.database.outbox_wake.wait()
        except TimeoutError:
            await connection.execute("SELECT 1")
