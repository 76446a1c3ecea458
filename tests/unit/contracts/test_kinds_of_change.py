"""Every kind of change of an event is found, alone, by its name and place, and put among the safe or the breaking."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from deploy.contracts.changes.types import TypeChange, compare
from deploy.contracts.compatibility import BREAKING, SAFE, Change, changes

TYPE = "partnership.projects.thing-happened.v1"
BEFORE: dict[str, Any] = {
    "type": "object",
    "title": "ThingHappened",
    "description": "A thing happened.",
    "$defs": {
        "Part": {
            "type": "object",
            "properties": {"note": {"type": "string"}, "weight": {"type": "number"}},
            "required": ["note"],
        },
        "Closed": {"type": "object", "properties": {}, "additionalProperties": False},
    },
    "properties": {
        "thing": {"type": "string", "description": "which"},
        "day": {"type": "string", "format": "date"},
        "state": {"enum": ["live", "withdrawn"], "type": "string"},
        "remark": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None},
        "holder": {"type": "string", "default": "nobody"},
        "author": {"type": "string", "x-holds": "person"},
        "size": {"type": "integer", "maximum": 10},
        "parts": {"type": "array", "items": {"$ref": "#/$defs/Part"}, "default": []},
        "first": {"anyOf": [{"$ref": "#/$defs/Part"}, {"type": "null"}], "default": None},
        "words": {"type": "object", "additionalProperties": {"type": "string"}},
        "closed": {"$ref": "#/$defs/Closed"},
        "pair": {"type": "array", "prefixItems": [{"$ref": "#/$defs/Closed"}, {"type": "string"}]},
    },
    "required": ["thing", "day", "state"],
}
PROMISE: dict[str, Any] = {
    "source": "/projects",
    "subject": f"{TYPE}.{{thing}}",
    "aggregate": "thing/{thing}",
    "audience": "programme",
    "schema": BEFORE,
}


def put(*path: str, to: Any) -> Callable[[dict[str, Any]], None]:
    """Return what sets a value deep inside a schema."""

    def change(schema: dict[str, Any]) -> None:
        place = schema
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = to

    return change


def drop(*path: str) -> Callable[[dict[str, Any]], None]:
    """Return what takes a value out of a schema."""

    def change(schema: dict[str, Any]) -> None:
        place = schema
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]

    return change


INSIDE = [
    (drop("properties", "remark"), "data.remark", "field-gone"),
    (drop("$defs", "Part", "properties", "weight"), "data.parts[].weight", "field-gone"),
    (put("required", to=["thing", "day", "state", "remark"]), "data.remark", "field-required"),
    (put("$defs", "Part", "required", to=["note", "weight"]), "data.parts[].weight", "field-required"),
    (put("required", to=["thing", "day"]), "data.state", "field-optional"),
    (put("$defs", "Part", "required", to=[]), "data.first.note", "field-optional"),
    (put("properties", "size", "type", to="number"), "data.size", "kind-changed"),
    (put("properties", "remark", to={"type": "string"}), "data.remark", "kind-changed"),
    (put("properties", "words", "additionalProperties", "type", to="integer"), "data.words.*", "kind-changed"),
    (put("properties", "words", "additionalProperties", to=True), "data.words.*", "kind-changed"),
    (put("properties", "parts", "items", to={"type": "string"}), "data.parts[]", "kind-changed"),
    (put("properties", "state", "enum", to=["live", "withdrawn", "paused"]), "data.state", "value-added"),
    (drop("properties", "state", "enum"), "data.state", "value-added"),
    (put("properties", "state", "enum", to=["live"]), "data.state", "value-gone"),
    (put("properties", "thing", "enum", to=["one"]), "data.thing", "value-gone"),
    (put("properties", "day", "format", to="date-time"), "data.day", "form-changed"),
    (drop("properties", "day", "format"), "data.day", "form-changed"),
    (put("properties", "thing", "pattern", to="^[a-z]+$"), "data.thing", "form-changed"),
    (put("properties", "thing", "const", to="one"), "data.thing", "form-changed"),
    (put("properties", "holder", "default", to="somebody"), "data.holder", "default-changed"),
    (put("additionalProperties", to=False), "data", "closed"),
    (put("$defs", "Closed", "additionalProperties", to=True), "data.closed", "opened"),
    (put("properties", "thing", "x-holds", to="person"), "data.thing", "person-marked"),
    (put("properties", "thing", "x-holds", to="words"), "data.thing", "mark-changed"),
    (drop("properties", "author", "x-holds"), "data.author", "mark-changed"),
    (put("properties", "size", "maximum", to=9), "data.size", "rule-changed"),
    (put("properties", "thing", "minLength", to=1), "data.thing", "rule-changed"),
    (put("properties", "pair", "prefixItems", to=[{"type": "string"}]), "data.pair", "rule-changed"),
    (put("properties", "added", to={"type": "string"}), "data.added", "field-added"),
    (put("$defs", "Part", "properties", "added", to={"type": "string"}), "data.parts[].added", "field-added"),
    (put("properties", "thing", "deprecated", to=True), "data.thing", "deprecated"),
    (put("properties", "thing", "description", to="which of them"), "data.thing", "said-otherwise"),
    (put("description", to="A thing happened, somewhere."), "data", "said-otherwise"),
]


@pytest.mark.parametrize(("change", "path", "kind"), INSIDE)
def test_a_change_of_a_schema_is_found_at_its_place(
    change: Callable[[dict[str, Any]], None], path: str, kind: str
) -> None:
    today = copy.deepcopy(BEFORE)
    change(today)
    found = {(one.path, one.kind) for one in changes(BEFORE, today)}
    assert (path, kind) in found
    # the same part may stand in two places, and in a tuple of which only the whole is compared
    assert {one for _, one in found} <= {kind, "rule-changed"}


AROUND = [
    ({"audience": "council"}, "readers-fewer"),
    ({"audience": "public"}, "readers-more"),
    ({"subject": f"{TYPE}.{{project}}"}, "subject-changed"),
    ({"source": "/councils"}, "subject-changed"),
    ({"aggregate": "thing/{thing}.{day}"}, "history-changed"),
]


@pytest.mark.parametrize(("change", "kind"), AROUND)
def test_a_change_of_who_hears_it_and_how_it_is_found_breaks(change: dict[str, str], kind: str) -> None:
    (found,) = compare({TYPE: PROMISE}, {TYPE: PROMISE | change})
    assert (found.type, found.change.path, found.change.kind, found.breaking) == (TYPE, "", kind, True)


def test_a_type_that_is_gone_breaks_and_a_new_one_or_a_new_version_does_not() -> None:
    assert compare({TYPE: PROMISE}, {}) == [TypeChange(TYPE, Change("", "type-gone", "is gone"))]
    assert compare({}, {TYPE: PROMISE}) == [TypeChange(TYPE, Change("", "type-added", "is new"))]
    second = TYPE.replace(".v1", ".v2")
    assert [one.change.kind for one in compare({TYPE: PROMISE}, {TYPE: PROMISE, second: PROMISE})] == ["version-added"]


def test_nothing_changed_is_nothing_found() -> None:
    assert compare({TYPE: PROMISE}, {TYPE: copy.deepcopy(PROMISE)}) == []


def test_every_kind_there_is_has_been_found_above() -> None:
    found = {kind for *_, kind in INSIDE} | {kind for _, kind in AROUND}
    assert found | {"type-gone", "type-added", "version-added"} == BREAKING.keys() | SAFE.keys()
    assert not BREAKING.keys() & SAFE.keys()


def test_a_kind_that_nobody_thought_of_breaks() -> None:
    assert Change("data.thing", "surprising", "data.thing surprises").breaking


def test_what_breaks_comes_first_of_its_type() -> None:
    today = copy.deepcopy(BEFORE)
    put("properties", "added", to={"type": "string"})(today)
    drop("properties", "remark")(today)
    found = compare({TYPE: PROMISE}, {TYPE: PROMISE | {"schema": today}})
    assert [one.change.kind for one in found] == ["field-gone", "field-added"]


def test_how_parts_are_called_in_the_program_is_nobodys_business() -> None:
    text = str(BEFORE).replace("'Part'", "'PartOfThing'").replace("#/$defs/Part'", "#/$defs/PartOfThing'")
    renamed: dict[str, Any] = eval(text, {"__builtins__": {}})  # noqa: S307 - our own dictionary, as Python writes it
    assert renamed != BEFORE
    assert changes(BEFORE, renamed) == []
