"""Operators' routes, the same in every service: dead letters, the outbox, what is heard, the clock and the timers."""

from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import text
from starlette.responses import Response

from shared.web import clock, deadletters
from shared.web.deadletters import Operator
from shared.web.resources import View, shown

router = APIRouter(tags=["operations"])
router.include_router(deadletters.router)
router.include_router(clock.router)


class OutboxView(View):
    """How far the outbox has been published."""

    pending: int
    oldest_pending_seconds: float | None
    recorded: int
    relay: str
    stream: str


class HearingView(View):
    """One subscription as it runs."""

    stream: str
    durable: str
    state: str
    waiting: int


@router.get("/outbox", response_model=OutboxView)
async def get_outbox(call: Operator, request: Request) -> Response:
    """Tell how many events wait to be published, and for how long."""
    async with call.reading() as session:
        row = (await (await session.connection()).execute(text(_OUTBOX))).one()
    relay = request.app.state.relay
    return shown(
        OutboxView(
            pending=row.pending,
            oldest_pending_seconds=row.oldest,
            recorded=row.recorded,
            relay=relay.state if relay else "runs in another process",
            stream=request.app.state.messaging.topology.stream().name,
        )
    )


@router.get("/subscriptions", response_model=list[HearingView])
async def get_subscriptions(call: Operator, request: Request) -> Any:
    """Tell what this service hears, and how far behind it is."""
    _ = call
    return [
        HearingView(
            stream=ear.subscription.stream, durable=request.app.state.name, state=ear.state, waiting=ear.waiting
        )
        for ear in request.app.state.messaging.ears
    ]


# the newest position is a good count of what was recorded: rows are never deleted
_OUTBOX = """SELECT (SELECT count(*) FROM outbox_event WHERE published_at IS NULL) AS pending,
                    (SELECT EXTRACT(epoch FROM clock_timestamp() - min(recorded_at))::float
                       FROM outbox_event WHERE published_at IS NULL) AS oldest,
                    (SELECT coalesce(max(position), 0) FROM outbox_event) AS recorded"""
