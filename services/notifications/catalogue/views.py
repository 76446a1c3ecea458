"""A type of event as readers of the catalogue see it."""

import inspect
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import Field

from services.notifications import examples
from services.notifications.catalogue import handling
from services.notifications.catalogue.handling import Classification, Holding
from services.notifications.catalogue.types import schema, title, versions
from shared.events import Audience, Event
from shared.web.resources import View


class TypeVersionView(View):
    """One version of a type. A version beside which there is a newer one is deprecated: it is still told."""

    version: int
    type: str
    href: str
    newest: bool
    deprecated: bool


class EventFieldView(View):
    """A field of an event's data, or of a part of it: `data.parts[].note`."""

    path: str
    kind: str = Field(description="what values it has, in words")
    always: bool = Field(description="whether it is in every event; else it may be missing where it would say nothing")
    classification: Classification
    holds: Holding | None = Field(default=None, description="the opaque id of a person, or words that somebody wrote")
    deprecated: bool = False


class ToldLatelyView(View):
    """How many events of a type the caller may see were told lately; `more` means that there are more than counted."""

    days: int
    events: int
    more: bool


class EventTypeView(View):
    """A type of event. `subject` is the NATS subject; its last part is the key of what the event is about."""

    href: str
    type: str
    name: str
    version: int
    title: str
    description: str
    owner: str = Field(description="the service that says it, and alone decides what it means")
    source: str
    subject: str
    about: str
    aggregate: str
    identity: list[str]
    audience: Audience
    readers: str = Field(description="who may see it, in plain words")
    classification: Classification
    handling: str = Field(description="what its class allows, in plain words")
    personal_data: Literal["none", "opaque-ids"]
    fields: list[EventFieldView]
    versions: list[TypeVersionView] = Field(description="every version of what it says, the newest first")
    deprecated: bool
    schema_href: str
    json_schema: dict[str, Any]
    example: dict[str, Any] = Field(description="a CloudEvent")
    example_is: Literal["real", "made"] = Field(
        description="the newest event that the caller may see, or an invented one where there is none"
    )
    told: ToldLatelyView | None = None


def view(
    event: type[Event],
    *,
    real: Mapping[str, Any] | None = None,
    told: ToldLatelyView | None = None,
    among: Sequence[type[Event]] | None = None,
) -> EventTypeView:
    """Return a type as readers see it, with a real event as its example where one is given."""
    level = handling.classification(event)
    found = _fields(event)
    known = versions(event, among)
    return EventTypeView(
        href=href(event),
        type=event.type_name(),
        name=event.short_name(),
        version=event.wire_version,
        title=title(event),
        description=inspect.cleandoc(event.__doc__ or ""),
        owner=event.service,
        source=f"/{event.service}",
        subject=f"{event.type_name()}.{{{event.about}}}",
        about=event.about,
        aggregate=event.aggregate,
        identity=list(event.identity),
        audience=event.audience,
        readers=handling.readers(event),
        classification=level,
        handling=handling.HANDLING[level],
        personal_data="opaque-ids" if any(one.holds == "person" for one in found) else "none",
        fields=found,
        versions=[_version(one, known[0]) for one in known],
        deprecated=event is not known[0],
        schema_href=f"{href(event)}/schema",
        json_schema=schema(event),
        example=examples.cloud_event(event) if real is None else dict(real),
        example_is="made" if real is None else "real",
        told=told,
    )


def href(event: type[Event]) -> str:
    """Return the address of a type in the catalogue."""
    return f"/api/v1/event-types/{event.type_name()}"


def _version(event: type[Event], newest: type[Event]) -> TypeVersionView:
    return TypeVersionView(
        version=event.wire_version,
        type=event.type_name(),
        href=href(event),
        newest=event is newest,
        deprecated=event is not newest,
    )


def _fields(event: type[Event]) -> list[EventFieldView]:
    whole = schema(event)
    return [
        EventFieldView(
            path=path,
            kind=handling.kind(found, whole),
            always=always,
            classification=handling.class_of_field(event, handling.holds(found)),
            holds=handling.holds(found),
            deprecated=bool(found.get("deprecated")),
        )
        for path, found, always in handling.fields(event)
    ]
