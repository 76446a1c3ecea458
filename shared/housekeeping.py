"""What a service's worker does now and then: it forgets old idempotency keys, and tells what waits for a person."""

import asyncio
from collections.abc import Callable

import structlog
from opentelemetry import metrics
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.database import Database
from shared.messaging import deadletters

log = structlog.get_logger()
meter = metrics.get_meter("partnership.inbox")
waiting_gauge = meter.create_gauge(
    "dead_letters.waiting", unit="{message}", description="Parked messages that wait for a person, by cause"
)
oldest_gauge = meter.create_gauge(
    "dead_letters.oldest", unit="s", description="How long the oldest parked message has waited, by cause"
)

MEASURE_SECONDS = 15.0
PRUNE_SECONDS = 3600.0
BATCH = 1000
DAY = 86_400.0
CAUSES = ("failed", "gap", "poison", "undecodable")

KEEPER_LOCK = 7_200_003
"""The advisory lock that lets one replica at a time do this; the number only has to be ours."""
LOCK = text(f"SELECT pg_try_advisory_xact_lock({KEEPER_LOCK})")
# no index for it: the oldest keys stand where the table begins, and each command would pay for one
PRUNE = text("""
    DELETE FROM idempotency_key WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM idempotency_key WHERE created_at < clock_timestamp() - make_interval(secs => :keep)
        LIMIT :batch FOR UPDATE SKIP LOCKED))""")


class Housekeeping:
    """Keeps one service's database in order for as long as it runs."""

    def __init__(self, database: Database, keep_days: float, scaled: Callable[[float], float]) -> None:
        self.database, self.keep_seconds, self._scaled = database, keep_days * DAY, scaled

    async def run(self) -> None:
        """Measure and prune until cancelled; what fails is done the next time."""
        loop = asyncio.get_running_loop()
        next_prune = 0.0
        while True:
            try:
                await self.measure()
                if loop.time() >= next_prune:
                    await self.prune()
                    next_prune = loop.time() + self._scaled(PRUNE_SECONDS)
            except Exception as error:  # noqa: BLE001 - an absent database is told by readiness
                log.info("housekeeping waits", error=repr(error))
            await asyncio.sleep(self._scaled(MEASURE_SECONDS))

    async def measure(self) -> None:
        """Tell how many messages are parked for each cause, and since when; none is a figure, too."""
        async with self.database.engine.begin() as connection:
            if not await _is_ours(connection):
                return
            found = await deadletters.by_cause(connection)
        for cause in {*CAUSES, *(row.cause for row in found)}:
            of_it = [row for row in found if row.cause == cause]
            waiting_gauge.set(sum(row.parked for row in of_it), {"cause": cause})
            oldest_gauge.set(max((row.seconds for row in of_it), default=0.0), {"cause": cause})

    async def prune(self) -> int:
        """Forget idempotency keys that nobody will send again, a few at a time; return how many."""
        pruned = 0
        while True:
            async with self.database.engine.begin() as connection:
                if not await _is_ours(connection):
                    break
                gone = (await connection.execute(PRUNE, {"keep": self.keep_seconds, "batch": BATCH})).rowcount
            pruned += gone
            if gone < BATCH:
                break
        if pruned:
            log.info("old idempotency keys were forgotten", keys=pruned)
        return pruned


async def _is_ours(connection: AsyncConnection) -> bool:
    return bool((await connection.execute(LOCK)).scalar_one())
