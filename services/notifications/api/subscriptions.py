"""Subscriptions over HTTP, and the events of one as a feed and as a live stream."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from services.notifications import views
from services.notifications.api.wanted import Reader
from services.notifications.commands import subscriptions
from services.notifications.commands.subscriptions import Road
from services.notifications.queries import subscriptions as queries
from services.notifications.reads import subscriptions as read
from shared.errors import ConflictError
from shared.web.calls import Call, requires
from shared.web.resources import Page, PageWanted, created, shown

router = APIRouter(prefix="/api/v1/subscriptions", tags=["subscriptions"])

Subscribes = Annotated[Call, Depends(requires("subscriptions:write"))]
Wanted = Annotated[PageWanted, Depends()]
SubscriptionInPath = Annotated[str, Path(min_length=1, max_length=100, description="the subscription's id")]
State = Annotated[str | None, Query(pattern="^(pending|active|paused|stopped)$", description="only in this state")]


@router.get("", response_model=Page[views.SubscriptionView])
async def list_subscriptions(
    call: Reader,
    wanted: Wanted,
    road: Annotated[Road | None, Query(description="only of this road")] = None,
    state: State = None,
) -> Response:
    """List subscriptions, the oldest first; a council's client is shown its own; ended ones by state alone."""
    async with call.reading() as session:
        return shown(await queries.subscriptions(session, call.caller, wanted, road=road, state=state))


@router.post("", status_code=201, response_model=views.SubscriptionView)
async def make_subscription(call: Subscribes, wish: subscriptions.MakeSubscription, request: Request) -> Response:
    """Subscribe to events by a road: webhook, feed, stream or broker.

    It brings what its owner may see: the Office all, a council what is open and what is about itself; of that, the
    types and what the filters let through, from its start on. Look at what that would be at /subscriptions/preview.
    """
    settings = request.app.state.settings
    if wish.road == "broker" and settings.partners_file is None:
        raise ConflictError(
            "This installation lets no partner onto its broker; take webhook, feed or stream.", code="road-closed"
        )
    answer = created(await subscriptions.make_subscription(call, wish, most=settings.subscriptions_per_council))
    if wish.road == "broker":
        answer.headers["Cache-Control"] = "no-store"
    return answer


@router.get("/{subscription}", response_model=views.SubscriptionView)
async def get_subscription(call: Reader, subscription: SubscriptionInPath) -> Response:
    """Show a subscription and how it stands; its state changes without its version."""
    async with call.reading() as session:
        return shown(await read.view(session, await read.get(session, call.caller, subscription)))


@router.patch("/{subscription}", response_model=views.SubscriptionView)
async def change_subscription(
    call: Subscribes, subscription: SubscriptionInPath, wish: subscriptions.ChangeSubscription
) -> Response:
    """Change what a subscription wants, from the next event on; what was planned for a webhook before goes out."""
    return shown(await subscriptions.change_subscription(call, subscription, wish))


@router.delete("/{subscription}", response_model=views.SubscriptionView)
async def end_subscription(call: Subscribes, subscription: SubscriptionInPath) -> Response:
    """End a subscription for good; its delivery log stays for as long as any."""
    return shown(await subscriptions.end_subscription(call, subscription))
