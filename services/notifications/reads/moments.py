"""Where in the log a moment is: the position before the first event that was recorded since."""

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, DateTime, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

SKEW = timedelta(minutes=5)
"""By how much the clock of whoever recorded an event may be ahead of the clock that says when it was kept."""

REACH = text("SELECT coalesce(min(position), 0) AS first, coalesce(max(position), 0) AS last FROM event_log")
KEPT = text("""SELECT position, kept_at FROM event_log WHERE position <= :position
               ORDER BY position DESC LIMIT 1""").bindparams(bindparam("position", type_=BigInteger))
RECORDED = text("""SELECT position FROM event_log WHERE position > :after AND recordedtime >= :since
                   ORDER BY position LIMIT 1""").bindparams(
    bindparam("after", type_=BigInteger), bindparam("since", type_=DateTime(timezone=True))
)


async def before(connection: AsyncConnection, since: datetime) -> int:
    """Return the last position before every event that was recorded at a moment or later."""
    after = await _kept_before(connection, since - SKEW)
    found: int | None = (await connection.execute(RECORDED, {"after": after, "since": since})).scalar()
    if found is not None:
        return found - 1
    return int((await connection.execute(REACH)).one().last)


async def _kept_before(connection: AsyncConnection, moment: datetime) -> int:
    """Return a position up to which all was kept before a moment, and so recorded before it.

    Positions are in the order of keeping: halving what is left finds the place in a few steps, without an index.
    """
    low, high = (await connection.execute(REACH)).one()
    low -= 1
    while low < high:
        middle = (low + high + 1) // 2
        row = (await connection.execute(KEPT, {"position": middle})).first()
        if row is None or row.kept_at < moment:
            low = middle
        else:
            high = min(middle, row.position) - 1
    return int(max(low, 0))
