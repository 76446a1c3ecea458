"""How far each stream is in the read models, as a cursor from which a feed goes on."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Row, String, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.cursor import NO_EVENT, SNAPSHOT, Cursor, Marker
from shared.errors import UnavailableError

STREAMS: Final = ("PROJECTS", "COUNCILS")
HEARD_BEFORE: Final = "heard before"
"""In the place of a life of a stream: what was heard before states were made of it (see the migration)."""

SETTLING = timedelta(minutes=10)
"""By so much may events be recorded in another order than they were told in: longer than any change takes."""

STRETCHES = text("""
    SELECT stream, incarnation, first, last, last_event, recorded_at FROM taken_stretch
    ORDER BY stream, incarnation, first""")
# discarded means that it is in no state for good; of an older life of the stream, it says nothing of this one
SETTLED_LETTERS = text("""
    SELECT DISTINCT stream_seq FROM dead_letter
    WHERE consumer = 'reporting' AND stream = :stream AND state <> 'parked' AND stream_seq BETWEEN :first AND :last
      AND parked_at >= CAST(CAST(:incarnation AS text) AS timestamptz)""").bindparams(
    bindparam("first", type_=BigInteger), bindparam("last", type_=BigInteger), bindparam("incarnation", type_=String)
)
SETTLED_EVENT = text("""
    SELECT event_id FROM told_event WHERE stream = :stream AND recorded_at <= :before
    ORDER BY recorded_at DESC LIMIT 1""").bindparams(bindparam("before", type_=DateTime(timezone=True)))


async def cursor(session: AsyncSession) -> Cursor:
    """Return the place up to which everything is in the read models, as this session sees them.

    Whatever the state lacks comes after it: also an event that waits for another try, or is parked, and all since.
    """
    connection = await session.connection()
    found = (await connection.execute(STRETCHES)).all()
    if any(row.incarnation == HEARD_BEFORE for row in found):
        raise UnavailableError(
            "Some of what is known was heard before there were snapshots, and is in none. The operators build the read "
            "models anew, once ('rebuild' in the runbook).",
            code="state-incomplete",
        )
    by_stream = {stream: list(rows) for stream, rows in groupby(found, lambda row: str(row.stream))}
    markers = {stream: await _marker(connection, stream, by_stream.get(stream, ())) for stream in STREAMS}
    return Cursor(log=SNAPSHOT, position=0, streams=markers)


async def _marker(connection: AsyncConnection, stream: str, rows: Iterable[Row[Any]]) -> Marker:
    """Return the newest event up to which the stream was taken in without a gap, in whichever life it got furthest."""
    ends = [
        await _end(connection, stream, incarnation, list(some))
        for incarnation, some in groupby(rows, lambda row: str(row.incarnation))
    ]
    ends_known = [end for end in ends if end is not None]
    if not ends_known:
        return Marker(incarnation=None, sequence=0, event=NO_EVENT)
    end = max(ends_known, key=lambda row: (row.recorded_at, row.incarnation))
    return Marker(
        incarnation=end.incarnation,
        sequence=end.last,
        event=end.last_event,
        settled=await _settled(connection, stream, end.recorded_at),
    )


async def _end(connection: AsyncConnection, stream: str, incarnation: str, rows: Sequence[Row[Any]]) -> Row[Any] | None:
    """Return the stretch at whose end the first gap is; None if that is at the very beginning."""
    end: Row[Any] | None = None
    for row in rows:
        reached = end.last if end is not None else 0
        if row.first > reached + 1:
            values = {"stream": stream, "incarnation": incarnation, "first": reached + 1, "last": row.first - 1}
            letters = (await connection.execute(SETTLED_LETTERS, values)).all()
            if len(letters) < row.first - 1 - reached:
                break
        if row.last > reached:
            end = row
    return end


async def _settled(connection: AsyncConnection, stream: str, recorded: datetime) -> UUID | None:
    found: UUID | None = (
        await connection.execute(SETTLED_EVENT, {"stream": stream, "before": recorded - SETTLING})
    ).scalar()
    return found
