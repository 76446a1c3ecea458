"""What the database says of partners, for whoever makes it so on the broker, and what is written back of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, String, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifications.domain.partners import Place

# what is stopped has no account any more; it may be started again, and goes on where it was
PARTNERS = text("""
    SELECT partner.subscription, partner.account, partner.in_hand, partner.begins, partner.made_at,
           subscription.council, subscription.types, subscription.filters, subscription.state,
           ARRAY(SELECT public FROM partner_key WHERE partner_key.subscription = partner.subscription
                 AND (retires_at IS NULL OR retires_at > :now) ORDER BY public) AS keys
    FROM partner JOIN subscription ON subscription.id = partner.subscription
    WHERE subscription.state IN ('active', 'paused') ORDER BY partner.account""").bindparams(
    bindparam("now", type_=DateTime(timezone=True))
)
REACHED = text("SELECT subscription, stream, incarnation, acknowledged FROM partner_durable")
REACH = text("""
    INSERT INTO partner_durable (subscription, stream, incarnation, acknowledged, waiting, seen_at)
    VALUES (:subscription, :stream, :incarnation, :acknowledged, :waiting, clock_timestamp())
    ON CONFLICT (subscription, stream) DO UPDATE SET incarnation = EXCLUDED.incarnation,
      acknowledged = EXCLUDED.acknowledged, waiting = EXCLUDED.waiting, seen_at = EXCLUDED.seen_at
    WHERE (partner_durable.incarnation, partner_durable.acknowledged, partner_durable.waiting)
       IS DISTINCT FROM (EXCLUDED.incarnation, EXCLUDED.acknowledged, EXCLUDED.waiting)""").bindparams(
    bindparam("acknowledged", type_=BigInteger), bindparam("waiting", type_=BigInteger)
)
PLACED = text("""UPDATE partner_key SET placed_at = clock_timestamp()
                 WHERE placed_at IS NULL AND public = ANY(:keys)""").bindparams(bindparam("keys", type_=ARRAY(String)))
RETIRED = text("""
    DELETE FROM partner_key USING subscription WHERE subscription.id = partner_key.subscription
    AND (retires_at <= :now OR subscription.cause = 'ended')""").bindparams(
    bindparam("now", type_=DateTime(timezone=True))
)


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A partner as it should be on the broker."""

    subscription: str
    account: str
    in_hand: int
    begins: Mapping[str, Any]
    made_at: datetime
    council: str | None
    types: Sequence[str]
    filters: Sequence[Mapping[str, Any]]
    state: str
    keys: Sequence[str]


async def partners(connection: AsyncConnection, now: datetime) -> list[PartnerRow]:
    """Return the partners that are let in, each with the keys that are good now."""
    return [PartnerRow(**row) for row in (await connection.execute(PARTNERS, {"now": now})).mappings()]


async def reached(connection: AsyncConnection) -> dict[tuple[str, str], Place]:
    """Return how far each partner had got on each stream when that was last seen."""
    found = await connection.execute(REACHED)
    return {(row.subscription, row.stream): Place(row.incarnation, row.acknowledged) for row in found}


async def remember(connection: AsyncConnection, places: Sequence[Mapping[str, Any]]) -> None:
    """Write down how far partners have got."""
    if places:
        await connection.execute(REACH, places)


async def placed(connection: AsyncConnection, keys: Collection[str], now: datetime) -> None:
    """Write down which keys the broker knows, and forget those that it knows no more."""
    if keys:
        await connection.execute(PLACED, {"keys": list(keys)})
    await connection.execute(RETIRED, {"now": now})
