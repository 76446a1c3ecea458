"""The planner of a worker: it follows the log as it grows, and brings up those that are behind, beside each other."""

import asyncio

import structlog
from fastapi import FastAPI
from opentelemetry import metrics

from services.notifications.live import Waker, waker_of
from services.notifications.planning.behind import Step, behind, catch_up
from services.notifications.planning.head import HeadPlanner
from shared.database import Database
from shared.settings import Settings

log = structlog.get_logger()
meter = metrics.get_meter("partnership.subscriptions")
behind_gauge = meter.create_gauge("subscriptions.behind", unit="{subscription}", description="Webhooks that catch up")

POLL_SECONDS = 1.0
RETRY_SECONDS = 1.0


class Planner:
    """Plans for as long as it runs; what fails is tried again, and stops nothing else."""

    def __init__(self, database: Database, settings: Settings, waker: Waker) -> None:
        self._database, self._scaled, self._waker = database, settings.scaled, waker

    async def run(self) -> None:
        """Plan until cancelled."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._follow())
            both.create_task(self._bring_up())

    async def _follow(self) -> None:
        planner = HeadPlanner(self._database)
        while True:
            try:
                reached = await planner.plan()
            except Exception as error:  # noqa: BLE001 - an absent database is told by readiness
                log.info("planning waits", error=repr(error))
                await asyncio.sleep(self._scaled(RETRY_SECONDS))
                continue
            if not reached.more and not await self._waker.news(reached.position, self._scaled(POLL_SECONDS)):
                # where the process stops, nothing waits for news any more
                await asyncio.sleep(self._scaled(POLL_SECONDS) if self._waker.stopping else 0)

    async def _bring_up(self) -> None:
        while True:
            try:
                going_on = await self.bring_up_once()
            except Exception as error:  # noqa: BLE001 - as above
                log.info("planning waits", error=repr(error))
                going_on = False
            if not going_on:
                await asyncio.sleep(self._scaled(POLL_SECONDS))

    async def bring_up_once(self) -> bool:
        """Plan a part for each that is behind, in turn; say whether any goes on at once."""
        waiting = await behind(self._database)
        behind_gauge.set(len(waiting))
        going_on = False
        for subscription in waiting:
            try:
                going_on |= await catch_up(self._database, subscription) is Step.ON
            except Exception:
                log.exception("a subscription could not be planned for", subscription=subscription)
        return going_on


async def plan(app: FastAPI) -> None:
    """Run a worker's planner beside the service."""
    state = app.state
    await Planner(state.database, state.settings, waker_of(app)).run()
