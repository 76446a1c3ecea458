"""Reading the log: a page of what a caller may see, by position and never by offset, and single events."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import BigInteger, String, TextClause, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.notifications.cursor import Cursor
from services.notifications.models import LoggedEvent
from services.notifications.queries.places import Head, markers
from shared.auth import Caller


@dataclass(frozen=True, slots=True)
class View:
    """What a reader wants of the log, and what it may see: `readers` null means all, empty `types` all types."""

    readers: tuple[str, ...] | None
    types: tuple[str, ...] = ()

    @classmethod
    def of(cls, caller: Caller, types: Sequence[str] = ()) -> "View":
        """Return what a caller may see: the Office everything, a council what is open and what is about itself."""
        readers = None if caller.council is None else ("all", f"council:{caller.council}")
        return cls(readers, tuple(types))


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the log: its events, where it ends, and whether more is known to follow."""

    events: Sequence[LoggedEvent]
    end: Cursor
    more: bool


def _with(statement: str) -> TextClause:
    return text(statement).bindparams(bindparam("after", type_=BigInteger), bindparam("limit", type_=BigInteger))


_MANY = ARRAY(String)
ALL = _with("SELECT position FROM event_log WHERE position > :after ORDER BY position LIMIT :limit")
# one walk along an index per word, each as short as the page; then the first of them all
OF_READERS = _with("""
    SELECT found.position FROM unnest(:readers) AS one (word) CROSS JOIN LATERAL (
      SELECT position FROM event_log WHERE readers = one.word AND position > :after ORDER BY position LIMIT :limit
    ) AS found ORDER BY found.position LIMIT :limit""").bindparams(bindparam("readers", type_=_MANY))
OF_TYPES = _with("""
    SELECT found.position FROM unnest(:types) AS one (word) CROSS JOIN LATERAL (
      SELECT position FROM event_log WHERE type = one.word AND position > :after ORDER BY position LIMIT :limit
    ) AS found ORDER BY found.position LIMIT :limit""").bindparams(bindparam("types", type_=_MANY))
OF_TYPES_AND_READERS = _with("""
    SELECT found.position FROM unnest(:types) AS one (word) CROSS JOIN LATERAL (
      SELECT position FROM event_log WHERE type = one.word AND readers = ANY(:readers) AND position > :after
      ORDER BY position LIMIT :limit
    ) AS found ORDER BY found.position LIMIT :limit""").bindparams(
    bindparam("types", type_=_MANY), bindparam("readers", type_=_MANY)
)


async def part(session: AsyncSession, view: View, head: Head, after: int, limit: int) -> Part:
    """Return the next events after a position.

    The end is the last event of a full part, else the head of the log as this session sees it, so that a reader
    of rare events need not walk the same stretch again.
    """
    positions = await _positions(session, view, after, limit + 1)
    shown, more = positions[:limit], len(positions) > limit
    query = select(LoggedEvent).where(col(LoggedEvent.position).in_(shown)).order_by(col(LoggedEvent.position))
    events = (await session.exec(query)).all() if shown else []
    end = shown[-1] if more else max(after, head.position)
    return Part(events, Cursor(log=head.log, position=end, streams=await markers(session, end)), more)


async def single(session: AsyncSession, view: View, event: UUID) -> LoggedEvent | None:
    """Return one event, or None if there is none that the caller may see."""
    query = select(LoggedEvent).where(LoggedEvent.event_id == event)
    if view.readers is not None:
        query = query.where(col(LoggedEvent.readers).in_(view.readers))
    return (await session.exec(query)).first()


async def _positions(session: AsyncSession, view: View, after: int, limit: int) -> list[int]:
    values: dict[str, object] = {"after": after, "limit": limit}
    statement = ALL if view.readers is None else OF_READERS
    if view.types:
        values["types"] = list(view.types)
        statement = OF_TYPES if view.readers is None else OF_TYPES_AND_READERS
    if view.readers is not None:
        values["readers"] = list(view.readers)
    connection = await session.connection()
    return [row.position for row in await connection.execute(statement, values)]
