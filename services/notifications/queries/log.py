"""Reading the log: a page of what a caller may see, by position and never by offset, and single events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, String, TextClause, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from services.notifications import cloudevents
from services.notifications.domain import filters
from services.notifications.domain.filters import Filter
from services.notifications.domain.subscriptions import readers
from services.notifications.models import Kept
from services.notifications.reads.places import Head, markers
from shared.auth import Caller
from shared.cursor import Cursor

LOOKED_AT = 250
"""How many events are looked at together where filters decide."""
LOOKS = 8
"""How often that is done for one part."""


@dataclass(frozen=True, slots=True)
class View:
    """What a reader wants of the log, and what it may see: `readers` null means all, `types` null all types.

    `wanted` is what filters let through of that; to find it, events have to be looked at one by one.
    """

    readers: tuple[str, ...] | None
    types: tuple[str, ...] | None = None
    wanted: Filter | None = None

    @classmethod
    def of(cls, caller: Caller, types: Sequence[str] = ()) -> "View":
        """Return what a caller may see: the Office everything, a council what is open and what is about itself."""
        return cls(readers(caller.council), tuple(types) or None)

    @classmethod
    def wanting(
        cls, may_see: tuple[str, ...] | None, types: Sequence[str], given: Sequence[Mapping[str, Any]]
    ) -> "View":
        """Return what a subscription brings; types that its filters name are looked for by the index, too."""
        named = filters.only_types(given)
        if named is not None:
            types = sorted(named.intersection(types) if types else named)
        elif not types:
            return cls(may_see, None, filters.read(given) if given else None)
        return cls(may_see, tuple(types), filters.read(given) if given else None)

    def lets_through(self, event: Kept) -> bool:
        """Say whether filters let an event through that is of a wanted type and may be seen."""
        return self.wanted is None or self.wanted(cloudevents.Looking(event)) is True


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
    of rare events need not walk the same stretch again. Where filters let little through, a part ends after so many
    events looked at: it may be empty and yet have more to follow.
    """
    connection = await session.connection()
    if view.wanted is None:
        found = await rows(connection, view, after, limit + 1)
        shown, more = found[:limit], len(found) > limit
        end = shown[-1].position if more else max(after, head.position)
    else:
        shown, end, more = await _let_through(connection, view, head, after, limit)
    return Part(shown, Cursor(log=head.log, position=end, streams=await markers(session, end)), more)


async def rows(connection: AsyncConnection, view: View, after: int, limit: int) -> Sequence[Kept]:
    """Return the next events of the wanted types that may be seen, before any filter."""
    values: dict[str, Any] = {"after": after, "limit": limit}
    statement = ALL if view.readers is None else OF_READERS
    if view.types is not None:
        values["types"] = list(view.types)
        statement = OF_TYPES if view.readers is None else OF_TYPES_AND_READERS
    if view.readers is not None:
        values["readers"] = list(view.readers)
    return (await connection.execute(statement, values)).all()


async def _let_through(
    connection: AsyncConnection, view: View, head: Head, after: int, limit: int
) -> tuple[list[Kept], int, bool]:
    """Return the next events that filters let through, where looking for them ended, and whether more may follow."""
    shown: list[Kept] = []
    place = after
    for _ in range(LOOKS):
        found = await rows(connection, view, place, LOOKED_AT)
        for event in found:
            if not view.lets_through(event):
                continue
            if len(shown) == limit:
                return shown, shown[-1].position, True
            shown.append(event)
        if len(found) < LOOKED_AT:
            return shown, max(after, head.position), False
        place = found[-1].position
    return shown, place, True


async def single(session: AsyncSession, view: View, event: UUID) -> Kept | None:
    """Return one event, or None if there is none that the caller may see."""
    connection = await session.connection()
    if view.readers is None:
        return (await connection.execute(SINGLE, {"event": event})).first()
    return (await connection.execute(SINGLE_OF_READERS, {"event": event, "readers": list(view.readers)})).first()
