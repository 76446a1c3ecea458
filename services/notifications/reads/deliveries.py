"""Reading and moving deliveries and their lanes, for commands and queries alike."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, String, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.notifications import views
from services.notifications.models import Delivery, Subscription
from services.notifications.models.deliveries import first_waiting
from shared.auth import Caller
from shared.database import Transaction
from shared.errors import NotFoundError

# the lane of a delivery is locked before the delivery itself, as by those who settle
LOCK_LANE = text("""SELECT head FROM lane WHERE subscription = :subscription AND aggregate = :aggregate FOR UPDATE""")
# in the one order of all who lock several, and before the endpoint
LOCK_ALL = text("""SELECT 1 FROM lane WHERE subscription = :subscription AND head IS NOT NULL
                   ORDER BY subscription, aggregate FOR UPDATE""")
AGAIN = text("""
    UPDATE lane SET head = least(head, :position), tries = 0, due_at = :now
    WHERE subscription = :subscription AND aggregate = :aggregate""")
FOLLOWING = text(f"""
    UPDATE lane SET tries = 0, due_at = :now, head = {first_waiting("lane")}
    WHERE subscription = :subscription AND aggregate = :aggregate""")  # noqa: S608 - a text of ours

_RANGE = """subscription = :subscription AND planned_at >= :first AND planned_at < :last AND state = ANY(:states)"""
_TYPES = (bindparam("states", type_=ARRAY(String)), bindparam("first", type_=DateTime(timezone=True)))
COUNT = text(f"""
    SELECT state, count(*) AS deliveries, count(DISTINCT aggregate) AS aggregates, min(planned_at) AS first,
           max(planned_at) AS last
    FROM delivery WHERE {_RANGE} GROUP BY state ORDER BY state""").bindparams(*_TYPES)  # noqa: S608 - a text of ours
LANES = text(f"""
    SELECT 1 FROM lane WHERE subscription = :subscription
      AND aggregate IN (SELECT aggregate FROM delivery WHERE {_RANGE})
    ORDER BY subscription, aggregate FOR UPDATE""").bindparams(*_TYPES)  # noqa: S608 - a text of ours
RECOVER = text(f"""
    WITH again AS (
        UPDATE delivery SET state = 'waiting', reason = 'resent', settled_at = NULL WHERE {_RANGE}
        RETURNING aggregate, position
    ), lanes AS (
        UPDATE lane SET head = least(lane.head, first.position), tries = 0, due_at = :now
        FROM (SELECT aggregate, min(position) AS position FROM again GROUP BY aggregate) AS first
        WHERE lane.subscription = :subscription AND lane.aggregate = first.aggregate
    )
    SELECT count(*) FROM again""").bindparams(*_TYPES)  # noqa: S608 - a text of ours
OF_ID = text("SELECT subscription, position, aggregate FROM delivery WHERE id = :id").bindparams(
    bindparam("id", type_=Uuid())
)


async def found(session: AsyncSession, caller: Caller, delivery: UUID) -> Delivery:
    """Return a delivery to a subscription of the caller's; refuse another's as if there were none."""
    row = (await session.exec(select(Delivery).where(Delivery.id == delivery))).first()
    subscription = await session.get(Subscription, row.subscription) if row is not None else None
    if row is None or subscription is None or not (caller.is_office or caller.council == subscription.council):
        raise NotFoundError(f"There is no delivery '{delivery}'.")
    return row


async def locked(change: Transaction, row: Delivery) -> Delivery | None:
    """Lock the lane of a delivery and then the delivery; return what stands at the lane's head."""
    connection = change.connection
    head = (
        await connection.execute(LOCK_LANE, {"subscription": row.subscription, "aggregate": row.aggregate})
    ).scalar()
    await change.session.refresh(row, with_for_update=True)
    if head is None:
        return None
    return await change.session.get(Delivery, (row.subscription, head))


async def lock_lanes(change: Transaction, subscription: str) -> None:
    """Lock all lanes of a subscription in which something waits."""
    await change.connection.execute(LOCK_ALL, {"subscription": subscription})


async def shown(session: AsyncSession, row: Delivery) -> views.DeliveryView:
    """Return what is shown of a delivery, with its place in its lane."""
    head = await head_of(session, row) if row.state == "waiting" else None
    last = await attempts_of(session, [row.id])
    subscription = await session.get_one(Subscription, row.subscription)
    return views.delivery(row, head=head, last=last.get(row.id), running=subscription.state == "active")


async def head_of(session: AsyncSession, row: Delivery) -> tuple[Delivery, datetime] | None:
    """Return what stands at the head of a delivery's lane, and when it is tried next."""
    query = text("SELECT head, due_at FROM lane WHERE subscription = :subscription AND aggregate = :aggregate")
    connection = await session.connection()
    values = {"subscription": row.subscription, "aggregate": row.aggregate}
    lane: Any = (await connection.execute(query, values)).first()
    if lane is None or lane.head is None:
        return None
    head = await session.get(Delivery, (row.subscription, lane.head))
    return (head, lane.due_at) if head is not None else None


async def again(change: Transaction, row: Delivery) -> None:
    """Let a delivery, whose lane is locked, be sent again, before all that waits in its lane."""
    row.state, row.reason, row.settled_at = "waiting", "resent", None
    await change.flush()
    await change.connection.execute(AGAIN, _lane(change, row) | {"position": row.position})


async def over(change: Transaction, row: Delivery, reason: str) -> None:
    """Give a delivery up, whose lane is locked; the lane goes on with what follows."""
    row.state, row.reason, row.settled_at = "given-up", reason, change.clock.now()
    await change.flush()
    await change.connection.execute(FOLLOWING, _lane(change, row))


async def counted(
    session: AsyncSession, subscription: str, states: Sequence[str], first: datetime, last: datetime
) -> Sequence[Any]:
    """Return how many deliveries there are in a range, by state."""
    values = {"subscription": subscription, "states": list(states), "first": first, "last": last}
    return (await (await session.connection()).execute(COUNT, values)).all()


async def recover(
    change: Transaction, subscription: str, states: Sequence[str], first: datetime, last: datetime
) -> int:
    """Let a range of deliveries be sent again, each lane from the earliest of them on; return how many they are."""
    values = {"subscription": subscription, "states": list(states), "first": first, "last": last}
    await change.connection.execute(LANES, values)
    again: int = (await change.connection.execute(RECOVER, values | {"now": change.clock.now()})).scalar_one()
    return again


async def attempts_of(session: AsyncSession, deliveries: Sequence[UUID]) -> dict[UUID, Any]:
    """Return the latest attempt at each of some deliveries."""
    query = text("""
        SELECT latest.* FROM unnest(CAST(:deliveries AS uuid[])) AS one (id) CROSS JOIN LATERAL (
            SELECT delivery, at, outcome, status, error FROM attempt WHERE attempt.delivery = one.id
            ORDER BY attempt.delivery, number DESC LIMIT 1) AS latest""")
    connection = await session.connection()
    return {row.delivery: row for row in await connection.execute(query, {"deliveries": list(deliveries)})}


def visible(caller: Caller) -> Any:
    """Return the condition for the subscriptions that a caller sees."""
    return col(Subscription.council) == caller.council if not caller.is_office else col(Subscription.id).is_not(None)


def _lane(change: Transaction, row: Delivery) -> dict[str, Any]:
    return {"subscription": row.subscription, "aggregate": row.aggregate, "now": change.clock.now()}
