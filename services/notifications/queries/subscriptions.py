"""Looking up subscriptions: one, or those of an owner by pages."""

from typing import Any

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.notifications import views
from services.notifications.domain import subscriptions as rules
from services.notifications.models import Subscription
from services.notifications.reads import subscriptions as read
from shared.auth import Caller
from shared.errors import FieldError, MalformedError
from shared.web.resources import Page, PageWanted


async def subscriptions(
    session: AsyncSession, caller: Caller, wanted: PageWanted, *, road: str | None, state: str | None
) -> Page[views.SubscriptionView]:
    """Return subscriptions, the oldest first: all for the Office, its own for a council; ended ones if asked for."""
    query = select(Subscription).order_by(col(Subscription.id)).limit(wanted.limit + 1)
    if caller.council is not None:
        query = query.where(col(Subscription.council) == caller.council)
    if road is not None:
        query = query.where(col(Subscription.road) == road)
    if state is not None:
        query = query.where(col(Subscription.state) == state)
    else:
        query = query.where(or_(col(Subscription.cause).is_(None), col(Subscription.cause) != rules.ENDED))
    if wanted.after is not None:
        query = query.where(col(Subscription.id) > _position(wanted.after))
    rows = list(await session.exec(query))
    shown = {view.id: view for view in await read.shown(session, rows)}
    return wanted.page(rows, lambda row: shown[row.id], lambda row: [row.id])


def _position(after: list[Any]) -> str:
    if len(after) != 1 or not isinstance(after[0], str):
        raise MalformedError(
            "'after' is no cursor of this list: use the 'next' link of the page before, unchanged.",
            code="malformed-cursor",
            fields=(FieldError("after", "is no cursor of this list"),),
        )
    return str(after[0])
