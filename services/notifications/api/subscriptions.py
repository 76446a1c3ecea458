"""Subscriptions over HTTP, and the events of one as a feed and as a live stream."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from services.notifications import views
from services.notifications.api.wanted import Reader
from services.notifications.commands import agreements, secrets, subscriptions
from services.notifications.commands.subscriptions import Road
from services.notifications.queries import subscriptions as queries
from services.notifications.reads import subscriptions as read
from services.notifications.webhooks import webhooks_of
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
    hooks, most = webhooks_of(request.app), settings.subscriptions_per_council
    return _once(created(await subscriptions.make_subscription(call, wish, hooks, most=most)))


@router.get("/{subscription}", response_model=views.SubscriptionView)
async def get_subscription(call: Reader, subscription: SubscriptionInPath) -> Response:
    """Show a subscription and how it stands; its state changes without its version."""
    async with call.reading() as session:
        return shown(await read.view(session, await read.get(session, call.caller, subscription)))


@router.patch("/{subscription}", response_model=views.SubscriptionView)
async def change_subscription(
    call: Subscribes, subscription: SubscriptionInPath, wish: subscriptions.ChangeSubscription, request: Request
) -> Response:
    """Change what a subscription wants, from the next event on; what was planned for a webhook before goes out.

    A webhook that goes elsewhere is pending until the new endpoint has agreed, and its deliveries wait.
    """
    hooks = webhooks_of(request.app)
    return _once(shown(await subscriptions.change_subscription(call, subscription, wish, hooks)))


@router.delete("/{subscription}", response_model=views.SubscriptionView)
async def end_subscription(call: Subscribes, subscription: SubscriptionInPath) -> Response:
    """End a subscription for good; its delivery log stays for as long as any."""
    return shown(await subscriptions.end_subscription(call, subscription))


@router.post("/{subscription}/secrets", status_code=201, response_model=views.SubscriptionView)
async def issue_webhook_secrets(
    call: Subscribes, subscription: SubscriptionInPath, wish: secrets.IssueSecrets, request: Request
) -> Response:
    """Sign this webhook with new keys; a new secret is shown in this answer and never again.

    The keys before them sign along for a day, or for as long as is asked for: each webhook then has both signatures.
    """
    hooks = webhooks_of(request.app)
    return _once(created(await secrets.issue_secrets(call, hooks, subscription, wish)))


@router.post(
    "/{subscription}/agreement",
    response_model=views.SubscriptionView,
    responses={429: {"description": "Endpoints were asked often enough in the last minute"}},
)
async def ask_endpoint_to_agree(call: Subscribes, subscription: SubscriptionInPath, request: Request) -> Response:
    """Ask the endpoint whether it wants these webhooks; it gets none before it has agreed.

    It is asked by the handshake of CloudEvents (OPTIONS with `WebHook-Request-Origin`, answered with
    `WebHook-Allowed-Origin`). Where that is not answered so, it is sent an event with a challenge, signed as all
    others, which it answers with the challenge's word: as plain text, or as `{"answer": "…"}`.
    """
    return shown(await agreements.agree(call, webhooks_of(request.app), subscription))


def _once(answer: Response) -> Response:
    """Keep an answer that may show a secret out of every cache."""
    answer.headers["Cache-Control"] = "no-store"
    return answer
