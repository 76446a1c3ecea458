"""The broker road of a subscription over HTTP: how its partner comes in, and with which keys."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from services.notifications import views
from services.notifications.api.subscriptions import Subscribes, SubscriptionInPath
from services.notifications.api.wanted import Reader
from services.notifications.commands import partners
from services.notifications.queries import partners as queries
from shared.web.resources import created, shown

router = APIRouter(prefix="/api/v1/subscriptions", tags=["subscriptions"])

KeyInPath = Annotated[str, Path(min_length=1, max_length=100, description="the public half of the key")]


@router.get(
    "/{subscription}/broker",
    response_model=views.BrokerAccessView,
    responses={409: {"description": "It goes by another road"}},
)
async def get_broker_access(call: Reader, subscription: SubscriptionInPath, request: Request) -> Response:
    """Show where a partner comes in to the broker, what it pulls from, and how far it has got."""
    servers = request.app.state.settings.partner_servers
    async with call.reading() as session:
        return shown(await queries.access(session, call.caller, subscription, servers))


@router.post("/{subscription}/broker/keys", status_code=201, response_model=views.NewBrokerKeyView)
async def add_broker_key(call: Subscribes, subscription: SubscriptionInPath, wish: partners.AddKey) -> Response:
    """Add a key with which the partner comes in; those before it stay good for a while, so that nothing is missed."""
    answer = created(await partners.add_key(call, subscription, wish))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@router.delete("/{subscription}/broker/keys/{key}", response_model=views.SubscriptionView)
async def remove_broker_key(call: Subscribes, subscription: SubscriptionInPath, key: KeyInPath) -> Response:
    """Take a key away now: within seconds, whoever came in with it is shut out. The version is the subscription's."""
    return shown(await partners.remove_key(call, subscription, key))
