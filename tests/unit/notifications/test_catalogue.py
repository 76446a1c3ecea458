"""The catalogue names every class once, finds it by both names, and has an example of each that is whole."""

import pytest
from jsonschema import Draft202012Validator

from services.notifications import catalogue, examples
from services.notifications.api.wanted import view_of
from services.notifications.examples.special import SPECIAL
from services.notifications.examples.values import VALUES
from shared.auth import Caller
from shared.database import Database
from shared.errors import InvalidError
from shared.events import Event
from shared.events.councils import CouncilRegistered
from shared.events.projects import LifecyclePublished, ProjectPhaseChanged, ReleaseReadinessChanged
from shared.outbox.record import Cause
from shared.settings import Settings
from shared.web.calls import Call

EVENTS = catalogue.every_type()


def call(council: str | None = None) -> Call:
    caller = Caller("test", frozenset({"events:read"}), council, 0)
    return Call(caller, Database(Settings(), "test"), Cause("client:test", "correlation"))


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: str(event.short_name()))
def test_an_example_says_something_in_every_field_and_fits_the_schema(event: type[Event]) -> None:
    example = examples.data(event)
    assert set(example) == set(event.model_fields)
    Draft202012Validator(catalogue.schema(event)).validate(example)
    unsaid = {name for name in example if name not in VALUES and (event.__name__, name) not in SPECIAL}
    assert unsaid == set(), "give these fields an example in services/notifications/examples/values.py"


def test_a_field_without_an_example_gets_one_by_its_type_or_its_default() -> None:
    assert examples.data(ReleaseReadinessChanged, {}) == {
        "release": "example-release",
        "deliverable": "example-deliverable",
        "ready": True,
        "note": None,
        "effective": "example-effective",
        "after_freeze": False,
        "reason": None,
        "by_role": None,
        "stale_sign_offs": [],
    }
    assert examples.data(CouncilRegistered, {})["population"] is None
    assert examples.data(LifecyclePublished, {})["phases"] == []


def test_short_names_are_not_shared_by_different_events() -> None:
    names: dict[str, set[str]] = {}
    for event in EVENTS:
        names.setdefault(event.short_name(), set()).add(event.type_name().rpartition(".v")[0])
    assert all(len(types) == 1 for types in names.values())


def test_types_are_taken_by_either_name_repeated_or_with_commas() -> None:
    wanted = ["projects.phase-changed,councils.registered", "", "partnership.projects.phase-changed.v1"]
    view = view_of(call(), wanted)
    assert set(view.types or ()) == {ProjectPhaseChanged.type_name(), "partnership.councils.registered.v1"}


def test_a_type_that_does_not_exist_is_named_in_the_refusal() -> None:
    with pytest.raises(InvalidError) as refused:
        view_of(call(), ["projects.phase-changed", "projects.nothing,else"])
    assert [field.message for field in refused.value.fields] == [
        "there is no event type 'projects.nothing'",
        "there is no event type 'else'",
    ]


def test_a_council_is_given_what_is_open_and_its_own_and_the_office_everything() -> None:
    assert view_of(call("fife"), []).readers == ("all", "council:fife")
    assert view_of(call(), []).readers is None


def test_an_empty_council_claim_is_no_office() -> None:
    readers = view_of(call(""), []).readers
    assert readers is not None
    assert "office" not in readers
