"""Reading the log: a page of what a caller may see, by position and never by offset, and single events."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Row, String, TextClause, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel.ext.asyncio.session import AsyncSession

from services.notifications.cursor import Cursor
from services.notifications.queries.places import Head, markers
from shared.auth import Caller

Kept = Row[Any]
"""A row of the log, as it is: on this path making objects of rows costs more than finding them."""


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

    events: Sequence[Kept]
    end: Cursor
    more: bool


_TYPED: dict[str, Any] = {
    "after": BigInteger(),
    "limit": BigInteger(),
    "readers": ARRAY(String()),
    "types": ARRAY(String()),
    "event": Uuid(),
}


def _statement(sql: str) -> TextClause:
    return text(sql).bindparams(*(bindparam(name, type_=kind) for name, kind in _TYPED.items() if f":{name}" in sql))


def _for_each_word(words: str, column: str, condition: str = "true") -> TextClause:
    """Return one walk along an index per word, each as long as the page at most; and then the first of all found.

    Both columns of the index are named in condition and order, so that only it serves: along positions alone, the
    server would read the whole log for a word that is rare.
    """
    return _statement(f"""
        SELECT event_log.* FROM event_log JOIN (
          SELECT found.position FROM unnest({words}) AS one (word) CROSS JOIN LATERAL (
            SELECT position FROM event_log
            WHERE {column} <= one.word AND ({column}, position) > (one.word, :after) AND {condition}
            ORDER BY {column}, position LIMIT :limit
          ) AS found ORDER BY found.position LIMIT :limit
        ) AS page USING (position) ORDER BY position""")  # noqa: S608 - of the fixed words below


ALL = _statement("SELECT * FROM event_log WHERE position > :after ORDER BY position LIMIT :limit")
OF_READERS = _for_each_word(":readers", "readers")
OF_TYPES = _for_each_word(":types", "type")
OF_TYPES_AND_READERS = _for_each_word(":types", "type", "readers = ANY(:readers)")
SINGLE = _statement("SELECT * FROM event_log WHERE event_id = :event")
SINGLE_OF_READERS = _statement("SELECT * FROM event_log WHERE event_id = :event AND readers = ANY(:readers)")


async def part(session: AsyncSession, view: View, head: Head, after: int, limit: int) -> Part:
    """Return the next events after a position.

    The end is the last event of a full part, else the head of the log as this session sees it, so that a reader
    of rare events need not walk the same stretch again.
    """
    values: dict[str, Any] = {"after": after, "limit": limit + 1}
    statement = ALL if view.readers is None else OF_READERS
    if view.types:
        values["types"] = list(view.types)
        statement = OF_TYPES if view.readers is None else OF_TYPES_AND_READERS
    if view.readers is not None:
        values["readers"] = list(view.readers)
    connection = await session.connection()
    found = (await connection.execute(statement, values)).all()
    shown, more = found[:limit], len(found) > limit
    end = shown[-1].position if more else max(after, head.position)
    return Part(shown, Cursor(log=head.log, position=end, streams=await markers(session, end)), more)


async def single(session: AsyncSession, view: View, event: UUID) -> Kept | None:
    """Return one event, or None if there is none that the caller may see."""
    connection = await session.connection()
    if view.readers is None:
        return (await connection.execute(SINGLE, {"event": event})).first()
    return (await connection.execute(SINGLE_OF_READERS, {"event": event, "readers": list(view.readers)})).first()
