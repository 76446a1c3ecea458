"""What became of a schema: each difference by its place, and whether who reads by the old one can read by the new one.

What an event says is never told anew: events of years ago lie in the streams beside today's. So a schema must fit both,
and narrowing a field is as breaking as widening it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

Schema = Mapping[str, Any]

BREAKING: Final = {
    "field-gone": "who reads it finds nothing",
    "field-required": "events that were told before lack it",
    "field-optional": "who relies on it may find nothing",
    "kind-changed": "who reads it expects another kind of value",
    "value-added": "who reads it does not know that value",
    "value-gone": "events that were told before hold it",
    "form-changed": "what it is written like was relied on",
    "default-changed": "events that lack it mean something else now",
    "closed": "events that were told before may hold more",
    "person-marked": "who keeps it was told that it names nobody",
    "rule-changed": "this rule is not known to be harmless",
    "type-gone": "who subscribed to it waits for nothing",
    "readers-fewer": "some who heard it hear it no more",
    "readers-more": "those whom it is about were told that fewer see it",
    "subject-changed": "who filters by its subject or its source no longer finds it",
    "history-changed": "what its sequence counts is another thing",
}
"""Why each of these breaks somebody. Only a new version of the event, beside the old one, may have it."""
SAFE: Final = {
    "field-added": "readers ignore what they do not know",
    "opened": "readers ignore what they do not know",
    "deprecated": "it is still told",
    "said-otherwise": "only its description changed",
    "mark-changed": "it says no more than it did",
    "type-added": "nobody read it before",
    "version-added": "the version before it is still told",
}
"""Why each of these breaks nobody."""

FORMS: Final = ("format", "pattern", "const")
DESCRIPTIONS: Final = ("title", "description", "examples", "$comment")
KNOWN: Final = {
    *FORMS,
    *DESCRIPTIONS,
    *("$schema", "$id", "$ref", "$defs", "type", "anyOf", "enum", "default", "deprecated", "x-holds"),
    *("properties", "required", "items", "additionalProperties"),
}
_ABSENT: Final = object()


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: where it is (`data.parts[].note`, or nowhere for the whole type), its kind, and what it is."""

    path: str
    kind: str
    says: str

    @property
    def breaking(self) -> bool:
        """Whether it breaks somebody who did nothing wrong; so does a kind that nobody thought of."""
        return self.kind not in SAFE

    @property
    def because(self) -> str:
        """Why it does, or does not."""
        return SAFE.get(self.kind) or BREAKING[self.kind]


def changes(stored: Schema, today: Schema) -> list[Change]:
    """Return every difference between a schema and the one that takes its place."""
    return list(_compare(_Place(stored, stored, today, today, "data")))


def breaks(stored: Schema, today: Schema) -> list[str]:
    """Return what a reader who knows the stored schema could trip over in data that fits today's."""
    return [one.says for one in changes(stored, today) if one.breaking]


class _Place:
    """A place in two schemas at once, with the documents that their references point into."""

    def __init__(self, old: Schema, old_whole: Schema, new: Schema, new_whole: Schema, path: str) -> None:
        self.old, self.old_whole = _resolved(old, old_whole), old_whole
        self.new, self.new_whole = _resolved(new, new_whole), new_whole
        self.path = path

    def at(self, old: Schema, new: Schema, step: str) -> "_Place":
        return _Place(old, self.old_whole, new, self.new_whole, f"{self.path}{step}")

    def change(self, kind: str, says: str) -> Change:
        return Change(self.path, kind, f"{self.path} {says}")


def _compare(place: _Place) -> Iterator[Change]:
    was, now = _kinds(place.old, place.old_whole), _kinds(place.new, place.new_whole)
    if was != now:
        yield place.change("kind-changed", f"was {' or '.join(was)} and is {' or '.join(now)}")
        return
    yield from _told_otherwise(place)
    choices = _choices(place.old, place.old_whole), _choices(place.new, place.new_whole)
    for one, other in zip(*choices, strict=True):
        inner = place.at(one, other, "")
        yield from _forms(inner)
        yield from _marks(inner)
        yield from _fields(inner)
        yield from _parts(inner)


def _told_otherwise(place: _Place) -> Iterator[Change]:
    """Yield what changed around a field rather than in it."""
    was, now = (one.get("default", _ABSENT) for one in (place.old, place.new))
    # a default that came or went is a matter of whether the field must be there
    if _ABSENT not in (was, now) and was != now:
        yield place.change("default-changed", f"meant {was!r} where it is missing and means {now!r}")
    if bool(place.old.get("deprecated")) != bool(place.new.get("deprecated")):
        yield place.change("deprecated", f"is {'' if place.new.get('deprecated') else 'no longer '}deprecated")
    if any(place.old.get(word) != place.new.get(word) for word in DESCRIPTIONS):
        yield place.change("said-otherwise", "is described otherwise")


def _forms(place: _Place) -> Iterator[Change]:
    """Yield which values are allowed now and were not, or were and are not."""
    was, now = place.old.get("enum"), place.new.get("enum")
    if was is not None and now is not None:
        yield from (place.change("value-added", f"may be {value!r} now") for value in now if value not in was)
        yield from (place.change("value-gone", f"is never {value!r} any more") for value in was if value not in now)
    elif was is None and now is not None:
        yield place.change("value-gone", f"is nothing but {' or '.join(map(repr, now))} now")
    elif was is not None:
        yield place.change("value-added", f"may be more than {' or '.join(map(repr, was))} now")
    for word in FORMS:
        if place.old.get(word) != place.new.get(word):
            yield place.change("form-changed", f"had {word} {_said(place.old, word)} and has {_said(place.new, word)}")
    others = sorted((place.old.keys() | place.new.keys()) - KNOWN)
    for word in others:
        if _whole(place.old.get(word), place.old_whole) != _whole(place.new.get(word), place.new_whole):
            yield place.change("rule-changed", f"had {word} {_said(place.old, word)} and has {_said(place.new, word)}")


def _marks(place: _Place) -> Iterator[Change]:
    was, now = place.old.get("x-holds"), place.new.get("x-holds")
    if was != now:
        says = f"held {_mark(was)} and holds {_mark(now)}"
        yield place.change("person-marked" if now == "person" else "mark-changed", says)


def _fields(place: _Place) -> Iterator[Change]:
    old, new, path = place.old, place.new, place.path
    fields, fields_now = old.get("properties", {}), new.get("properties", {})
    was_required, is_required = set(old.get("required", ())), set(new.get("required", ()))
    for name, schema in fields.items():
        field = f"{path}.{name}"
        if name not in fields_now:
            yield Change(field, "field-gone", f"{field} is gone")
            continue
        yield from _compare(place.at(schema, fields_now[name], f".{name}"))
        if name in is_required - was_required:
            yield Change(field, "field-required", f"{field} must be there now")
        if name in was_required - is_required:
            yield Change(field, "field-optional", f"{field} may be missing now")
    for name in sorted(fields_now.keys() - fields.keys()):
        field, required = f"{path}.{name}", name in is_required
        yield Change(field, "field-required" if required else "field-added", f"{field} {_NEW[required]}")


def _parts(place: _Place) -> Iterator[Change]:
    """Yield what changed in what a list holds, and in fields that have no name of their own."""
    was, now = place.old.get("additionalProperties", True), place.new.get("additionalProperties", True)
    if (was is False) != (now is False):
        kind, says = (
            ("opened", "may hold other fields now") if was is False else ("closed", "holds no other fields now")
        )
        yield place.change(kind, says)
    for step, one, other in (("[]", place.old.get("items"), place.new.get("items")), (".*", was, now)):
        inside, inside_now = (part if isinstance(part, Mapping) else {} for part in (one, other))
        if inside or inside_now:
            yield from _compare(place.at(inside, inside_now, step))


_NEW = {True: "must be there now", False: "is new"}


def _choices(schema: Schema, whole: Schema) -> list[Schema]:
    """Return the alternatives of a schema in an order that does not depend on how they are written down."""
    choices: list[Schema] = schema.get("anyOf", [schema])
    return sorted(choices, key=lambda one: (_kind(_resolved(one, whole)), str(one.get("$ref"))))


def _kinds(schema: Schema, whole: Schema) -> list[str]:
    """Return the kinds of value that a schema allows."""
    return [_kind(_resolved(one, whole)) for one in _choices(schema, whole)]


def _kind(schema: Schema) -> str:
    return str(schema.get("type", "anything"))


def _said(schema: Schema, word: str) -> str:
    return str(schema[word]) if word in schema else "none"


def _mark(mark: str | None) -> str:
    return {None: "nothing of note", "person": "a person's id", "words": "somebody's words"}.get(mark, str(mark))


def _whole(value: Any, whole: Schema) -> Any:
    """Return a part of a schema with what its references point to in their place."""
    if isinstance(value, Mapping):
        return {word: _whole(part, whole) for word, part in _resolved(value, whole).items()}
    return [_whole(part, whole) for part in value] if isinstance(value, list) else value


def _resolved(schema: Schema, whole: Schema) -> Schema:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: Schema = whole["$defs"][reference.rpartition("/")[2]]
    # what stands beside a reference says more of this one place
    return {**found, **{word: value for word, value in schema.items() if word != "$ref"}}
