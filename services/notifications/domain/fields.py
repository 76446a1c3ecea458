"""Fields of events' data, as JSON Schemas tell of them: whether a path of names leads anywhere."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

Schema = Mapping[str, Any]
MAX_PLACES = 1000


def has(schema: Schema, path: str) -> bool:
    """Say whether data of a schema may have something under a path of names; through lists, in any item."""
    places = [schema]
    for name in path.split("."):
        places = [found for place in places for found in _under(schema, place, name)][:MAX_PLACES]
        if not places:
            return False
    return True


def like(schema: Schema, path: str) -> list[str]:
    """Return names of fields that somebody may have meant by a path."""
    first = path.split(".", 1)[0]
    return get_close_matches(first, list(schema.get("properties", {})), n=3)


def _under(whole: Schema, place: Schema, name: str) -> Iterator[Schema]:
    for one in _plain(whole, place):
        if name in one.get("properties", {}):
            yield one["properties"][name]
        elif one.get("type") == "object":
            # a table of any names, or an object of which nothing more is said
            others = one.get("additionalProperties", "properties" not in one)
            if others is not False:
                yield others if isinstance(others, Mapping) else {"type": "object"}
        elif not one.keys() - {"title", "description", "default"}:
            yield {}


def _plain(whole: Schema, place: Schema) -> Iterator[Schema]:
    """Yield the schemas that may apply at a place: behind references, alternatives and lists."""
    waiting, seen = [place], 0
    while waiting and seen < MAX_PLACES:
        one = waiting.pop()
        seen += 1
        if "$ref" in one:
            waiting.append(whole["$defs"][one["$ref"].rpartition("/")[2]])
            continue
        alternatives = [part for kind in ("anyOf", "oneOf", "allOf") for part in one.get(kind, ())]
        items = one.get("items")
        if alternatives:
            waiting += alternatives
        elif one.get("type") == "array":
            waiting += [items] if isinstance(items, Mapping) else one.get("prefixItems", [{}])
        else:
            yield one
