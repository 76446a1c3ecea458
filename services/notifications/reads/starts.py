"""Where a subscription begins: now, at a cursor, a moment or a release, or with the first event there is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel.ext.asyncio.session import AsyncSession

from services.notifications.reads import moments, places
from shared.cursor import Cursor
from shared.errors import refuse_field
from shared.events.projects import ReleaseClosed

CLOSED = text("""SELECT position FROM event_log WHERE type = :type AND subject = :release
                 AND (CAST(:readers AS varchar[]) IS NULL OR readers = ANY(:readers))
                 ORDER BY position DESC LIMIT 1""").bindparams(bindparam("readers", type_=ARRAY(String)))


@dataclass(frozen=True, slots=True)
class Start:
    """A place in the log from which on events are wanted: after a position, which the cursor keeps for good."""

    position: int
    cursor: str


async def now(session: AsyncSession) -> Start:
    head = await places.head(session)
    return Start(head.position, (await places.at_head(session, head)).seal())


async def beginning(session: AsyncSession) -> Start:
    return await _after(session, 0)


async def at_cursor(session: AsyncSession, word: str, *, field: str) -> Start:
    """Return the start at a cursor; refuse what is none."""
    cursor = Cursor.open(word, field=field)
    position = await places.position_of(session, cursor, await places.head(session))
    return Start(position, word)


async def since(session: AsyncSession, moment: datetime) -> Start:
    """Return the start with the first event that was recorded at a moment or later."""
    return await _after(session, await moments.before(await session.connection(), moment))


async def at_release(session: AsyncSession, release: str, readers: tuple[str, ...] | None, *, field: str) -> Start:
    """Return the start with the closing of a release; refuse where that has not been heard of."""
    values = {
        "type": ReleaseClosed.type_name(),
        "release": release,
        "readers": None if readers is None else list(readers),
    }
    found: int | None = (await (await session.connection()).execute(CLOSED, values)).scalar()
    if found is None:
        refuse_field(field, "release-not-closed", f"no release '{release}' has been closed")
    return await _after(session, found - 1)


async def _after(session: AsyncSession, position: int) -> Start:
    head = await places.head(session)
    cursor = Cursor(log=head.log, position=position, streams=await places.markers(session, position))
    return Start(position, cursor.seal())
