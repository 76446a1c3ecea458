"""What is missing and what differs, given what is there: decided without a network, so that it can be tested alone."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from deploy.load.wishes import Json, Wish

_LONGEST = 80


@dataclass(frozen=True)
class Plan:
    missing: list[Wish]
    there: list[Wish]
    differences: list[str]


def plan(wishes: list[Wish], found: Mapping[str, Json]) -> Plan:
    """Compare wishes with what was found under their keys. What is there is left alone, however it differs."""
    there = [wish for wish in wishes if wish.key in found]
    return Plan(
        missing=[wish for wish in wishes if wish.key not in found],
        there=there,
        differences=[line for wish in there for line in _differences(wish, found[wish.key])],
    )


def _differences(wish: Wish, found: Json) -> Iterator[str]:
    for field, here, there in _unlike("", wish.body, found):
        yield f"{wish.kind} {wish.key}: {field} is {_shown(there)} there, {_shown(here)} in the data"


def _unlike(field: str, here: Any, there: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yield each field whose value differs; a field that the service does not show is no difference."""
    here, there = _comparable(here), _comparable(there)
    if isinstance(here, dict) and isinstance(there, dict):
        for name, value in here.items():
            if name in there:
                yield from _unlike(f"{field}.{name}".lstrip("."), value, there[name])
    elif here != there:
        yield field, here, there


def _comparable(value: Any) -> Any:
    """Return lists in a form that does not depend on their order; nothing, null and an empty list are one."""
    if not isinstance(value, list):
        return value
    if not value:
        return None
    if all(isinstance(item, dict) for item in value):
        return {_identity(item): item for item in value}
    return sorted(value)


def _identity(item: Json) -> str:
    return str(next((item[name] for name in ("key", "deliverable") if name in item), json.dumps(item, sort_keys=True)))


def _shown(value: Any) -> str:
    if value is None:
        return "not recorded"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
