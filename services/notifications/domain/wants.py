"""What a subscription wants of all events: the types, the filters, and the fields that its reader says it reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.notifications.domain import fields, filters
from services.notifications.domain.filters import Filter
from shared.errors import FieldError, InvalidError, refuse_field
from shared.events import Event

Schemas = Mapping[str, Mapping[str, Any]]
"""The JSON Schema of each type there is, by its full name."""


@dataclass(frozen=True, slots=True)
class Type:
    """A type of event, as far as filters can tell it from others before there is one."""

    name: str
    short_name: str
    source: str
    schema: Mapping[str, Any]

    @classmethod
    def of(cls, event: type[Event], schema: Mapping[str, Any]) -> "Type":
        return cls(event.type_name(), event.short_name(), f"/{event.service}", schema)


def types(names: Sequence[str], known: Sequence[Type], *, field: str = "types") -> list[str]:
    """Return the full names of types that are named short or full, each once; refuse what is none, by its name."""
    found, unknown = dict[str, None](), []
    for number, name in enumerate(names):
        called = [one.name for one in known if name in {one.name, one.short_name}]
        if not called:
            unknown.append(FieldError(f"{field}.{number}", f"there is no event type {name!r}"))
        found |= dict.fromkeys(called)
    if unknown:
        raise InvalidError(
            f"{unknown[0].field}: {unknown[0].message}; /api/v1/event-types lists them all.",
            code="unknown-event-type",
            fields=tuple(unknown),
        )
    return list(found)


def possible(wanted: Sequence[str], wish: Filter, known: Sequence[Type]) -> list[Type]:
    """Return the types of which an event that is wanted may be; no `wanted` means all."""
    of_these = [one for one in known if one.name in wanted] if wanted else list(known)
    return [one for one in of_these if wish(filters.of_type(one.name, one.source)) is not False]


def check(wanted: Sequence[str], given: Sequence[Any], known: Sequence[Type]) -> None:
    """Refuse filters that cannot be read, that nothing can pass, or that look at what no wanted event has."""
    left = possible(wanted, filters.read(given), known)
    if not left:
        refuse_field(
            "filters",
            "matches-nothing",
            "let no event of any wanted type through; types are compared by their full names, as "
            "partnership.projects.phase-changed.v1",
        )
    for path, place in filters.paths(given).items():
        if not any(fields.has(one.schema, path) for one in left):
            refuse_field(place, "filter-field-unknown", _no_field(path, left))


def declared(given: Mapping[str, Sequence[str]], known: Sequence[Type]) -> dict[str, list[str]]:
    """Return the fields that a reader says it reads, by full type; refuse a type or a field that there is not."""
    found: dict[str, list[str]] = {}
    for name, paths in given.items():
        place = f"fields.{name}"
        for full in types([name], known, field=place):
            schema = next(one for one in known if one.name == full)
            for number, path in enumerate(paths):
                if not fields.has(schema.schema, path):
                    refuse_field(f"{place}.{number}", "field-unknown", _no_field(path, [schema]))
            found[full] = list(dict.fromkeys(paths))
    return found


def _no_field(path: str, among: Sequence[Type]) -> str:
    near = list(dict.fromkeys(name for one in among for name in fields.like(one.schema, path)))[:3]
    hint = f"; do you mean {' or '.join(near)}?" if near else ""
    whose = among[0].short_name if len(among) == 1 else "any event that is wanted"
    return f"there is no field '{path[:100]}' in the data of {whose}{hint}"
