"""Reading subscriptions: one for a change, how many an owner has, and what is looked through for all webhooks."""

from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.notifications import views
from services.notifications.domain import subscriptions as rules
from services.notifications.models import Subscription
from services.notifications.reads import endpoints, partners
from shared.auth import Caller
from shared.database import Transaction
from shared.errors import NotFoundError

# two that subscribe at once for one owner do so one after the other, each by what it finds
OWNER_TURN = text("SELECT pg_advisory_xact_lock(hashtextextended('subscriptions of ' || :owner, 0))")
HELD = text("""SELECT count(*) FROM subscription
               WHERE council IS NOT DISTINCT FROM :council AND cause IS DISTINCT FROM :ended""")
FORGET = (
    text("""UPDATE lane SET head = NULL, tries = 0, due_at = NULL, lease = NULL, leased_until = NULL
            FROM (SELECT aggregate FROM lane WHERE subscription = :id AND head IS NOT NULL
                  ORDER BY subscription, aggregate FOR UPDATE) AS waiting
            WHERE lane.subscription = :id AND lane.aggregate = waiting.aggregate"""),
    text("""UPDATE delivery SET state = 'skipped', reason = :why, settled_at = :now
            WHERE subscription = :id AND state = 'waiting'"""),
    text("DELETE FROM endpoint_secret WHERE subscription = :id"),
)
ANEW = text("UPDATE planning_head SET generation = generation + 1 RETURNING position")


async def held(change: Transaction, council: str | None) -> int:
    """Return how many subscriptions an owner has, and let nobody make another meanwhile."""
    await change.connection.execute(OWNER_TURN, {"owner": council or "office"})
    values = {"council": council, "ended": rules.ENDED}
    return int((await change.connection.execute(HELD, values)).scalar_one())


async def lock(change: Transaction, caller: Caller, subscription: str) -> Subscription:
    """Return a subscription of the caller's, locked for this change; refuse one that is another's."""
    row = await change.find(Subscription, subscription)
    if row is None:
        raise NotFoundError(f"There is no subscription '{subscription}'.")
    rules.refuse_others(caller, row)
    return row


async def get(session: AsyncSession, caller: Caller, subscription: str) -> Subscription:
    """Return a subscription of the caller's; refuse one that is another's as if there were none."""
    row = await session.get(Subscription, subscription)
    if row is None:
        raise NotFoundError(f"There is no subscription '{subscription}'.")
    rules.refuse_others(caller, row)
    return row


async def of_client(session: AsyncSession, client: str) -> list[Subscription]:
    """Return what a client has that is not stopped, locked for this change, always in the same order."""
    query = select(Subscription).where(col(Subscription.client) == client, col(Subscription.state) != "stopped")
    return list(await session.exec(query.order_by(col(Subscription.id)).with_for_update()))


async def view(session: AsyncSession, row: Subscription) -> views.SubscriptionView:
    """Return what is shown of a subscription."""
    return (await shown(session, [row]))[0]


async def shown(session: AsyncSession, rows: list[Subscription]) -> list[views.SubscriptionView]:
    """Return what is shown of subscriptions, with what belongs to their roads."""
    hooks = [row.id for row in rows if row.road == "webhook"]
    found = await endpoints.shown(session, hooks)
    by_broker = [row.id for row in rows if row.road == "broker"]
    accounts = await partners.partners_of(session, by_broker) if by_broker else {}
    keys = await partners.keys_of(session, by_broker) if by_broker else {}
    return [views.subscription(row, found.get(row.id), accounts.get(row.id), keys.get(row.id, ())) for row in rows]


async def forget_what_waits(change: Transaction, row: Subscription) -> None:
    """Let nothing go out any more of what waits, and forget the secrets; whoever is at it just now lets go of it."""
    for statement in FORGET:
        await change.connection.execute(statement, {"id": row.id, "now": change.clock.now(), "why": rules.ENDED})


async def plan_anew(change: Transaction) -> int:
    """Let deliveries be planned by what webhooks want after this change, from the next event on.

    Return the position up to which they were planned by what was wanted before. To be called after the subscription is
    locked, and as the last thing but for the answer: whoever plans waits for the commit.
    """
    await change.flush()
    return int((await change.connection.execute(ANEW)).scalar_one())
