"""The catalogue of event types, with their JSON Schemas."""

from fastapi import APIRouter
from starlette.responses import Response

from services.notifications import catalogue
from services.notifications.api.wanted import Reader
from services.notifications.catalogue import EventTypeView
from shared.errors import NotFoundError
from shared.web.resources import Page, shown

router = APIRouter(prefix="/api/v1", tags=["event types"])


@router.get("/event-types", response_model=Page[EventTypeView])
async def list_event_types(call: Reader) -> Response:
    """List every type of event there is: what it says, about what, who may see it, and the schema of its data."""
    _ = call
    return shown(Page(items=[catalogue.view(one) for one in catalogue.every_type()]))


@router.get("/event-types/{type}", response_model=EventTypeView)
async def get_event_type(call: Reader, type: str) -> Response:  # noqa: A002 - the address says so
    """Show one type by its short name (the newest version of it) or its full name."""
    _ = call
    found = catalogue.types_called(type)
    if not found:
        raise NotFoundError(f"There is no event type '{type}'; /api/v1/event-types lists them all.")
    return shown(catalogue.view(found[-1]))
