"""What a subscription would bring, before there is one."""

from datetime import UTC, datetime, timedelta
from typing import Literal

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from services.notifications import views
from services.notifications.api.wanted import Reader
from services.notifications.commands.wishes import WantsWish, known_types
from services.notifications.domain import filters, wants
from services.notifications.domain.subscriptions import readers
from services.notifications.queries import previews as queries
from services.notifications.queries.log import View
from shared.web.calls import Call
from shared.web.resources import shown

router = APIRouter(prefix="/api/v1/subscriptions", tags=["subscriptions"])


class PreviewWish(WantsWish):
    """Which events are wanted, and whether their data is to come with them."""

    body: Literal["full", "thin"] = Field(default="full", description="thin: without data")


@router.post("/preview", response_model=views.PreviewView)
async def preview_subscription(call: Reader, wish: PreviewWish) -> Response:
    """Show what a subscription would have brought in the last 90 days; nothing is made.

    Counted are events by type and week, and the largest burst. Where there is more than can be looked at in a few
    seconds, `complete` is false, and `since` says how far back it goes.
    """
    return shown(await preview(call, wish, call.caller.council))


async def preview(call: Call, wish: PreviewWish, council: str | None) -> views.PreviewView:
    """Look back for what a subscription of a council, or of the Office, would have brought."""
    types = wish.checked()
    possible = wants.possible(types, filters.read(wish.filters), known_types())
    view = View.wanting(readers(council), types, wish.filters)
    now = datetime.now(UTC)
    async with call.reading() as session:
        found = await queries.look_back(session, view, now - timedelta(days=queries.DAYS))
    thin = wish.body == "thin"
    return views.PreviewView(
        since=found.since,
        until=now,
        complete=found.complete,
        total=found.tally.total,
        types=views.type_counts(found.tally),
        largest_burst=views.bursts(found.tally),
        samples=[queries.sample(event, thin=thin) for event in found.samples],
        hidden=views.hidden([one.name for one in possible], council, fields=["data"] if thin else []),
    )
