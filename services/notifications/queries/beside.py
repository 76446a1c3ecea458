"""What pages show beside what the API does: since when something waits, and which event a delivery is of."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, String, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel.ext.asyncio.session import AsyncSession

OLDEST = text("""
    SELECT one.subscription, found.planned_at
    FROM unnest(:subscriptions) AS one (subscription) CROSS JOIN LATERAL (
        SELECT planned_at FROM delivery WHERE delivery.subscription = one.subscription AND state = 'waiting'
        ORDER BY delivery.subscription, delivery.position LIMIT 1) AS found""").bindparams(
    bindparam("subscriptions", type_=ARRAY(String))
)
TYPES = text("SELECT event_id, type, subject FROM event_log WHERE event_id = ANY(:events)").bindparams(
    bindparam("events", type_=ARRAY(Uuid))
)


async def oldest(session: AsyncSession, subscriptions: Sequence[str]) -> Mapping[str, datetime]:
    """Return, for those of which something waits, since when."""
    found = await (await session.connection()).execute(OLDEST, {"subscriptions": list(subscriptions)})
    return {row.subscription: row.planned_at for row in found}


async def types(session: AsyncSession, events: Sequence[UUID]) -> Mapping[UUID, tuple[str, str]]:
    """Return the full type of events, and what each is about."""
    found = await (await session.connection()).execute(TYPES, {"events": list(events)})
    return {row.event_id: (row.type, row.subject) for row in found}


MAILS = text("""
    SELECT DISTINCT ON (council, role) council, role, state, reason, reached, settled_at, due_at, tries FROM mail
    WHERE subscription = :subscription ORDER BY council, role, made_at DESC, id DESC""")


async def mails(session: AsyncSession, subscription: str) -> Mapping[tuple[str, str], Row[Any]]:
    """Return the last mail about a subscription to each role, by council and role."""
    found = await (await session.connection()).execute(MAILS, {"subscription": subscription})
    return {(row.council, row.role): row for row in found}
