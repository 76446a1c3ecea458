"""The catalogue of event types, made from the event classes: names, readers, JSON Schemas and examples."""

import inspect
import re
from functools import cache
from typing import Any

# imported so that their events are known in this process
import shared.events.councils
import shared.events.notifications
import shared.events.projects
import shared.events.reporting  # noqa: F401 - as above
from services.notifications import examples
from shared.events import Audience, Event, catalogue
from shared.web.resources import View

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class EventTypeView(View):
    """A type of event. `subject` is the NATS subject; its last part is the key of what the event is about."""

    href: str
    type: str
    name: str
    version: int
    title: str
    description: str
    source: str
    subject: str
    about: str
    aggregate: str
    identity: list[str]
    audience: Audience
    json_schema: dict[str, Any]
    example: dict[str, Any]


def every_type() -> list[type[Event]]:
    """Return the classes of the published language, by type name."""
    return [one for one in catalogue() if one.__module__.startswith("shared.events.")]


def types_called(name: str) -> list[type[Event]]:
    """Return the classes that a short or full name means, in order of their versions; none if there is no such type."""
    found = [one for one in every_type() if name in {one.type_name(), one.short_name()}]
    return sorted(found, key=lambda one: one.wire_version)


@cache
def schema(event: type[Event]) -> dict[str, Any]:
    """Return the JSON Schema (Draft 2020-12) of a type's data; it allows other fields, for some may be added later."""
    return {"$schema": DIALECT, **event.model_json_schema()}


@cache
def view(event: type[Event]) -> EventTypeView:
    """Return a type as readers see it."""
    return EventTypeView(
        href=f"/api/v1/event-types/{event.type_name()}",
        type=event.type_name(),
        name=event.short_name(),
        version=event.wire_version,
        title=title(event),
        description=inspect.cleandoc(event.__doc__ or ""),
        source=f"/{event.service}",
        subject=f"{event.type_name()}.{{{event.about}}}",
        about=event.about,
        aggregate=event.aggregate,
        identity=list(event.identity),
        audience=event.audience,
        json_schema=schema(event),
        example=examples.cloud_event(event),
    )


def title(event: type[Event]) -> str:
    """Return a type's name as people say it: Project phase changed."""
    words = re.sub(r"(?<!^)(?=[A-Z])", " ", event.__name__)
    return words.capitalize()
