"""The events of one subscription: as a feed, and as a live stream, whatever its road."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.responses import Response, StreamingResponse

from services.notifications.api import events, stream
from services.notifications.api.events import Limit
from services.notifications.api.stream import LastEventId
from services.notifications.api.subscriptions import SubscriptionInPath
from services.notifications.api.wanted import Reader, place_of
from services.notifications.domain import subscriptions as rules
from services.notifications.live import Until
from services.notifications.models import Subscription
from services.notifications.queries.log import View
from services.notifications.reads import places
from services.notifications.reads import subscriptions as read
from shared.auth import Caller
from shared.web.resources import DEFAULT_LIMIT

router = APIRouter(prefix="/api/v1/subscriptions", tags=["subscriptions"])

After = Annotated[
    str | None,
    Query(description="Where the last page or event ended (opaque), `latest` or `earliest`; else its start"),
]


@router.get("/{subscription}/events", response_model=events.FeedView, responses=events.FEED)
async def list_subscription_events(
    call: Reader,
    subscription: SubscriptionInPath,
    request: Request,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response:
    """Read the events of a subscription as a feed, from its start or a cursor on.

    Where its filters let little through, a page may hold few events or none, and have a `next`: so many are looked at
    for one page, and the cursor has moved on past them.
    """
    async with call.reading() as session:
        row = await read.get(session, call.caller, subscription)
        rules.refuse_stopped(row)
        part = await events.read_part(session, _view(row), after or row.start["cursor"], limit)
    return events.answered(request, part)


@router.get("/{subscription}/stream", response_class=StreamingResponse, responses=stream.STREAM)
async def stream_subscription_events(
    call: Reader,
    subscription: SubscriptionInPath,
    request: Request,
    after: After = None,
    last_event_id: LastEventId = None,
) -> Response:
    """Follow the events of a subscription live, from `Last-Event-ID`, `after` or its start on.

    The stream ends when the token expires, and when the subscription is changed or stopped: come back then.
    """
    async with call.reading() as session:
        row = await read.get(session, call.caller, subscription)
        rules.refuse_stopped(row)
        word, field = (last_event_id, "Last-Event-ID") if last_event_id else (after or row.start["cursor"], "after")
        place = await place_of(session, await places.head(session), word, field=field)
    return stream.following(request, call, _view(row), place, _until(call.caller, row))


def _view(row: Subscription) -> View:
    return View.wanting(rules.readers(row.council), row.types, row.filters)


def _until(caller: Caller, before: Subscription) -> Until:
    """Return what ends a stream: that its subscription is no longer as it was when the stream began."""

    async def why(session: AsyncSession) -> str | None:
        row = await read.get(session, caller, before.id)
        if row.state == "stopped":
            return "the subscription is stopped"
        if (row.types, row.filters) != (before.types, before.filters):
            return "the subscription was changed; come back"
        return None

    return why
