"""Keeping deliveries in order: what waited for too long is skipped and said so, what is old is forgotten."""

import asyncio
from datetime import timedelta
from typing import Any

import structlog
from fastapi import FastAPI
from opentelemetry import metrics
from sqlalchemy import DateTime, bindparam, text

from services.notifications.domain import standing as rules
from services.notifications.models import Subscription
from services.notifications.models.deliveries import ALL_BY_INDEX, first_waiting
from shared.database import Database
from shared.outbox.record import Cause, new_id
from shared.settings import Settings

log = structlog.get_logger()
meter = metrics.get_meter("partnership.webhooks")
overdue_gauge = meter.create_gauge(
    "deliveries.overdue", unit="s", description="How long a webhook that is due has waited to be tried, at most"
)
oldest_gauge = meter.create_gauge(
    "deliveries.oldest", unit="s", description="How long the oldest webhook waits that is not settled"
)
paused_gauge = meter.create_gauge(
    "subscriptions.paused", unit="{subscription}", description="Webhook subscriptions that are paused, by cause"
)

MEASURE_SECONDS = 15.0
SKIP_SECONDS = 60.0
FORGET_SECONDS = 3600.0
KEPT = timedelta(days=90)
"""For how long settled deliveries and attempts stand in the log."""
BATCH = 5000
CAUSES = (rules.FAILING, rules.ASKED)

_NOW = bindparam("now", type_=DateTime(timezone=True))
# what was asked for again waits for as long as it takes
TOO_LONG = text("""
    SELECT subscription.id FROM subscription CROSS JOIN LATERAL (
        SELECT delivery.planned_at FROM delivery
        WHERE delivery.subscription = subscription.id AND delivery.state = 'waiting'
          AND delivery.reason IS DISTINCT FROM 'resent'
        ORDER BY delivery.subscription, delivery.position LIMIT 1) AS oldest
    WHERE subscription.road = 'webhook' AND oldest.planned_at < :now - make_interval(days => subscription.keep_days)
    ORDER BY subscription.id""").bindparams(_NOW)
_WAITED = """delivery.subscription = :subscription AND delivery.state = 'waiting'
             AND delivery.reason IS DISTINCT FROM 'resent' AND delivery.planned_at < :up_to"""
_UP_TO = bindparam("up_to", type_=DateTime(timezone=True))
LANES = text(f"""
    SELECT aggregate FROM lane WHERE subscription = :subscription
      AND aggregate IN (SELECT delivery.aggregate FROM delivery WHERE {_WAITED})
    ORDER BY subscription, aggregate FOR UPDATE""").bindparams(_UP_TO)  # noqa: S608 - a text of ours
SKIP = text(f"""
    UPDATE delivery SET state = 'skipped', reason = 'keep-limit', settled_at = :now
    WHERE {_WAITED} RETURNING aggregate""").bindparams(_UP_TO, _NOW)  # noqa: S608 - a text of ours
MOVE_ON = text(f"""
    UPDATE lane SET tries = 0, due_at = :now, head = {first_waiting("lane")}
    WHERE subscription = :subscription AND aggregate = ANY(CAST(:aggregates AS varchar[]))""").bindparams(_NOW)  # noqa: S608 - a text of ours

# what is old stands at the beginning of the key
FORGET_ATTEMPTS = text("""
    DELETE FROM attempt WHERE number IN (SELECT number FROM attempt ORDER BY number LIMIT :batch)
      AND at < clock_timestamp() - CAST(:kept AS interval)""")
FORGET_DELIVERIES = text("""
    DELETE FROM delivery USING subscription CROSS JOIN LATERAL (
        SELECT delivery.subscription, delivery.position FROM delivery WHERE delivery.subscription = subscription.id
        ORDER BY delivery.subscription, delivery.position LIMIT :batch) AS first
    WHERE delivery.subscription = first.subscription AND delivery.position = first.position
      AND delivery.state <> 'waiting' AND delivery.settled_at < :now - CAST(:kept AS interval)""").bindparams(_NOW)

MEASURE = text("""
    SELECT coalesce(max(extract(epoch FROM :now - oldest.planned_at)), 0)::float AS oldest,
           coalesce(max(extract(epoch FROM :now - due.due_at)) FILTER (
               WHERE subscription.state = 'active' AND coalesce(endpoint.not_before, :now) <= :now), 0)::float
               AS overdue
    FROM subscription JOIN endpoint ON endpoint.subscription = subscription.id
    LEFT JOIN LATERAL (SELECT lane.due_at FROM lane WHERE lane.subscription = subscription.id AND lane.head IS NOT NULL
                       ORDER BY lane.subscription, lane.due_at LIMIT 1) AS due ON true
    LEFT JOIN LATERAL (SELECT delivery.planned_at FROM delivery
                       WHERE delivery.subscription = subscription.id AND delivery.state = 'waiting'
                       ORDER BY delivery.subscription, delivery.position LIMIT 1) AS oldest ON true
    WHERE subscription.state IN ('active', 'paused')""").bindparams(_NOW)
PAUSED = text("SELECT cause, count(*) AS paused FROM subscription WHERE state = 'paused' GROUP BY cause")


class Upkeep:
    """Keeps the deliveries of one service in order for as long as it runs; several may do so beside each other."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._scaled = database, settings.scaled
        self._next = {"measure": 0.0, "skip": 0.0, "forget": 0.0}

    async def run(self) -> None:
        """Do each in its time until cancelled; what fails is done the next time."""
        steps = (
            ("measure", MEASURE_SECONDS, self.measure),
            ("skip", SKIP_SECONDS, self.skip),
            ("forget", FORGET_SECONDS, self.forget),
        )
        loop = asyncio.get_running_loop()
        while True:
            for name, seconds, step in steps:
                if loop.time() < self._next[name]:
                    continue
                self._next[name] = loop.time() + self._scaled(seconds)
                try:
                    await step()
                except Exception as error:  # noqa: BLE001 - an absent database is told by readiness
                    log.warning("the upkeep of deliveries waits", step=name, error=repr(error))
            await asyncio.sleep(self._scaled(MEASURE_SECONDS))

    async def measure(self) -> None:
        """Tell how long webhooks wait, and how many subscriptions are paused; none is a figure, too."""
        async with self._database.engine.connect() as connection:
            found: Any = (await connection.execute(MEASURE, {"now": self._database.clock.now()})).one()
            paused = {row.cause: row.paused for row in await connection.execute(PAUSED)}
        oldest_gauge.set(found.oldest)
        overdue_gauge.set(found.overdue)
        for cause in CAUSES:
            paused_gauge.set(paused.get(cause, 0), {"cause": cause})

    async def skip(self) -> None:
        """Skip what has waited for longer than its subscription keeps it, and say so."""
        async with self._database.engine.connect() as connection:
            found = (await connection.execute(TOO_LONG, {"now": self._database.clock.now()})).scalars().all()
        for subscription in found:
            await self._skip(subscription)

    async def _skip(self, subscription: str) -> None:
        async with self._database.transaction(Cause(f"service:{self._database.name}", str(new_id()))) as change:
            row = await change.find(Subscription, subscription)
            if row is None:
                return
            now = change.clock.now()
            up_to = now - timedelta(days=row.keep_days)
            values = {"subscription": subscription, "up_to": up_to}
            await change.connection.execute(LANES, values)
            skipped = (await change.connection.execute(SKIP, values | {"now": now})).scalars().all()
            if not skipped:
                return
            lanes = {"subscription": subscription, "aggregates": sorted(set(skipped)), "now": now}
            await change.connection.execute(text(ALL_BY_INDEX))
            await change.connection.execute(MOVE_ON, lanes)
            change.record(rules.skipped(row, skipped=len(skipped), up_to=up_to), of=row)
        log.warning("deliveries waited for too long and are skipped", subscription=subscription, skipped=len(skipped))

    async def forget(self) -> None:
        """Forget attempts and settled deliveries that are old, a few at a time."""
        values = {"kept": KEPT, "batch": BATCH}
        for statement in (FORGET_ATTEMPTS, FORGET_DELIVERIES):
            forgotten = BATCH
            while forgotten >= BATCH:
                async with self._database.engine.begin() as connection:
                    now = {"now": self._database.clock.now()} if statement is FORGET_DELIVERIES else {}
                    forgotten = (await connection.execute(statement, values | now)).rowcount


async def keep_in_order(app: FastAPI) -> None:
    """Look after deliveries beside the service."""
    await Upkeep(app.state.database, app.state.settings).run()
