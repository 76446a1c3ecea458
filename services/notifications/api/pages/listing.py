"""The page of all subscriptions of who is signed in, and how each of them goes."""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Query, Request
from starlette.responses import Response

from services.notifications import views
from services.notifications.api.pages.showing import HOME, Reader, done_of, own_router, show
from services.notifications.pages import words
from services.notifications.queries import beside
from services.notifications.queries import subscriptions as queries
from shared.web.calls import Call
from shared.web.resources import PageWanted

router = own_router()


@router.api_route(HOME, methods=["GET", "HEAD"])
async def show_subscriptions(
    call: Reader, wanted: Annotated[PageWanted, Depends()], request: Request, done: Annotated[str, Query()] = ""
) -> Response:
    """Show my subscriptions."""
    _ = request
    async with call.reading() as session:
        found = await queries.subscriptions(session, call.caller, wanted, road=None, state=None)
        waiting = await beside.oldest(session, [one.id for one in found.items])
    now = call.database.clock.now()
    rows = [_row(call, one, waiting.get(one.id), now) for one in found.items]
    return show(call, "subscriptions.html", rows=rows, following=found.next, done=done_of(done))


def _row(call: Call, one: views.SubscriptionView, since: datetime | None, now: datetime) -> dict[str, object]:
    return {
        "id": one.id,
        "name": one.name,
        "whose": "" if call.caller.council is not None else words.owner(one.council),
        "road": words.ROADS[one.road].partition(":")[0],
        "standing": words.standing(one.state, one.cause, one.road),
        "oldest": words.oldest(since, now) if one.road == "webhook" else "Nothing waits: you fetch events yourself",
    }
