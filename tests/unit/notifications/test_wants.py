"""What a subscription wants: types by either name, filters that something can pass, fields that there are."""

from typing import Any

import pytest

from services.notifications import catalogue
from services.notifications.domain import fields, filters, wants
from shared.errors import InvalidError
from shared.events.councils import DaysDelivered
from shared.events.projects import ProjectRegistered, ReleaseClosed

KNOWN = [wants.Type.of(event, catalogue.schema(event)) for event in catalogue.every_type()]
REGISTERED = ProjectRegistered.type_name()


@pytest.mark.parametrize(
    ("event", "path", "there"),
    [
        (ProjectRegistered, "name", True),
        (ProjectRegistered, "name.more", False),
        (ProjectRegistered, "nonsense", False),
        (ReleaseClosed, "included", True),
        (ReleaseClosed, "included.deliverable", True),
        (ReleaseClosed, "included.nonsense", False),
        (ReleaseClosed, "override.by_role", True),
        (DaysDelivered, "delivered.role", True),
    ],
)
def test_a_field_is_found_through_lists_references_and_alternatives(event: Any, path: str, there: bool) -> None:  # noqa: FBT001 - a table of cases
    assert fields.has(catalogue.schema(event), path) is there


def test_a_table_of_any_names_has_every_field_and_what_is_not_described_may_hold_anything() -> None:
    schema = {
        "properties": {
            "table": {"type": "object", "additionalProperties": {"type": "string"}},
            "anything": {"title": "Anything"},
            "closed": {"type": "object", "additionalProperties": False},
        }
    }
    assert fields.has(schema, "table.whatever")
    assert not fields.has(schema, "table.whatever.more")
    assert fields.has(schema, "anything.whatever.more")
    assert not fields.has(schema, "closed.whatever")


def test_types_are_named_short_or_full_and_each_stands_once() -> None:
    assert wants.types(["projects.registered", REGISTERED], KNOWN) == [REGISTERED]
    with pytest.raises(InvalidError) as refused:
        wants.types(["projects.registered", "projects.nonsense"], KNOWN)
    assert [one.field for one in refused.value.fields] == ["types.1"]


def test_only_types_that_can_pass_the_filters_are_possible() -> None:
    wish = filters.read([{"prefix": {"type": "partnership.projects.re"}}, {"not": {"suffix": {"type": "closed.v1"}}}])
    names = {one.short_name for one in wants.possible([], wish, KNOWN)}
    assert {"projects.registered", "projects.release-planned"} <= names
    assert "projects.release-closed" not in names
    assert all(name.startswith("projects.re") for name in names)


def test_a_filter_that_nothing_can_pass_is_refused() -> None:
    with pytest.raises(InvalidError) as refused:
        wants.check([REGISTERED], [{"exact": {"source": "/councils"}}], KNOWN)
    assert refused.value.code == "matches-nothing"


def test_a_field_that_no_wanted_event_has_is_refused_with_what_may_be_meant() -> None:
    with pytest.raises(InvalidError) as refused:
        wants.check([REGISTERED], [{"exact": {"data.programe": "x"}}], KNOWN)
    assert refused.value.code == "filter-field-unknown"
    assert "programme" in refused.value.detail
    wants.check([], [{"exact": {"data.programme": "adjacent"}}], KNOWN)


def test_fields_are_declared_by_type_under_its_full_name() -> None:
    assert wants.declared({"projects.registered": ["name", "name"]}, KNOWN) == {REGISTERED: ["name"]}
    with pytest.raises(InvalidError) as refused:
        wants.declared({"projects.registered": ["name", "nme"]}, KNOWN)
    assert [one.field for one in refused.value.fields] == ["fields.projects.registered.1"]
