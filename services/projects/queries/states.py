"""The states that deliverables were in, read from what was said of them: every event is kept for good.

So the change itself, which is asked for most, writes nothing twice. An event happened on the day it took effect, and
no state begins before the one that it follows: what was said last, of what had happened by a day, held on that day.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import cast, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects import reads, views
from services.projects.models import Deliverable
from services.projects.queries.keyset import number, position
from shared.clock import end_of
from shared.events.projects import DeliverableRegistered, DeliverableStateChanged
from shared.outbox.record import OutboxEvent
from shared.web.resources import PageWanted

VERSION = col(OutboxEvent.aggregate_version)
TOLD = cast(func.convert_from(col(OutboxEvent.payload), "UTF8"), JSONB)
STATE = func.coalesce(TOLD["to_state"].astext, TOLD["state"].astext)
TYPES = (DeliverableRegistered.type_name(), DeliverableStateChanged.type_name())


def told_by(day: date, key: Any) -> Any:
    """Return the query for what was said of a deliverable's state and had happened by the end of a day."""
    return select(
        VERSION.label("number"),
        TOLD.label("told"),
        STATE.label("state"),
        col(OutboxEvent.recorded_at).label("recorded_at"),
    ).where(
        col(OutboxEvent.aggregate_type) == DeliverableStateChanged.aggregate,
        col(OutboxEvent.aggregate_id) == key,
        col(OutboxEvent.event_type).in_(TYPES),
        col(OutboxEvent.occurred_at) < end_of(day),
    )


async def latest(session: AsyncSession, key: str, day: date) -> Mapping[str, Any] | None:
    """Return what was said last of a deliverable's state, of what had happened by a day."""
    found = (await session.exec(told_by(day, key).order_by(VERSION.desc()).limit(1))).first()
    return found.told if found else None


async def state_changes(
    session: AsyncSession, wanted: PageWanted, key: str, day: date
) -> Sequence[views.StateChangeView]:
    """Return the states that a deliverable came to by a day, in order."""
    await reads.get(session, Deliverable, key, "deliverable")
    query = told_by(day, key).where(STATE.is_not(None)).order_by(VERSION).limit(wanted.limit + 1)
    if wanted.after:
        (after,) = position(wanted, number)
        query = query.where(col(OutboxEvent.aggregate_version) > after)
    found = (await session.exec(query)).all()
    return [views.state_change(row.number, row.told, row.recorded_at) for row in found]
