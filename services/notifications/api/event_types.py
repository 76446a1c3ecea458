"""The catalogue of event types over HTTP: all of them, one of them, and its JSON Schema alone."""

from datetime import UTC, datetime
from typing import Any

import orjson
from fastapi import APIRouter
from starlette.responses import Response

from services.notifications import catalogue, cloudevents
from services.notifications.api.wanted import Reader
from services.notifications.catalogue import EventTypeView
from services.notifications.models import Kept
from services.notifications.queries import told
from services.notifications.queries.log import View as LogView
from shared.errors import NotFoundError
from shared.events import Event
from shared.web.resources import Page, shown

router = APIRouter(prefix="/api/v1", tags=["event types"])

SCHEMA = "application/schema+json"


@router.get("/event-types", response_model=Page[EventTypeView])
async def list_event_types(call: Reader) -> Response:
    """List every type of event there is: what it says, who may see it, the schema of its data, and an example."""
    types = catalogue.every_type()
    async with call.reading() as session:
        found = await told.newest(session, LogView.of(call.caller), [one.type_name() for one in types])
    return shown(Page(items=[catalogue.view(one, real=_shown(found.get(one.type_name()))) for one in types]))


@router.get("/event-types/{type}", response_model=EventTypeView)
async def get_event_type(call: Reader, type: str) -> Response:  # noqa: A002 - the address says so
    """Show one type by its short name (its newest version) or its full name, and how often it was told lately."""
    event = named(type)
    view = LogView.of(call.caller)
    async with call.reading() as session:
        found = await told.newest(session, view, [event.type_name()])
        lately = await told.lately(session, view, event.type_name(), datetime.now(UTC))
    return shown(catalogue.view(event, real=_shown(found.get(event.type_name())), told=lately))


@router.get(
    "/event-types/{type}/schema",
    response_class=Response,
    responses={200: {"description": "The JSON Schema", "content": {SCHEMA: {"schema": {"type": "object"}}}}},
)
async def get_event_schema(type: str) -> Response:  # noqa: A002 - as above
    """Show the JSON Schema (Draft 2020-12) of the data of a type, by its short or full name."""
    found = catalogue.schema(named(type))
    return Response(orjson.dumps(found), media_type=SCHEMA, headers={"Cache-Control": "public, max-age=3600"})


def named(name: str) -> type[Event]:
    """Return the type that is meant, in its newest version unless the name says which; refuse a name of none."""
    found = catalogue.types_called(name)
    if not found:
        raise NotFoundError(f"There is no event type '{name}'; /api/v1/event-types lists them all.")
    return found[-1]


def _shown(event: Kept | None) -> dict[str, Any] | None:
    """Return an event as its readers get it."""
    if event is None:
        return None
    whole: dict[str, Any] = orjson.loads(cloudevents.structured(event))
    return whole
