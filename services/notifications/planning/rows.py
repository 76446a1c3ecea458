"""Writing what was planned: deliveries at the ends of their lanes, each with its number and the one before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import BigInteger, DateTime, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifications.delivering.waking import tell

WEBHOOK_IDS = UUID("6f1d7a0e-5c0b-5b5e-9a35-0d9d0a6a7c11")
"""The namespace of the ids of deliveries."""
ROWS = 5000
"""How many are written by one statement."""


@dataclass(frozen=True, slots=True)
class Planned:
    """That a subscription is to get an event."""

    subscription: str
    position: int
    event: UUID
    aggregate: str


# who plans for a subscription holds a lock on its row, or on the head's: nobody else touches numbers meanwhile. A lane
# without a head is all delivered, and begins anew; its row is read by the update itself, after whoever settles it
WRITE = text("""
    WITH new AS (
      SELECT subscription, aggregate, position, id, event,
             row_number() OVER lane AS number, lag(event) OVER lane AS previous, count(*) OVER whole AS together,
             first_value(position) OVER lane AS first, last_value(event) OVER whole AS last
      FROM unnest(CAST(:subscriptions AS text[]), CAST(:aggregates AS text[]), :positions, :ids, :events)
           AS one (subscription, aggregate, position, id, event)
      WINDOW lane AS (PARTITION BY subscription, aggregate ORDER BY position),
             whole AS (PARTITION BY subscription, aggregate ORDER BY position
                       ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
    ), before AS (
      SELECT lane.subscription, lane.aggregate, lane.number, lane.last_event
      FROM lane JOIN new USING (subscription, aggregate) WHERE new.number = 1
    ), lanes AS (
      INSERT INTO lane AS have (subscription, aggregate, number, last_event, head, tries, due_at)
      SELECT subscription, aggregate, coalesce(before.number, 0) + new.together, new.last, new.first, 0, :now
      FROM new LEFT JOIN before USING (subscription, aggregate) WHERE new.number = 1
      ORDER BY subscription, aggregate
      ON CONFLICT (subscription, aggregate) DO UPDATE
      SET number = EXCLUDED.number, last_event = EXCLUDED.last_event,
          head = coalesce(have.head, EXCLUDED.head),
          tries = CASE WHEN have.head IS NULL THEN 0 ELSE have.tries END,
          due_at = CASE WHEN have.head IS NULL THEN EXCLUDED.due_at ELSE have.due_at END
    )
    INSERT INTO delivery (subscription, position, id, event_id, aggregate, number, previous, state, tries, planned_at)
    SELECT subscription, new.position, new.id, new.event, aggregate, coalesce(before.number, 0) + new.number,
           coalesce(new.previous, before.last_event), 'waiting', 0, :now
    FROM new LEFT JOIN before USING (subscription, aggregate)""").bindparams(
    bindparam("positions", type_=ARRAY(BigInteger)),
    bindparam("ids", type_=ARRAY(Uuid)),
    bindparam("events", type_=ARRAY(Uuid)),
    bindparam("now", type_=DateTime(timezone=True)),
)


async def write(connection: AsyncConnection, planned: Sequence[Planned], now: datetime) -> None:
    """Write deliveries, which must be in the order of the log for each subscription."""
    for start in range(0, len(planned), ROWS):
        some = planned[start : start + ROWS]
        await connection.execute(
            WRITE,
            {
                "subscriptions": [one.subscription for one in some],
                "aggregates": [one.aggregate for one in some],
                "positions": [one.position for one in some],
                "ids": [webhook_id(one.subscription, one.event) for one in some],
                "events": [one.event for one in some],
                "now": now,
            },
        )
    if planned:
        await tell(connection, {one.subscription for one in planned})


def webhook_id(subscription: str, event: UUID) -> UUID:
    """Return the id of an event's delivery by a subscription: the same for ever, however often it is planned."""
    return uuid5(WEBHOOK_IDS, f"{subscription}/{event}")
