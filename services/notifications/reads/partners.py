"""Reading partners: their accounts and keys, how far they got, and where a durable of theirs begins."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.notifications.models import Partner, PartnerDurable, PartnerKey
from services.notifications.models.partners import STREAMS
from shared.messaging.provision import MAX_ACK_PENDING

# events are kept nearly in the order of their stream: what is out of it stands within reach of the place
BEGIN = text("""
    WITH newest AS (
      SELECT incarnation FROM event_log WHERE stream >= :stream AND (stream, position) <= (:stream, :head)
      ORDER BY stream DESC, position DESC LIMIT 1
    ), seen AS (
      SELECT stream_seq, incarnation FROM event_log
      WHERE stream >= :stream AND (stream, position) <= (:stream, :position)
      ORDER BY stream DESC, position DESC LIMIT :reach
    ), unseen AS (
      SELECT stream_seq, incarnation FROM event_log
      WHERE stream <= :stream AND (stream, position) > (:stream, :position)
      ORDER BY stream, position LIMIT :reach
    )
    SELECT newest.incarnation, (SELECT max(stream_seq) FROM seen WHERE seen.incarnation = newest.incarnation) AS seen,
           (SELECT min(stream_seq) FROM unseen WHERE unseen.incarnation = newest.incarnation) AS unseen
    FROM newest""").bindparams(
    bindparam("position", type_=BigInteger),
    bindparam("head", 2**62, type_=BigInteger),
    bindparam("reach", MAX_ACK_PENDING, type_=BigInteger),
)


async def begins(connection: AsyncConnection, position: int) -> dict[str, dict[str, Any]]:
    """Return for each stream after which event whoever begins after a position of the log begins.

    A stream of which nothing was heard before is left out: of it, everything is wanted.
    """
    found: dict[str, dict[str, Any]] = {}
    for stream in STREAMS:
        row = (await connection.execute(BEGIN, {"stream": stream, "position": position})).first()
        if row is None or row.incarnation is None or row.seen is None:
            continue
        after = row.seen if row.unseen is None else min(row.seen, row.unseen - 1)
        found[stream] = {"incarnation": row.incarnation, "sequence": after}
    return found


async def keys_of(session: AsyncSession, subscriptions: Sequence[str]) -> Mapping[str, list[PartnerKey]]:
    """Return the keys of partners."""
    found: dict[str, list[PartnerKey]] = {one: [] for one in subscriptions}
    for key in await session.exec(select(PartnerKey).where(col(PartnerKey.subscription).in_(subscriptions))):
        found[key.subscription].append(key)
    return found


async def partners_of(session: AsyncSession, subscriptions: Sequence[str]) -> Mapping[str, Partner]:
    """Return the accounts of partners."""
    rows = await session.exec(select(Partner).where(col(Partner.subscription).in_(subscriptions)))
    return {row.subscription: row for row in rows}


async def durables_of(session: AsyncSession, subscription: str) -> Mapping[str, PartnerDurable]:
    """Return how far a partner has got, by stream."""
    rows = await session.exec(select(PartnerDurable).where(col(PartnerDurable.subscription) == subscription))
    return {row.stream: row for row in rows}
