"""What a subscription would have brought: the log of the last months looked through, from its head back, in bounds."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import BigInteger, DateTime, String, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from services.notifications import cloudevents
from services.notifications.domain.previews import Tally
from services.notifications.models import Kept
from services.notifications.queries.log import View
from services.notifications.reads import moments, places

DAYS = 90
STRETCH = 5000
"""How many positions are looked at together."""
SECONDS = 3.0
"""After how long looking back ends, with what was found by then."""

# without a filter nobody looks into what an event holds
LIGHT = "position, type, recordedtime"
STRETCHES = """SELECT {columns} FROM event_log WHERE position > :low AND position <= :high AND recordedtime >= :since
               AND (CAST(:readers AS varchar[]) IS NULL OR readers = ANY(:readers))
               AND (CAST(:types AS varchar[]) IS NULL OR type = ANY(:types)) ORDER BY position DESC"""
OLDEST = text("SELECT recordedtime FROM event_log WHERE position > :low ORDER BY position LIMIT 1")
THESE = text("SELECT * FROM event_log WHERE position = ANY(:positions) ORDER BY position DESC").bindparams(
    bindparam("positions", type_=ARRAY(BigInteger))
)


@dataclass(frozen=True, slots=True)
class Found:
    """What looking back found; `since` is how far it got, which is as far as was wanted where it is `complete`."""

    tally: Tally
    samples: Sequence[Kept]
    since: datetime
    complete: bool


async def look_back(session: AsyncSession, view: View, since: datetime, *, seconds: float = SECONDS) -> Found:
    """Count what a view brings that was recorded since a moment, the newest first, for so long at most."""
    connection = await session.connection()
    floor = await moments.before(connection, since)
    high = (await places.head(session)).position
    tally, ends, low = Tally(), time.monotonic() + seconds, None
    while high > floor and (time.monotonic() < ends or low is None):
        low = max(floor, high - STRETCH)
        for event in await _stretch(connection, view, low, high, since):
            if view.lets_through(event):
                tally.count(event.position, event.type, event.recordedtime)
        high = low
    samples = (await connection.execute(THESE, {"positions": tally.samples})).all()
    reached = None if high <= floor else (await connection.execute(OLDEST, {"low": high})).scalar()
    return Found(tally, samples, reached or since, complete=high <= floor)


def sample(event: Kept, *, thin: bool) -> dict[str, Any]:
    """Return an event as readers get it; a thin one without its data."""
    shown: dict[str, Any] = orjson.loads(cloudevents.structured(event))
    return {name: value for name, value in shown.items() if not (thin and name.startswith("data"))}


async def _stretch(connection: AsyncConnection, view: View, low: int, high: int, since: datetime) -> Sequence[Kept]:
    statement = text(STRETCHES.format(columns=LIGHT if view.wanted is None else "*")).bindparams(
        bindparam("low", type_=BigInteger),
        bindparam("high", type_=BigInteger),
        bindparam("since", type_=DateTime(timezone=True)),
        bindparam("readers", type_=ARRAY(String)),
        bindparam("types", type_=ARRAY(String)),
    )
    values = {
        "low": low,
        "high": high,
        "since": since,
        "readers": None if view.readers is None else list(view.readers),
        "types": None if view.types is None else list(view.types),
    }
    return (await connection.execute(statement, values)).all()
