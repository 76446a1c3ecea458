"""What was told lately of a type of event: the newest that a caller may see, and how many in the last days."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ARRAY, Boolean, DateTime, Integer, String, bindparam, text
from sqlmodel.ext.asyncio.session import AsyncSession

from services.notifications.catalogue import ToldLatelyView
from services.notifications.models import Kept
from services.notifications.queries.log import View

DAYS: Final = 90
REACH: Final = 1_000
"""So many of the newest of a type are looked through for one that the caller may see; and ten times as many counted."""

# condition and order name both columns of one index, so that only it serves: see the statements of the log
_RECENT = """SELECT {columns} FROM event_log WHERE type >= {type} AND (type, position) <= ({type}, 9223372036854775807)
             ORDER BY type DESC, position DESC LIMIT :reach"""
_TYPED: Final[Mapping[str, Any]] = {
    "all": Boolean(),
    "readers": ARRAY(String()),
    "types": ARRAY(String()),
    "one_type": String(),
    "reach": Integer(),
    "since": DateTime(timezone=True),
}


def _of(sql: str) -> Any:
    return text(sql).bindparams(*(bindparam(name, type_=kind) for name, kind in _TYPED.items() if f":{name}" in sql))


NEWEST = _of(
    f"""SELECT found.* FROM unnest(:types) AS one (name) CROSS JOIN LATERAL (
          SELECT * FROM ({_RECENT.format(columns="*", type="one.name")}) AS recent
          WHERE data_is_json AND (:all OR readers = ANY(:readers)) ORDER BY position DESC LIMIT 1
        ) AS found"""  # noqa: S608 - of the fixed words above
)
COUNT = _of(
    f"""SELECT count(*) FILTER (WHERE recordedtime >= :since AND (:all OR readers = ANY(:readers))) AS events,
               count(*) = :reach AND min(recordedtime) >= :since AS more
        FROM ({_RECENT.format(columns="recordedtime, readers", type=":one_type")}) AS recent"""  # noqa: S608 - as above
)


async def newest(session: AsyncSession, view: View, types: Sequence[str]) -> dict[str, Kept]:
    """Return the newest event of each type that a caller may see, by type; a type without one is not in it."""
    connection = await session.connection()
    found = await connection.execute(NEWEST, _seen_by(view) | {"types": list(types), "reach": REACH})
    return {row.type: row for row in found}


async def lately(session: AsyncSession, view: View, type_name: str, now: datetime) -> ToldLatelyView:
    """Return how many events of a type that a caller may see were told in the last days."""
    values = {"one_type": type_name, "reach": 10 * REACH, "since": now - timedelta(days=DAYS)}
    connection = await session.connection()
    row = (await connection.execute(COUNT, _seen_by(view) | values)).one()
    return ToldLatelyView(days=DAYS, events=row.events, more=bool(row.more))


def _seen_by(view: View) -> dict[str, Any]:
    return {"all": view.readers is None, "readers": list(view.readers or ())}
