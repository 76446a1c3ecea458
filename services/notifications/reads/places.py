"""Places in the log: its head, the newest event of each stream at a position, and where a cursor's reader goes on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import BigInteger, Float, String, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from services.notifications.cursor import Cursor, Marker
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
    unseen = [await _first_unseen(connection, stream, cursor.streams.get(stream)) for stream in STREAMS]
    return min((position - 1 for position in unseen if position is not None), default=log.position)


async def _first_unseen(connection: AsyncConnection, stream: str, marker: Marker | None) -> int | None:
    """Return where a stream goes on after its marker: found by event id, else by its place in the stream."""
    place: dict[str, object] = {"stream": stream, "incarnation": "", "sequence": 0, "position": 0}
    if marker is not None:
        row = (await connection.execute(BY_ID, {"event": marker.event, "stream": stream})).first()
        place |= {
            "incarnation": marker.incarnation if row is None else row.incarnation,
            "sequence": marker.sequence if row is None else row.stream_seq,
            "position": 0 if row is None else row.position,
        }
    found: int | None = (await connection.execute(FIRST_UNSEEN, place)).scalar()
    return found
