"""The inbox: what was taken in already, and in which order, so that every effect happens once and none too late."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Literal
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Identity,
    Index,
    LargeBinary,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import Field

from shared.errors import ConflictError
from shared.events import Envelope
from shared.outbox.record import SharedTable

Guard = Literal["strict", "newer", "none"]
"""How a consumer keeps versions in order: strict waits for the gap to be filled (it hears every event of an
aggregate from its first); newer applies what is newer than what it has; none only drops what it has had."""


class Inbox(SharedTable, table=True):
    """An event that this consumer has taken in; written in the transaction of its effect.

    Never pruned, as the streams and outboxes are not: they keep everything for ever, so any event may come again, from
    a durable made anew or a store that was lost. With its row gone, such an event would have its effect a second time
    where no version guards it (the log of notifications, say). A row is smaller than the outbox row it answers to.
    """

    __tablename__ = "inbox"
    __table_args__ = (Index("inbox_reach", "consumer", "stream", "stream_seq"),)
    consumer: str = Field(primary_key=True)
    event_id: UUID = Field(primary_key=True)
    stream: str
    stream_seq: int = Field(sa_type=BigInteger)
    processed_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp())
    )


class InboxVersion(SharedTable, table=True):
    """The newest version of an aggregate that this consumer has taken in, and its epoch; never pruned."""

    __tablename__ = "inbox_version"
    consumer: str = Field(primary_key=True)
    aggregate_type: str = Field(primary_key=True)
    aggregate_id: str = Field(primary_key=True)
    version: int = Field(sa_type=BigInteger)
    epoch: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class DeadLetter(SharedTable, table=True):
    """A message that could not be taken in: kept with its reason until a person replays or discards it."""

    __tablename__ = "dead_letter"
    __table_args__ = (
        UniqueConstraint(
            "consumer",
            "stream",
            "stream_seq",
            "event_id",
            name="dead_letter_once",
            postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint("state IN ('parked', 'replayed', 'discarded')", name="dead_letter_state"),
    )
    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    consumer: str
    event_id: UUID | None = None
    event_type: str | None = None
    aggregate: str | None = None
    version: int | None = Field(default=None, sa_type=BigInteger)
    subject: str
    stream: str
    stream_seq: int = Field(sa_type=BigInteger)
    payload: bytes = Field(sa_type=LargeBinary)
    headers: dict[str, str] = Field(sa_type=JSONB)
    cause: str
    error: str
    deliveries: int
    parked_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp())
    )
    state: str = Field(default="parked", sa_column_kwargs={"server_default": "parked"})
    settled_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    settled_by: str | None = None
    settled_reason: str | None = None


class Verdict(Enum):
    """What to do with an event that arrived."""

    APPLY = "apply"
    COVERED = "covered"
    """Had already, or older than what was applied: only remember that it came."""
    GAP = "gap"
    """A version before it has not come yet."""


Place = tuple[int, int]
"""Where an aggregate's history has got to: epoch and version. A newer epoch comes after every version of an older."""

NOTHING: Place = (0, 0)


@dataclass(slots=True)
class Known:
    """What a consumer has of the events and aggregates in a list, as read at the start of its transaction."""

    seen: set[UUID]
    versions: dict[tuple[str, str], Place]

    def judge(self, envelope: Envelope, guard: Guard) -> Verdict:
        """Decide what to do with the next event of the list, and count it as applied if that is the decision."""
        if envelope.id in self.seen:
            return Verdict.COVERED
        have, comes = self.have(envelope), (envelope.epoch, envelope.sequence)
        if guard != "none":
            if comes <= have:
                return Verdict.COVERED
            if guard == "strict" and (envelope.sequence > have[1] + 1 or self._leaps(envelope, have)):
                return Verdict.GAP
        self.apply(envelope)
        return Verdict.APPLY

    def _leaps(self, envelope: Envelope, have: Place) -> bool:
        """Say whether an event of a newer epoch came without the one before it.

        A restored producer goes on from an earlier version, which leaves no gap in the numbers; its chain tells.
        """
        newer = 0 < have[0] < envelope.epoch
        return newer and envelope.previousid is not None and envelope.previousid not in self.seen

    def apply(self, envelope: Envelope) -> None:
        """Count an event as applied."""
        aggregate = (envelope.aggregate_type, envelope.aggregate_id)
        self.seen.add(envelope.id)
        self.versions[aggregate] = max(self.have(envelope), (envelope.epoch, envelope.sequence))

    def have(self, envelope: Envelope) -> Place:
        """Return how far the history of an event's aggregate was applied; NOTHING if none of it was."""
        return self.versions.get((envelope.aggregate_type, envelope.aggregate_id), NOTHING)


KNOWN = text("""
    WITH have AS (
    SELECT v.aggregate_type, v.aggregate_id, v.epoch, v.version FROM inbox_version AS v
    JOIN unnest(CAST(:types AS text[]), CAST(:keys AS text[])) AS wanted (type, id)
      ON v.aggregate_type = wanted.type AND v.aggregate_id = wanted.id
    WHERE v.consumer = :consumer ORDER BY v.aggregate_type, v.aggregate_id FOR UPDATE OF v)
    SELECT aggregate_type, aggregate_id, epoch, version, NULL AS event_id FROM have
    UNION ALL
    SELECT NULL, NULL, NULL, NULL, event_id FROM inbox
    WHERE consumer = :consumer AND event_id = ANY(CAST(:ids AS uuid[]))""")
REMEMBER = text("""
    WITH taken AS (
    INSERT INTO inbox AS have (consumer, event_id, stream, stream_seq)
    SELECT :consumer, x.event_id, :stream, x.seq
    FROM unnest(CAST(:ids AS uuid[]), CAST(:seqs AS bigint[])) AS x (event_id, seq)
    ON CONFLICT (consumer, event_id)
    DO UPDATE SET stream_seq = EXCLUDED.stream_seq WHERE have.stream_seq < EXCLUDED.stream_seq
    RETURNING event_id, xmax = 0 AS is_new),
    advanced AS (
    INSERT INTO inbox_version AS have (consumer, aggregate_type, aggregate_id, epoch, version)
    SELECT :consumer, x.type, x.id, x.epoch, x.version
    FROM unnest(CAST(:types AS text[]), CAST(:keys AS text[]), CAST(:epochs AS integer[]), CAST(:versions AS bigint[]))
         AS x (type, id, epoch, version)
    ON CONFLICT (consumer, aggregate_type, aggregate_id)
    DO UPDATE SET epoch = EXCLUDED.epoch, version = EXCLUDED.version
    WHERE (have.epoch, have.version) < (EXCLUDED.epoch, EXCLUDED.version)
    RETURNING 1)
    SELECT ARRAY(SELECT event_id FROM taken WHERE is_new) AS new, (SELECT count(*) FROM advanced) AS advanced""")
"""One statement each, for each takes a round trip: what was known, and what is remembered."""


async def known(connection: AsyncConnection, consumer: str, envelopes: Sequence[Envelope]) -> Known:
    """Read what is known of these events and lock their aggregates' versions for this transaction."""
    ids = [envelope.id for envelope in envelopes]
    # after a restore the event before one tells whether any is missing; in the first epoch no one asks
    ids += [e.previousid for e in envelopes if e.epoch > 1 and e.previousid is not None]
    aggregates = sorted({(e.aggregate_type, e.aggregate_id) for e in envelopes})
    found = await connection.execute(
        KNOWN,
        {
            "consumer": consumer,
            "types": [kind for kind, _ in aggregates],
            "keys": [key for _, key in aggregates],
            "ids": ids,
        },
    )
    seen: set[UUID] = set()
    versions: dict[tuple[str, str], Place] = {}
    for row in found:
        if row.event_id is not None:
            seen.add(row.event_id)
        else:
            versions[row.aggregate_type, row.aggregate_id] = row.epoch, row.version
    return Known(seen, versions)


async def take_in(
    connection: AsyncConnection,
    consumer: str,
    envelopes: Sequence[Envelope],
    after: Known,
    applied: Collection[Envelope],
    guard: Guard,
) -> None:
    """Remember that these events came, and how far their aggregates have got.

    Refuses when another replica was at it at the same moment, which only shows here: what it wrote could not be
    seen, and an aggregate's first version is no row that could be locked. Coming again finds it there.
    """
    if not envelopes:
        return
    places: dict[UUID, int] = {}
    for envelope in envelopes:
        # one that was published twice is remembered where it came last: the newest row tells how far we have got
        places[envelope.id] = max(places.get(envelope.id, 0), envelope.stream_sequence or 0)
    aggregates = sorted({(e.aggregate_type, e.aggregate_id) for e in applied})
    remembered = await connection.execute(
        REMEMBER,
        {
            "consumer": consumer,
            "stream": envelopes[0].stream or "",
            "ids": list(places),
            "seqs": list(places.values()),
            "types": [kind for kind, _ in aggregates],
            "keys": [key for _, key in aggregates],
            "epochs": [after.versions[aggregate][0] for aggregate in aggregates],
            "versions": [after.versions[aggregate][1] for aggregate in aggregates],
        },
    )
    new, advanced = remembered.one()
    if not {e.id for e in applied} <= set(new):
        raise ConflictError("Another replica took one of these events in at the same moment.")
    if guard != "none" and advanced < len(aggregates):
        raise ConflictError("Another replica took a later event of one of these aggregates in at the same moment.")
