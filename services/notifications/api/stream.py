"""The live stream: server-sent events, resumed by `Last-Event-ID`."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from starlette.responses import Response, StreamingResponse

from services.notifications.api.wanted import After, Reader, Types, place_of, view_of
from services.notifications.live import Stream, Until, waker_of
from services.notifications.queries.log import View
from services.notifications.readers import Following, readers_of
from services.notifications.reads import places
from shared.auth import bearer
from shared.cursor import Cursor
from shared.web.calls import Call

router = APIRouter(prefix="/api/v1", tags=["events"])
MEDIA_TYPE = "text/event-stream"


STREAM: dict[int | str, dict[str, Any]] = {
    200: {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}},
    429: {"description": "The client has too many streams open"},
}
LastEventId = Annotated[str | None, Header(description="the id of the last event that arrived")]


@router.get("/events/stream", response_class=StreamingResponse, responses=STREAM)
async def stream_events(
    call: Reader,
    request: Request,
    after: After = None,
    types: Types = [],  # noqa: B006 - FastAPI copies it
    last_event_id: LastEventId = None,
) -> Response:
    """Follow events as they come: from `Last-Event-ID` or `after` on, else only new ones, until the token expires.

    Each has the place just after it as `id`, its short type as `event` and the CloudEvent as `data`. A comment comes
    when nothing else has for a while. Who reads slowly gets everything, later. A client has 20 streams open at most.
    """
    view = view_of(call, types)
    word, field = (last_event_id, "Last-Event-ID") if last_event_id else (after or "latest", "after")
    async with call.reading() as session:
        place = await place_of(session, await places.head(session), word, field=field)
    return following(request, call, view, place)


def following(request: Request, call: Call, view: View, place: Cursor, until: Until | None = None) -> Response:
    """Return the answer that follows the log from a place on, for a client that may have one more open."""
    state = request.app.state
    token = bearer(request.scope["headers"])
    stream = Stream(
        waker=waker_of(request.app),
        database=call.database,
        settings=state.settings,
        caller=call.caller,
        still_good=lambda: state.tokens.caller(token),
        view=view,
        place=place,
        until=until,
    )
    answer = Following(
        stream.frames(), media_type=MEDIA_TYPE, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    )
    return answer.follow(readers_of(request.app), call.caller.client)
