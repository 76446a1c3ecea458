"""How far a consumer's own database has got on a stream: noticing one that was put back to an older copy."""

from dataclasses import dataclass

import structlog
from nats.js import JetStreamContext
from nats.js.api import ConsumerInfo
from opentelemetry import metrics
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.database import Database
from shared.errors import UnavailableError
from shared.events.base import REWOUND
from shared.messaging import provision
from shared.messaging.provision import Topology
from shared.messaging.subscription import Subscription
from shared.outbox.record import Cause
from shared.outbox.rewind import begin_epoch

log = structlog.get_logger()
caught_up_total = metrics.get_meter("partnership.inbox").create_counter(
    "inbox.rewound",
    unit="{durable}",
    description="Databases found to hold less than was acknowledged; everything is heard again",
)

FARTHEST = text("""
    SELECT greatest(
        (SELECT max(stream_seq) FROM inbox WHERE consumer = :consumer AND stream = :stream),
        (SELECT max(stream_seq) FROM dead_letter WHERE consumer = :consumer AND stream = :stream), 0) AS sequence""")


class ForgotError(UnavailableError):
    """The database holds less than was taken in: nothing new may hide that before what is missing was heard again."""


# once for all the streams that are found behind one after the other
SHOWN_OTHERWISE = text("""
    SELECT EXISTS (SELECT 1 FROM outbox_event WHERE event_type NOT LIKE :rewound
                   OR recorded_at > clock_timestamp() - interval '1 minute')""")


@dataclass(slots=True)
class Reach:
    """How far one subscription of one service has got, by its database and by what this process committed."""

    consumer: str
    stream: str
    database: Database
    known: int = 0
    """The place in the stream that the database was known to hold."""
    fresh: bool = True
    """Whether this process has never compared its database with the broker."""
    _connections: int = -1

    async def verify(self, connection: AsyncConnection) -> None:
        """Refuse to take anything in on a database that holds less than it did.

        Only a new connection can lead to another copy, so it is asked once for each that was made.
        """
        made = self.database.connections
        if made == self._connections:
            return
        if (held := await self._held(connection)) < self.known:
            raise ForgotError(f"The database holds {self.stream} up to {held}, and held it up to {self.known}.")
        self._connections = made

    def committed(self, sequence: int) -> None:
        self.known = max(self.known, sequence)

    async def is_behind(self, acknowledged: int, *, exactly: bool) -> bool:
        """Say whether the database holds less than we have acknowledged to the broker, or than it held before.

        An acknowledgement follows its commit, so of a database that was left alone neither is ever true. `exactly` is
        whether every message is ours: else what the broker counts as acknowledged may include some that are not,
        as long as an older one waits for another try, and is believed only when a process asks for the first time.
        """
        known = self.known  # as of before the look: what is committed meanwhile may not be in it
        async with self.database.transaction(Cause(f"service:{self.consumer}", "reach")) as change:
            held = await self._held(change.connection)
        if held < known or (acknowledged > held and (exactly or self.fresh)):
            log.warning(
                "the database holds less than was taken in: everything is heard again",
                stream=self.stream,
                holds=held,
                held_before=known,
                acknowledged=acknowledged,
            )
            return True
        self.fresh = False
        self.committed(held)
        return False

    async def hear_again(self, js: JetStreamContext, topology: Topology, subscription: Subscription) -> ConsumerInfo:
        """Make the durable anew, from the first event: the inbox drops what it has, wherever the holes are."""
        await self._tell()
        await js.delete_consumer(self.stream, self.consumer)
        info = await provision.ensure_durable(js, topology, subscription)
        self.known, self.fresh = 0, False
        caught_up_total.add(1, {"stream": self.stream})
        return info

    async def _tell(self) -> None:
        """Begin a new epoch, where no event of our own in a stream will show that the database went back."""
        async with self.database.engine.connect() as connection:
            shown: bool = (await connection.execute(SHOWN_OTHERWISE, {"rewound": f"%.{REWOUND}.%"})).scalar_one()
        if not shown:
            await begin_epoch(self.database, self.consumer, [], complete=True)

    async def _held(self, connection: AsyncConnection) -> int:
        row = (await connection.execute(FARTHEST, {"consumer": self.consumer, "stream": self.stream})).one()
        return int(row.sequence)
