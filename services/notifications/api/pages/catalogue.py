"""The catalogue of event types as pages, which anybody may read: all of them, and each by itself."""

from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import Path, Request
from starlette.responses import Response

from services.notifications import catalogue
from services.notifications.api.event_types import named
from services.notifications.catalogue import EventTypeView
from services.notifications.catalogue.handling import CLASSES, HANDLING, MEANINGS, NO_PERSON, READERS
from services.notifications.pages.render import PAGES
from shared.pages.answers import kept
from shared.pages.rendering import HEADERS
from shared.pages.routes import HTML, pages_router

router = pages_router(PAGES)

OWNERS: Final = {
    "projects": "What the programme offers",
    "councils": "What each council is and does",
    "notifications": "Telling people and machines",
    "reporting": "What it all amounts to",
}


@dataclass(frozen=True, slots=True)
class Owner:
    """A service, and the types of event that it says."""

    name: str
    title: str
    types: list[EventTypeView]


@dataclass(frozen=True, slots=True)
class Class:
    """A class of events, who may see them, and what they may do with them."""

    name: str
    readers: str
    handling: str


@router.api_route("/event-types", methods=["GET", "HEAD"])
async def show_event_types(request: Request) -> Response:
    """Show every type of event by the service that says it."""
    every = [catalogue.view(one) for one in catalogue.every_type()]
    owners = [Owner(name, title, [one for one in every if one.owner == name]) for name, title in OWNERS.items()]
    classes = [
        Class(name, READERS[audience].format(field="council").replace("`", ""), HANDLING[name])
        for audience, name in CLASSES.items()
    ]
    return _page(request, "event_types.html", owners=owners, classes=classes)


@router.api_route("/event-types/{type}", methods=["GET", "HEAD"])
async def show_event_type(
    request: Request,
    type: Annotated[str, Path(max_length=200)],  # noqa: A002 - the address says so
) -> Response:
    """Show one type of event."""
    return _page(request, "event_type.html", one=catalogue.view(named(type)), meanings=MEANINGS)


def _page(request: Request, template: str, **values: Any) -> Response:
    body = PAGES.page(template, no_person=NO_PERSON, **values)
    return kept(request, body, media_type=HTML, headers=HEADERS)
