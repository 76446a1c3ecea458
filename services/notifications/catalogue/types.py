"""Which types of event there are: by name, in their versions, and the JSON Schema of each."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

# imported so that their events are known in this process
import shared.events.councils
import shared.events.notifications
import shared.events.projects
import shared.events.reporting  # noqa: F401 - as above
from shared.events import Event, catalogue

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def every_type() -> list[type[Event]]:
    """Return the classes of the published language, by type name."""
    return [one for one in catalogue() if one.__module__.startswith("shared.events.")]


def types_called(name: str) -> list[type[Event]]:
    """Return the classes that a short or full name means, in order of their versions; none if there is no such type."""
    found = [one for one in every_type() if name in {one.type_name(), one.short_name()}]
    return sorted(found, key=lambda one: one.wire_version)


def versions(event: type[Event], among: Sequence[type[Event]] | None = None) -> list[type[Event]]:
    """Return every version of what an event says, the newest first."""
    known = every_type() if among is None else among
    same = [one for one in known if one.short_name() == event.short_name()]
    return sorted(same, key=lambda one: one.wire_version, reverse=True)


@cache
def schema(event: type[Event]) -> dict[str, Any]:
    """Return the JSON Schema (Draft 2020-12) of a type's data; it allows other fields, for some may be added later."""
    return {"$schema": DIALECT, **event.model_json_schema()}


def title(event: type[Event]) -> str:
    """Return a type's name as people say it: Project phase changed."""
    words = re.sub(r"(?<!^)(?=[A-Z])", " ", event.__name__)
    return words.capitalize()
