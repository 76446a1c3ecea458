"""Looking up deliveries, attempts at them, and how endpoints stand; of each caller, its own."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, String, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.notifications import views
from services.notifications.domain import standing as rules
from services.notifications.models import Attempt, Delivery, Endpoint, Subscription
from services.notifications.reads import deliveries as read
from services.notifications.reads import subscriptions
from shared.auth import Caller
from shared.errors import FieldError, MalformedError
from shared.web.resources import Page, PageWanted

# the newest first: one walk along the index for each subscription, each as long as the page at most, of all the first
PAGE = """
    SELECT found.subscription, found.position
    FROM unnest(CAST(:subscriptions AS varchar[])) AS one (subscription) CROSS JOIN LATERAL (
        SELECT delivery.subscription, delivery.position FROM delivery
        WHERE delivery.subscription = one.subscription AND (delivery.position, delivery.subscription) < (:before, :of)
              {state}
        ORDER BY delivery.subscription DESC, delivery.position DESC LIMIT :limit) AS found
    ORDER BY found.position DESC, found.subscription DESC LIMIT :limit"""
_TYPES = (bindparam("subscriptions", type_=ARRAY(String)), bindparam("before", type_=BigInteger))
ANY_STATE = text(PAGE.format(state="")).bindparams(*_TYPES)
# each state by a condition of its own: those that are rare have an index of their own
OF_STATE = {
    state: text(PAGE.format(state=f"AND delivery.state = '{state}'")).bindparams(*_TYPES)
    for state in ("waiting", "delivered", "given-up", "skipped")
}
STANDS = text("""
    SELECT (SELECT count(*) FROM delivery WHERE subscription = :subscription AND state = 'waiting') AS waiting,
           (SELECT planned_at FROM delivery WHERE subscription = :subscription AND state = 'waiting'
            ORDER BY subscription, position LIMIT 1) AS oldest,
           (SELECT count(*) FROM delivery WHERE subscription = :subscription AND state = 'given-up') AS given_up,
           (SELECT count(*) FROM delivery WHERE subscription = :subscription AND state = 'skipped') AS skipped""")
LAST_POSITION = 2**63 - 1


async def deliveries(
    session: AsyncSession, caller: Caller, wanted: PageWanted, *, subscription: str | None, state: str | None
) -> Page[views.DeliveryView]:
    """Return a page of deliveries, the newest first."""
    mine = await _mine(session, caller, subscription)
    before, of = _place(wanted)
    statement = ANY_STATE if state is None else OF_STATE[state]
    values = {"subscriptions": list(mine), "before": before, "of": of, "limit": wanted.limit + 1}
    keys = (await (await session.connection()).execute(statement, values)).all()
    rows = [await session.get_one(Delivery, (key.subscription, key.position)) for key in keys]
    last = await read.attempts_of(session, [row.id for row in rows])
    return wanted.page(
        rows, lambda row: views.delivery(row, last=last.get(row.id)), lambda row: [row.position, row.subscription]
    )


async def delivery(session: AsyncSession, caller: Caller, asked: UUID) -> views.DeliveryView:
    return await read.shown(session, await read.found(session, caller, asked))


async def attempts(session: AsyncSession, caller: Caller, wanted: PageWanted, asked: UUID) -> Page[views.AttemptView]:
    """Return the attempts at a delivery, the first one first."""
    row = await read.found(session, caller, asked)
    query = select(Attempt).where(Attempt.delivery == row.id).order_by(col(Attempt.number)).limit(wanted.limit + 1)
    if wanted.after is not None:
        query = query.where(col(Attempt.number) > _number(wanted.after))
    rows = list(await session.exec(query))
    return wanted.page(rows, views.attempt, lambda one: [one.number])


async def health(session: AsyncSession, caller: Caller, asked: str) -> views.HealthView:
    """Return how the delivery of a subscription stands."""
    row = await subscriptions.get(session, caller, asked)
    rules.refuse_other_roads(row)
    endpoint = await session.get_one(Endpoint, row.id)
    found: Any = (await (await session.connection()).execute(STANDS, {"subscription": row.id})).one()
    keeps_until = found.oldest + timedelta(days=row.keep_days) if found.oldest is not None else None
    return views.health(row, endpoint, found, keeps_until)


async def _mine(session: AsyncSession, caller: Caller, asked: str | None) -> dict[str, Subscription]:
    if asked is not None:
        return {asked: await subscriptions.get(session, caller, asked)}
    query = select(Subscription).where(Subscription.road == "webhook", read.visible(caller))
    return {row.id: row for row in await session.exec(query)}


def _place(wanted: PageWanted) -> tuple[int, str]:
    if wanted.after is None:
        return LAST_POSITION, ""
    if [type(part) for part in wanted.after] != [int, str] or not 0 <= wanted.after[0] <= LAST_POSITION:
        raise _no_cursor()
    return wanted.after[0], wanted.after[1]


def _number(after: list[Any]) -> int:
    if [type(part) for part in after] != [int] or not 0 <= after[0] <= LAST_POSITION:
        raise _no_cursor()
    return int(after[0])


def _no_cursor() -> MalformedError:
    return MalformedError(
        "'after' is no cursor of this list: use the 'next' link of the page before, unchanged.",
        code="malformed-cursor",
        fields=(FieldError("after", "is no cursor of this list"),),
    )
