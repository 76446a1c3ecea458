"""Pausing deliveries and letting them go on, as their owner asks."""

from services.notifications import views
from services.notifications.delivering import standing
from services.notifications.domain import standing as rules
from services.notifications.reads import subscriptions as read
from shared.web.calls import Call


async def pause_subscription(call: Call, subscription: str) -> views.SubscriptionView:
    async with call.transaction() as change:
        row = await read.lock(change, call.caller, subscription)
        event = rules.pause(row, waiting=await standing.waiting(change.connection, row.id), now=change.now)
        if event is not None:
            standing.stand(change, row, "paused", rules.ASKED)
            change.record(event, of=row)
        return await call.answer(change, await read.view(change.session, row))


async def resume_subscription(call: Call, subscription: str) -> views.SubscriptionView:
    async with call.transaction() as change:
        row = await read.lock(change, call.caller, subscription)
        event = rules.resume(row, waiting=await standing.waiting(change.connection, row.id))
        if event is not None:
            standing.stand(change, row, "active", None)
            change.record(event, of=row)
            await standing.go_on(change, row.id, anew=True)
        return await call.answer(change, await read.view(change.session, row))
