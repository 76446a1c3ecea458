"""Deliveries: what a council delivered for a call, month by month, as it tells it."""

from pydantic import Field
from sqlmodel import col, select

from services.councils import reads, views
from services.councils.domain import deliveries as rules
from services.councils.domain.commitments import refuse_others
from services.councils.domain.roles import Role
from services.councils.models import Delivery, DeliveryTold, KnownCall
from shared.database import Transaction
from shared.values import Days, Key, Text
from shared.web.calls import Call
from shared.web.resources import Wish


class TellDelivery(Wish):
    """The days a council delivered for a call in a role, where that is recorded, and which role tells it.

    A figure that takes the place of another says why.
    """

    call: Key
    role: Role
    days: Days
    source: Text = Field(min_length=1)
    by_role: Role
    reason: Text | None = Field(default=None, min_length=1)


async def tell_delivery(call: Call, asked: str, month: str, wish: TellDelivery) -> views.DeliveryView:
    async with call.transaction() as change:
        council = await reads.slug_of(change.session, asked)
        refuse_others(call.caller.council, council)
        row = await change.find(Delivery, council, month)
        row = row or Delivery(council=council, month=month, created_at=change.now, changed_at=change.now)
        call.expect(row)
        return await call.answer(change, views.delivery(await apply(change, row, wish)))


async def apply(change: Transaction, row: Delivery, wish: TellDelivery) -> DeliveryTold:
    """Tell what was delivered in a month, whose row is locked or new, by whatever road it is told."""
    event = rules.delivered(
        await change.session.get(KnownCall, wish.call),
        await _latest(change, row.council, row.month),
        council=row.council,
        month=row.month,
        today=change.today,
        **wish.model_dump(),
    )
    change.record(event, of=row)
    await change.session.flush()
    told = DeliveryTold(
        council=row.council,
        month=row.month,
        number=row.version,
        delivered=rules.rows(event),
        reason=event.reason,
        effective=change.today,
        recorded_at=change.now,
    )
    change.session.add(told)
    return told


async def _latest(change: Transaction, council: str, month: str) -> DeliveryTold | None:
    query = (
        select(DeliveryTold)
        .where(DeliveryTold.council == council, DeliveryTold.month == month)
        .order_by(col(DeliveryTold.number).desc())
        .limit(1)
    )
    return (await change.session.exec(query)).first()
