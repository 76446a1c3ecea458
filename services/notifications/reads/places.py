"""Places in the log: its head, the newest event of each stream at a position, and where a cursor's reader goes on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BigInteger, Float, Row, String, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.cursor import SNAPSHOT, Cursor, Marker
from shared.messaging.provision import MAX_ACK_PENDING

STREAMS: Final = ("PROJECTS", "COUNCILS", "REPORTING", "NOTIFICATIONS")

SETTLING_SECONDS = 600.0
"""For so long after an event was kept, an earlier one of its stream may still have been waiting for another try."""

# a restored database has the same id and another history: its epoch tells
HEAD = text("SELECT log, epoch, position FROM event_log_head CROSS JOIN database_epoch")
# the newest that has been there for a while; but never further back than the newest thousand. The condition and the
# order both name (stream, position), so that only that index serves: along positions alone, the server would read the
# whole log for a stream that has next to nothing in it
MARKERS = text("""
    SELECT one.stream, settled.incarnation, settled.stream_seq, settled.event_id
    FROM unnest(:streams) AS one (stream) CROSS JOIN LATERAL (
      (SELECT incarnation, stream_seq, event_id FROM (
         SELECT stream, position, incarnation, stream_seq, event_id, kept_at FROM event_log
         WHERE stream >= one.stream AND (stream, position) <= (one.stream, :position)
         ORDER BY stream DESC, position DESC LIMIT :reach) AS recent
       WHERE recent.kept_at < clock_timestamp() - make_interval(secs => :settling)
       ORDER BY recent.stream DESC, recent.position DESC LIMIT 1)
      UNION ALL
      (SELECT incarnation, stream_seq, event_id FROM event_log
       WHERE stream >= one.stream AND (stream, position) <= (one.stream, :position)
       ORDER BY stream DESC, position DESC OFFSET :reach - 1 LIMIT 1)
      LIMIT 1
    ) AS settled""").bindparams(
    bindparam("streams", type_=ARRAY(String)),
    bindparam("position", type_=BigInteger),
    bindparam("reach", MAX_ACK_PENDING, type_=BigInteger),
    bindparam("settling", SETTLING_SECONDS, type_=Float),
)
BY_ID = text("""SELECT incarnation, stream_seq, position FROM event_log
                WHERE event_id = :event AND stream = :stream""").bindparams(bindparam("event", type_=Uuid))
FIRST_UNSEEN = text("""
    SELECT position FROM event_log
    WHERE stream = :stream AND CASE WHEN incarnation IS NOT DISTINCT FROM CAST(:incarnation AS varchar)
                                    THEN stream_seq > :sequence ELSE position > :position END
    ORDER BY position LIMIT 1""").bindparams(
    bindparam("sequence", type_=BigInteger), bindparam("position", type_=BigInteger)
)


@dataclass(frozen=True, slots=True)
class Head:
    """Which log this is, and how far it has got."""

    log: str
    position: int


async def head(session: AsyncSession) -> Head:
    """Return the log's head as this session sees it."""
    connection = await session.connection()
    row = (await connection.execute(HEAD)).one()
    return Head(f"{row.log.hex}-{row.epoch}", row.position)


async def markers(session: AsyncSession, position: int) -> Mapping[str, Marker]:
    """Return the newest event of each stream at a position before which nothing was still to come."""
    connection = await session.connection()
    found = await connection.execute(MARKERS, {"streams": list(STREAMS), "position": position})
    return {
        row.stream: Marker(incarnation=row.incarnation, sequence=row.stream_seq, event=row.event_id) for row in found
    }


async def at_head(session: AsyncSession, log: Head) -> Cursor:
    """Return the cursor of a reader who wants only what is new."""
    return Cursor(log=log.log, position=log.position, streams=await markers(session, log.position))


async def position_of(session: AsyncSession, cursor: Cursor, log: Head) -> int:
    """Return the position after which a cursor's reader goes on.

    In the log it was made from that is its own position. In another one (built anew from the streams, or restored)
    it is just before the first event of any stream that the reader may not have seen: some events may come again,
    none is missed.
    """
    if cursor.log == log.log and cursor.position <= log.position:
        return cursor.position
    connection = await session.connection()
    if cursor.log == SNAPSHOT:
        return await _after_snapshot(connection, cursor, log)
    unseen = [await _first_unseen(connection, stream, cursor.streams.get(stream)) for stream in STREAMS]
    return min((position - 1 for position in unseen if position is not None), default=log.position)


async def _after_snapshot(connection: AsyncConnection, cursor: Cursor, log: Head) -> int:
    """Return where the feed goes on from a state that was made of some of the streams.

    The others have no say in how far back it begins; but what they said since the newest event in the state comes too.
    """
    places = [await _place_in(connection, stream, marker) for stream, marker in cursor.streams.items()]
    unseen = [found - 1 for place in places if (found := await _unseen_after(connection, place)) is not None]
    newest = max((place.newest for place in places), default=0)
    return min([*unseen, *([newest] if newest else [])], default=log.position)


@dataclass(frozen=True, slots=True)
class _Place:
    """How far a reader has got on a stream: by sequence in one life of it, by position in the log in the others."""

    stream: str
    incarnation: str | None
    sequence: int
    position: int
    newest: int = 0
    """Where the log holds the newest event that the reader has; nowhere if it does not, yet."""


async def _place_in(connection: AsyncConnection, stream: str, marker: Marker) -> _Place:
    """Return where the reader of a snapshot has got to.

    Sequences of the life that reporting heard tell exactly. What the log holds of another life came in another order,
    perhaps: it counts as seen up to an event that had settled, of which both orders say the same.
    """
    newest = await _by_id(connection, stream, marker.event)
    settled = await _by_id(connection, stream, marker.settled) if marker.settled else None
    position = settled.position if settled else 0
    at = newest.position if newest else 0
    if newest is None:
        return _Place(stream, marker.incarnation, marker.sequence, position)
    if newest.incarnation == marker.incarnation:
        # said twice, it may stand at another place here than there
        return _Place(stream, newest.incarnation, min(newest.stream_seq, marker.sequence), position, at)
    if settled is None:
        return _Place(stream, "", 0, 0, at)
    return _Place(stream, settled.incarnation, settled.stream_seq, position, at)


async def _first_unseen(connection: AsyncConnection, stream: str, marker: Marker | None) -> int | None:
    """Return where a stream goes on after its marker: found by event id, else by its place in the stream."""
    if marker is None:
        return await _unseen_after(connection, _Place(stream, "", 0, 0))
    row = await _by_id(connection, stream, marker.event)
    if row is None:
        return await _unseen_after(connection, _Place(stream, marker.incarnation, marker.sequence, 0))
    return await _unseen_after(connection, _Place(stream, row.incarnation, row.stream_seq, row.position))


async def _by_id(connection: AsyncConnection, stream: str, event: UUID) -> Row[Any] | None:
    return (await connection.execute(BY_ID, {"event": event, "stream": stream})).first()


async def _unseen_after(connection: AsyncConnection, place: _Place) -> int | None:
    values = {
        "stream": place.stream,
        "incarnation": place.incarnation,
        "sequence": place.sequence,
        "position": place.position,
    }
    found: int | None = (await connection.execute(FIRST_UNSEEN, values)).scalar()
    return found
