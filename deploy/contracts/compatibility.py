"""Whether a schema may take the place of another: who reads by the old one must be able to read by the new one."""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]


def breaks(stored: Schema, today: Schema) -> list[str]:
    """Return what a reader who knows the stored schema could trip over in data that fits today's."""
    return list(_compare(_Place(stored, stored, today, today, "data")))


class _Place:
    """A place in two schemas at once, with the documents that their references point into."""

    def __init__(self, old: Schema, old_whole: Schema, new: Schema, new_whole: Schema, path: str) -> None:
        self.old, self.old_whole = _resolved(old, old_whole), old_whole
        self.new, self.new_whole = _resolved(new, new_whole), new_whole
        self.path = path

    def at(self, old: Schema, new: Schema, step: str) -> "_Place":
        return _Place(old, self.old_whole, new, self.new_whole, f"{self.path}{step}")


def _compare(place: _Place) -> Iterator[str]:
    was, now = _kinds(place.old, place.old_whole), _kinds(place.new, place.new_whole)
    if was != now:
        yield f"{place.path} was {' or '.join(was)} and is {' or '.join(now)}"
        return
    for one, other in zip(_choices(place.old), _choices(place.new), strict=True):
        yield from _inside(place.at(one, other, ""))


def _inside(place: _Place) -> Iterator[str]:
    old, new, path = place.old, place.new, place.path
    fields, fields_now = old.get("properties", {}), new.get("properties", {})
    for name, schema in fields.items():
        if name not in fields_now:
            yield f"{path}.{name} is gone"
        else:
            yield from _compare(place.at(schema, fields_now[name], f".{name}"))
    was_required, is_required = set(old.get("required", ())), set(new.get("required", ()))
    yield from (f"{path}.{name} must be there now" for name in sorted(is_required - was_required))
    yield from (f"{path}.{name} may be missing now" for name in sorted(was_required - is_required & fields_now.keys()))
    for word, step in (("items", "[]"), ("additionalProperties", ".*")):
        was, now = (schema[word] if isinstance(schema.get(word), dict) else {} for schema in (old, new))
        if was or now:
            yield from _compare(place.at(was, now, step))


def _choices(schema: Schema) -> list[Schema]:
    """Return the alternatives of a schema in an order that does not depend on how they are written down."""
    choices: list[Schema] = schema.get("anyOf", [schema])
    return sorted(choices, key=lambda one: str(one.get("$ref") or one.get("type")))


def _kinds(schema: Schema, whole: Schema) -> list[str]:
    """Return the kinds of value that a schema allows, each with what narrows it."""
    return sorted(_kind(_resolved(one, whole)) for one in _choices(schema))


def _kind(schema: Schema) -> str:
    narrowed = [f"{word} {schema[word]}" for word in ("const", "enum", "format", "pattern") if word in schema]
    return " ".join([str(schema.get("type", "anything")), *narrowed])


def _resolved(schema: Schema, whole: Schema) -> Schema:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: Schema = whole["$defs"][reference.rpartition("/")[2]]
    return found
