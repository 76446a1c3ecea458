"""Deliveries as their owner asks for them: one again, one given up, a range of them again."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from services.notifications import views
from services.notifications.delivering.waking import tell
from services.notifications.domain import deliveries as rules
from services.notifications.domain.standing import refuse_other_roads
from services.notifications.models import Subscription
from services.notifications.reads import deliveries as read
from services.notifications.reads import subscriptions
from shared.values import Moment
from shared.web.calls import Call
from shared.web.resources import Wish

MOST_AT_ONCE = 100_000


class RecoverDeliveries(Wish):
    """A range of deliveries to send again: those planned from a moment on, and before another.

    Without `states`, those that were given up or skipped. With `dry_run` nothing is sent, and the answer counts what
    would be.
    """

    first: Moment = Field(alias="from")
    last: Moment = Field(alias="to")
    states: list[rules.Settled] = Field(default=[], max_length=3)
    dry_run: bool = Field(default=False, strict=True)


async def resend_delivery(call: Call, delivery: UUID) -> views.DeliveryView:
    async with call.transaction() as change:
        row = await read.found(change.session, call.caller, delivery)
        subscription = await change.session.get_one(Subscription, row.subscription)
        rules.refuse_stopped(subscription)
        head = await read.locked(change, row)
        rules.refuse_behind(row, head)
        await read.again(change, row)
        await tell(change.connection, [row.subscription])
        return await call.answer(change, await read.shown(change.session, row))


async def give_up_delivery(call: Call, delivery: UUID) -> views.DeliveryView:
    async with call.transaction() as change:
        row = await read.found(change.session, call.caller, delivery)
        await read.locked(change, row)
        rules.refuse_settled(row)
        await read.over(change, row, "asked")
        await tell(change.connection, [row.subscription])
        return await call.answer(change, await read.shown(change.session, row))


async def recover_deliveries(call: Call, subscription: str, wish: RecoverDeliveries) -> views.RecoveredView:
    rules.refuse_no_range(wish.first, wish.last)
    states = rules.wanted(wish.states)
    async with call.transaction() as change:
        row = await subscriptions.lock(change, call.caller, subscription)
        refuse_other_roads(row)
        if not wish.dry_run:
            rules.refuse_stopped(row)
        found = await read.counted(change.session, row.id, states, wish.first, wish.last)
        if not wish.dry_run:
            rules.refuse_too_many(sum(one.deliveries for one in found), MOST_AT_ONCE)
            await read.recover(change, row.id, states, wish.first, wish.last)
            await tell(change.connection, [row.id])
        view = views.recovered(row.id, _range(wish), found, dry_run=wish.dry_run)
        return await call.answer(change, view)


def _range(wish: RecoverDeliveries) -> tuple[datetime, datetime]:
    return wish.first, wish.last
