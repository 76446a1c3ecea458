"""How endpoints stand: those that fail are paused, those that take an event again go on, those that are gone stop."""

import random
from collections.abc import Awaitable, Callable

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifications.commands.subscriptions import stop
from services.notifications.delivering.waking import tell
from services.notifications.domain import retries
from services.notifications.domain import standing as rules
from services.notifications.domain.retries import Scaled
from services.notifications.mails.telling import tell_paused, tell_stopped
from services.notifications.models import Endpoint, Subscription
from services.notifications.reads.deliveries import lock_lanes
from shared.database import Database, Transaction
from shared.outbox.record import Cause, new_id

log = structlog.get_logger()

Judge = Callable[[Database, Scaled, str], Awaitable[None]]

WAITING = text("SELECT count(*) FROM delivery WHERE subscription = :subscription AND state = 'waiting'")
AT_ONCE = text(
    "UPDATE lane SET due_at = :now WHERE subscription = :subscription AND head IS NOT NULL AND due_at > :now"
)
ANEW = text("UPDATE lane SET tries = 0 WHERE subscription = :subscription AND head IS NOT NULL AND tries > 0")
WELL = text("""UPDATE endpoint SET failures = 0, failing_since = NULL, not_before = NULL, probe_at = NULL
               WHERE subscription = :subscription""")
LANES = text("""SELECT count(*) FROM (SELECT 1 FROM lane WHERE subscription = :subscription AND head IS NOT NULL
                                      AND tries > 0 LIMIT 2) AS tried""")


async def pause_failing(database: Database, scaled: Scaled, subscription: str) -> None:
    """Pause a subscription whose endpoint has failed for long enough, and still does."""
    async with database.transaction(_cause(database)) as change:
        row = await change.find(Subscription, subscription)
        endpoint = await change.session.get(Endpoint, subscription, with_for_update=True)
        if row is None or endpoint is None or row.state != "active" or endpoint.failing_since is None:
            return
        now = change.clock.now()
        lanes = (await change.connection.execute(LANES, {"subscription": subscription})).scalar_one()
        if not retries.is_failing(endpoint.failures, endpoint.failing_since, lanes, now, scaled):
            return
        event = rules.paused(
            row, rules.FAILING, since=endpoint.failing_since, waiting=await waiting(change.connection, subscription)
        )
        stand(change, row, "paused", rules.FAILING)
        chance = random.random()  # noqa: S311 - jitter
        endpoint.probe_at = retries.next_probe(endpoint.failing_since, now, scaled, chance)
        endpoint.not_before = None
        await tell_paused(change, row, change.record(event, of=row))
    log.warning("an endpoint fails and is paused", subscription=subscription, waiting=event.waiting)


async def resume_healed(database: Database, _scaled: Scaled, subscription: str) -> None:
    """Let a paused subscription go on whose endpoint took the event it was probed with."""
    async with database.transaction(_cause(database)) as change:
        row = await change.find(Subscription, subscription)
        if row is None or row.state != "paused" or row.cause != rules.FAILING:
            return
        event = rules.healed(row, waiting=await waiting(change.connection, subscription))
        stand(change, row, "active", None)
        await go_on(change, subscription)
        change.record(event, of=row)
    log.info("an endpoint takes events again and goes on", subscription=subscription, waiting=event.waiting)


async def stop_gone(database: Database, _scaled: Scaled, subscription: str, *, version: int) -> None:
    """Stop a subscription whose endpoint says that it is gone; what waits stays, for when its owner resumes it.

    One that was changed since it was tried may go elsewhere: the next try tells.
    """
    async with database.transaction(_cause(database)) as change:
        row = await change.find(Subscription, subscription)
        if row is None or row.state not in {"active", "paused"} or row.version != version:
            return
        await stop(change, row, rules.GONE)
        if row.last_event is not None:
            await tell_stopped(change, row, row.last_event)
    log.warning("an endpoint says that it is gone and its subscription stops", subscription=subscription)


def stand(change: Transaction, row: Subscription, state: str, cause: str | None) -> None:
    """Say how a subscription stands from now on."""
    row.state, row.cause, row.since = state, cause, change.now


async def go_on(change: Transaction, subscription: str, *, anew: bool = False) -> None:
    """Let all that waits be due, each lane in its order; `anew` with all its tries, as if none had failed."""
    values = {"subscription": subscription, "now": change.clock.now()}
    await change.flush()
    await lock_lanes(change, subscription)
    await change.connection.execute(AT_ONCE, values)
    if anew:
        await change.connection.execute(ANEW, values)
    await change.connection.execute(WELL, values)
    await tell(change.connection, [subscription])


async def waiting(connection: AsyncConnection, subscription: str) -> int:
    """Return how many deliveries of a subscription wait."""
    found: int = (await connection.execute(WAITING, {"subscription": subscription})).scalar_one()
    return found


def _cause(database: Database) -> Cause:
    return Cause(f"service:{database.name}", str(new_id()))
