"""The delivery log over HTTP: what is to be delivered, what was, every attempt, and once more what is asked for."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from services.notifications import views
from services.notifications.api.wanted import Reader
from services.notifications.commands import deliveries, pausing, testing
from services.notifications.queries import deliveries as queries
from services.notifications.webhooks import webhooks_of
from shared.web.calls import Call, requires
from shared.web.resources import Page, PageWanted, shown

router = APIRouter(prefix="/api/v1", tags=["deliveries"])

Subscribes = Annotated[Call, Depends(requires("subscriptions:write"))]
Wanted = Annotated[PageWanted, Depends()]
DeliveryInPath = Annotated[UUID, Path(description="the webhook-id")]
SubscriptionInPath = Annotated[str, Path(min_length=1, max_length=100, description="the subscription's id")]


@router.get("/deliveries", response_model=Page[views.DeliveryView])
async def list_webhook_deliveries(
    call: Reader,
    wanted: Wanted,
    subscription: Annotated[
        str | None, Query(min_length=1, max_length=100, description="only to this subscription")
    ] = None,
    state: Annotated[
        Literal["waiting", "delivered", "given-up", "skipped"] | None, Query(description="only in this state")
    ] = None,
) -> Response:
    """List deliveries to the caller's webhook subscriptions, the newest first; those settled are kept for 90 days."""
    async with call.reading() as session:
        found = await queries.deliveries(session, call.caller, wanted, subscription=subscription, state=state)
    return shown(found)


@router.get("/deliveries/{delivery}", response_model=views.DeliveryView)
async def get_webhook_delivery(call: Reader, delivery: DeliveryInPath) -> Response:
    """Show a delivery: how it stands, when it is tried next, or which one it waits for."""
    async with call.reading() as session:
        return shown(await queries.delivery(session, call.caller, delivery))


@router.get("/deliveries/{delivery}/attempts", response_model=Page[views.AttemptView])
async def list_delivery_attempts(call: Reader, wanted: Wanted, delivery: DeliveryInPath) -> Response:
    """List every attempt at a delivery, the first one first, with request and answer; kept for 90 days."""
    async with call.reading() as session:
        return shown(await queries.attempts(session, call.caller, wanted, delivery))


@router.post("/deliveries/{delivery}/resend", status_code=202, response_model=views.DeliveryView)
async def resend_webhook_delivery(call: Subscribes, delivery: DeliveryInPath) -> Response:
    """Send a delivery again, under the same webhook-id; one that waits is tried at once, if it is at its turn.

    It goes before all that waits in its aggregate's lane. While the subscription is paused it waits with the rest.
    """
    return shown(await deliveries.resend_delivery(call, delivery), status=202)


@router.post("/deliveries/{delivery}/give-up", response_model=views.DeliveryView)
async def give_up_webhook_delivery(call: Subscribes, delivery: DeliveryInPath) -> Response:
    """Give a waiting delivery up, so that its aggregate's lane goes on without it; it can be sent again later."""
    return shown(await deliveries.give_up_delivery(call, delivery))


@router.get(
    "/subscriptions/{subscription}/health",
    response_model=views.HealthView,
    responses={409: {"description": "It is no webhook"}},
)
async def get_subscription_health(call: Reader, subscription: SubscriptionInPath) -> Response:
    """Show how a webhook's delivery stands: what waits, since when, for how long it is kept, and when it is probed."""
    async with call.reading() as session:
        return shown(await queries.health(session, call.caller, subscription))


@router.post("/subscriptions/{subscription}/pause", response_model=views.SubscriptionView)
async def pause_subscription(call: Subscribes, subscription: SubscriptionInPath) -> Response:
    """Let webhooks wait until they are resumed; nothing is lost but what waits for longer than `keep_days`."""
    return shown(await pausing.pause_subscription(call, subscription))


@router.post("/subscriptions/{subscription}/resume", response_model=views.SubscriptionView)
async def resume_subscription(call: Subscribes, subscription: SubscriptionInPath) -> Response:
    """Let webhooks go out again at once, each aggregate's in their order, whatever they were paused or stopped for."""
    return shown(await pausing.resume_subscription(call, subscription))


@router.post("/subscriptions/{subscription}/recover", response_model=views.RecoveredView)
async def recover_deliveries(
    call: Subscribes, subscription: SubscriptionInPath, wish: deliveries.RecoverDeliveries
) -> Response:
    """Send a range of deliveries again, each aggregate's in their order; `dry_run` only counts them."""
    return shown(await deliveries.recover_deliveries(call, subscription, wish))


@router.post("/subscriptions/{subscription}/test", response_model=views.AttemptView)
async def send_test_webhook(
    call: Subscribes, subscription: SubscriptionInPath, wish: testing.SendTest, request: Request
) -> Response:
    """Send an invented event of a type to the endpoint, signed and formed as all others, and show what it answered.

    It is marked by the attribute `partnershiptest`, has a webhook-id of its own and no place in any lane, and counts
    neither for nor against the endpoint; it is sent at once, also while the subscription is paused.
    """
    return shown(await testing.send_test(call, webhooks_of(request.app), subscription, wish))
