"""The pull feed, and events one by one."""

from typing import Annotated, Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import ConfigDict, Field
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.responses import Response

from services.notifications import cloudevents
from services.notifications.api.wanted import After, Reader, Types, place_of, view_of
from services.notifications.queries import log
from services.notifications.queries.log import View as LogView
from services.notifications.reads import places
from shared.errors import NotFoundError
from shared.web.resources import DEFAULT_LIMIT, MAX_LIMIT, View

router = APIRouter(prefix="/api/v1", tags=["events"])


class CloudEvent(View):
    """An event as a CloudEvents 1.0 object; an attribute that it does not have is left out."""

    model_config = ConfigDict(json_schema_extra={"externalDocs": {"url": "https://cloudevents.io"}})

    specversion: Literal["1.0"]
    id: UUID
    type: str
    source: str
    subject: str
    time: str = Field(description="when it happened (UTC)")
    recordedtime: str = Field(description="when its service learned of it (UTC)")
    aggregate: str = Field(description="what has the history that `sequence` counts: kind/identity")
    sequence: int = Field(description="the version of the aggregate that this event made")
    previousid: UUID | None = Field(default=None, description="the event before it in the aggregate's history")
    epoch: int = Field(description="how often the publishing database was restored, counted from 1")
    correlationid: str
    causationid: str | None = None
    actor: str
    traceparent: str | None = None
    tracestate: str | None = None
    datacontenttype: str
    data: Any = None
    data_base64: str | None = Field(default=None, description="instead of `data`, where that is no JSON")


class FeedView(View):
    """A part of the feed. `cursor` is where it ends, also when it is empty; `next` is there when more is known."""

    items: list[CloudEvent]
    next: str | None = None
    cursor: str


FEED: dict[int | str, dict[str, Any]] = {
    200: {"content": {cloudevents.BATCH: {"schema": {"type": "array", "items": {"type": "object"}}}}},
}
Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="how many at most")]


@router.get("/events", response_model=FeedView, responses=FEED)
async def list_events(
    call: Reader,
    request: Request,
    after: After = None,
    types: Types = [],  # noqa: B006 - FastAPI copies it
    limit: Limit = DEFAULT_LIMIT,
) -> Response:
    """Read events in the order they were kept, from the first or a cursor on; ask again with `cursor` for what is new.

    Every event comes at least once, and again only if the feed itself had to be built anew: go by its id. With
    `Accept: application/cloudevents-batch+json` the answer is the bare array, and the Link header goes on.
    """
    async with call.reading() as session:
        part = await read_part(session, view_of(call, types), after, limit)
    return answered(request, part)


async def read_part(session: AsyncSession, view: LogView, after: str | None, limit: int) -> log.Part:
    """Return the events after a place that a request names."""
    head = await places.head(session)
    place = await place_of(session, head, after)
    return await log.part(session, view, head, await places.position_of(session, place, head), limit)


def answered(request: Request, part: log.Part) -> Response:
    """Return the answer that shows a part of the log, in the form that is asked for."""
    cursor = part.end.seal()
    if cloudevents.BATCH in request.headers.get("accept", ""):
        headers = {"Link": f'<{_going_on(request, cursor)}>; rel="next"', "Vary": "Accept"}
        return Response(cloudevents.batch(part.events), media_type=cloudevents.BATCH, headers=headers)
    following = _going_on(request, cursor) if part.more else None
    body = cloudevents.page(part.events, next=following, cursor=cursor)
    return Response(body, media_type=cloudevents.JSON, headers={"Vary": "Accept"})


@router.get(
    "/events/{event}",
    response_class=Response,
    responses={
        200: {
            "description": "The CloudEvent; with `mode=binary` its data alone, and its attributes as `ce-` headers",
            "content": {
                # the feed's own schema: the framework knows one media type for a model alone
                cloudevents.STRUCTURED: {"schema": {"$ref": "#/components/schemas/CloudEvent"}},
                cloudevents.JSON: {"schema": {"description": "the data"}},
                cloudevents.BYTES: {"schema": {"description": "the data, where it is no JSON"}},
            },
        },
    },
)
async def get_event(
    call: Reader, event: str, mode: Annotated[Literal["structured", "binary"], Query()] = "structured"
) -> Response:
    """Show one event: structured, or binary with its attributes as headers and its data to the byte."""
    async with call.reading() as session:
        found = await log.single(session, LogView.of(call.caller), _id(event))
    if found is None:
        raise NotFoundError(f"There is no event '{event}'.")
    if mode == "binary":
        headers, data = cloudevents.binary(found)
        return Response(data, headers=headers)
    return Response(cloudevents.structured(found), media_type=cloudevents.STRUCTURED)


def _going_on(request: Request, cursor: str) -> str:
    query = [(name, value) for name, value in request.query_params.multi_items() if name != "after"]
    return f"{request.url.path}?{urlencode([*query, ('after', cursor)])}"


def _id(word: str) -> UUID:
    try:
        return UUID(word)
    except ValueError:
        raise NotFoundError(f"There is no event '{word}'.") from None
