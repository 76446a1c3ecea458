"""Reading endpoints: what each is signed with, and what it said when it was last asked to agree."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.notifications import views
from services.notifications.models import AgreementTry, Endpoint, EndpointSecret
from shared.errors import NotFoundError


async def secrets(session: AsyncSession, subscription: str) -> list[EndpointSecret]:
    """Return all keys of an endpoint, the newest first."""
    return (await _secrets(session, [subscription]))[subscription]


async def lock(session: AsyncSession, subscription: str) -> Endpoint:
    """Return the endpoint of a locked subscription, locked too."""
    row = await session.get(Endpoint, subscription, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFoundError(f"There is no endpoint of the subscription '{subscription}'.")
    return row


async def shown(session: AsyncSession, subscriptions: Sequence[str]) -> dict[str, views.WebhookView]:
    """Return what is shown of the endpoints of subscriptions."""
    if not subscriptions:
        return {}
    keys = await _secrets(session, subscriptions)
    last = (
        select(AgreementTry)
        .where(col(AgreementTry.subscription).in_(subscriptions))
        .ext(distinct_on(col(AgreementTry.subscription)))
        .order_by(col(AgreementTry.subscription), col(AgreementTry.at).desc())
    )
    tries = {one.subscription: one for one in await session.exec(last)}
    found = await session.exec(select(Endpoint).where(col(Endpoint.subscription).in_(subscriptions)))
    return {one.subscription: views.webhook(one, keys[one.subscription], tries.get(one.subscription)) for one in found}


async def _secrets(session: AsyncSession, subscriptions: Sequence[str]) -> dict[str, list[EndpointSecret]]:
    query = (
        select(EndpointSecret)
        .where(col(EndpointSecret.subscription).in_(subscriptions))
        .order_by(col(EndpointSecret.made_at).desc(), col(EndpointSecret.id).desc())
    )
    found: dict[str, list[EndpointSecret]] = defaultdict(list)
    for one in await session.exec(query):
        found[one.subscription].append(one)
    return found
