"""How what an event says is to be handled: its class, who may see it in plain words, and fields to handle otherwise."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from services.notifications.catalogue.types import schema
from shared.events import Audience, Event
from shared.events.marks import HOLDS

Classification = Literal["open", "internal", "confidential", "restricted"]
Holding = Literal["person", "words"]

CLASSES: Final[Mapping[Audience, Classification]] = {
    "public": "open",
    "programme": "internal",
    "council": "confidential",
    "office": "restricted",
}
HANDLING: Final[Mapping[Classification, str]] = {
    "open": "May be published and passed on.",
    "internal": "For the councils of the Partnership and the Digital Office. Do not publish it.",
    "confidential": "For one council and the Digital Office. Do not show it to another council or publish it.",
    "restricted": "For the Digital Office alone, which runs the programme. Do not pass it on.",
}
READERS: Final[Mapping[Audience, str]] = {
    "public": "Every client that may read events, of whichever council. Pages that need no account may show it too.",
    "programme": "Every client that may read events: those of the councils and those of the Digital Office.",
    "council": "Clients of the council that `{field}` names, and those of the Digital Office.",
    "office": "Clients of the Digital Office only.",
}
NO_PERSON: Final = "No name, address or telephone number of a person is in any event."
MEANINGS: Final[Mapping[Holding, str]] = {
    "person": "the opaque id of a person: only councils can tell whose, and not once the contact was erased",
    "words": "words that somebody wrote, who was asked to name nobody in them",
}

Found = tuple[str, Mapping[str, Any], bool]
"""A place in the data, the schema of what is there, and whether it is always there."""


def classification(event: type[Event]) -> Classification:
    """Return the class of what a type says."""
    return CLASSES[event.audience]


def class_of_field(event: type[Event], holds: Holding | None) -> Classification:
    """Return the class of one field: as that of its type, but who a person is, is nothing to publish."""
    whole = classification(event)
    return "confidential" if holds == "person" and whole in {"open", "internal"} else whole


def readers(event: type[Event]) -> str:
    """Return who may see events of a type, in plain words."""
    field = "council" if "council" in event.model_fields else event.about
    return READERS[event.audience].format(field=field)


def fields(event: type[Event]) -> list[Found]:
    """Return every place in the data of a type, parts of parts too: `data.parts[].note`."""
    whole = schema(event)
    return list(_inside(whole, whole, "data"))


def holds(found: Mapping[str, Any]) -> Holding | None:
    """Return the mark of a field, or of what is in its list or beside its null."""
    inner = [found, *found.get("anyOf", ()), *([found["items"]] if isinstance(found.get("items"), dict) else [])]
    return next((one[HOLDS] for one in inner if HOLDS in one), None)


def kind(found: Mapping[str, Any], whole: Mapping[str, Any]) -> str:
    """Return what values a field has, in words: text, a whole number, a list of objects, or nothing."""
    if "anyOf" in found:
        return " or ".join(dict.fromkeys(kind(one, whole) for one in found["anyOf"]))
    if "enum" in found or "const" in found:
        return " or ".join(f"“{word}”" for word in found.get("enum", [found.get("const")]))
    one = _resolved(found, whole)
    if one.get("type") == "array":
        return f"list of {kind(one.get('items', {}), whole)}"
    return _FORMATS.get(one.get("format", ""), _KINDS.get(one.get("type", ""), "anything"))


_KINDS: Final = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "null": "nothing",
    "object": "object",
}
_FORMATS: Final = {"uuid": "UUID", "date": "day", "date-time": "time"}


def _inside(part: Mapping[str, Any], whole: Mapping[str, Any], path: str) -> Iterator[Found]:
    always = set(part.get("required", ()))
    for name, found in part.get("properties", {}).items():
        yield f"{path}.{name}", found, name in always
        for one, step in _parts(found, whole):
            yield from _inside(one, whole, f"{path}.{name}{step}")


def _parts(found: Mapping[str, Any], whole: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Return the objects that a field holds, by itself, in a list, or beside null."""
    for one in found.get("anyOf", [found]):
        there = _resolved(one, whole)
        if "properties" in there:
            yield there, ""
        elif isinstance(there.get("items"), dict):
            yield from ((inner, f"[]{step}") for inner, step in _parts(there["items"], whole))


def _resolved(found: Mapping[str, Any], whole: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = found.get("$ref")
    resolved: Mapping[str, Any] = whole["$defs"][reference.rpartition("/")[2]] if reference else found
    return resolved
