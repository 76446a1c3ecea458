"""How states are made of events, and the hashes by which copies of them are compared."""

import hashlib
import json
import math
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as some
from partnership_client.event import Event
from partnership_client.models.snapshots import Rule, Rules, StateItem
from partnership_client.receiver import Copy, canonical

from services.notifications.examples import data as example
from services.reporting.domain.states import LEFT_OUT, RULES, about, changes, fold, scope
from services.reporting.domain.states.tree import Tree, bucket, hashed
from shared.errors import InvalidError
from shared.events import councils, projects
from shared.events.base import catalogue

HEARD = {councils.__name__.rpartition(".")[2], projects.__name__.rpartition(".")[2]}
TYPES = [one for one in catalogue() if one.service in HEARD and one.aggregate not in LEFT_OUT]
SHOWN = Rules(
    rules={
        name: [Rule(at=list(put.at), value=put.value, each=put.each) for put in puts] for name, puts in RULES.items()
    },
    left_out=dict(LEFT_OUT),
)


def state(*told: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    return fold(changes(RULES[name], data) for name, data in told)


@pytest.mark.parametrize("kind", TYPES, ids=lambda one: one.short_name())
def test_every_type_of_event_has_a_rule_whose_words_are_fields_of_it(kind: Any) -> None:
    for put in RULES[kind.short_name()]:
        words = [word.lstrip("$") for word in (*put.at, *_words(put.value)) if word.startswith("$")]
        if put.each is None:
            assert set(words) <= set(kind.model_fields), f"{put} names what {kind.short_name()} has not"
        else:
            assert put.each in kind.model_fields


def _words(template: Any) -> list[str]:
    if isinstance(template, dict):
        return [word for one in template.values() for word in _words(one)]
    return [template] if isinstance(template, str) else []


def test_no_rule_is_for_a_type_that_there_is_not() -> None:
    assert set(RULES) == {one.short_name() for one in TYPES}


def test_what_is_told_later_takes_the_place_of_what_was_told() -> None:
    assert state(
        ("projects.release-planned", {"release": "one", "name": "One", "state": "open", "planned_for": "2018"}),
        (
            "projects.release-scope-changed",
            {"added": [{"deliverable": d, "project": "gdpr", "name": d, "ready": False} for d in ("a", "b")]},
        ),
        ("projects.release-readiness-changed", {"deliverable": "a", "ready": True, "note": None}),
        ("projects.release-scope-changed", {"added": [], "removed": ["b"]}),
        ("projects.release-details-changed", {"name": "Release One", "planned_for": None}),
    ) == {
        "name": "Release One",
        "state": "open",
        "items": {"a": {"project": "gdpr", "name": "a", "ready": True}},
    }


def test_conditions_of_a_gate_stand_with_their_decision() -> None:
    decided = {
        "decision": "d1", "outcome": "go-with-conditions", "by_role": "sponsor", "effective": "2018-02-01",
        "conditions": [
            {"text": "Test it", "owner_role": "project-lead", "due": "2018-03-01", "condition": "c1"},
            {"text": "Of old, without a name", "owner_role": "project-lead", "due": "2018-03-01", "condition": None},
        ],
    }  # fmt: skip
    met = {"decision": "d1", "condition": "c1", "text": "Test it", "owner_role": "project-lead", "due": "2018-03-01"}
    found = state(
        ("projects.gate-decided", decided), ("projects.gate-condition-met", met | {"effective": "2018-02-20"})
    )
    assert {key: one["state"] for key, one in found["decisions"]["d1"]["conditions"].items()} == {"c1": "met"}


@pytest.mark.parametrize("kind", TYPES, ids=lambda one: one.short_name())
def test_a_copy_kept_by_the_published_rules_has_the_very_state(kind: Any) -> None:
    data = json.loads(json.dumps(example(kind)))
    event = Event.model_validate(
        {
            "id": "01a2033d-eef8-7327-ae0d-68aff6b33b30", "type": kind.type_name(), "source": f"/{kind.service}",
            "subject": "x", "time": "", "recordedtime": "", "aggregate": f"{kind.aggregate}/x", "sequence": 2,
            "epoch": 1, "correlationid": "", "actor": "", "datacontenttype": "application/json", "data": data,
        }
    )  # fmt: skip
    before = StateItem.model_validate(
        {"aggregate": f"{kind.aggregate}/x", "source": "/x", "epoch": 1, "sequence": 1, "event": event.id, "state": {}}
    )
    copy = Copy(SHOWN, [before])
    assert copy.apply(event)
    assert not copy.apply(event), "had before"
    assert copy.items[f"{kind.aggregate}/x"]["state"] == state((kind.short_name(), data))


@pytest.mark.parametrize("word", ["", "program", "projects/", "projects/GDPR!", "clients/x", "memberships/x", "a/b/c"])
def test_a_scope_that_there_is_not_is_refused(word: str) -> None:
    with pytest.raises(InvalidError) as refused:
        scope(word)
    assert refused.value.code == "unknown-scope"


def test_an_event_concerns_what_its_fields_name() -> None:
    data = {"council": "fife", "deliverable": "toolkit", "release": "one", "note": "projects/x", "project": None}
    assert about(data) == ["councils/fife", "deliverables/toolkit", "releases/one"]


JSON = some.recursive(
    some.none() | some.booleans() | some.floats(allow_nan=False, allow_infinity=False) | some.text()
    | some.integers(-(2**53) + 1, 2**53 - 1),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(JSON.filter(lambda value: "\\ud" not in json.dumps(value) or _encodes(value)))
def test_canonical_json_of_the_client_is_that_of_the_standard(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


def _encodes(value: Any) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


@given(some.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_written_as_javascript_does(value: float) -> None:
    assert canonical(value) == rfc8785.dumps(value)
    assert math.isclose(float(canonical(value)), value) or value == 0


@given(some.dictionaries(some.from_regex(r"\A(project|adoption)/[a-z]{1,6}\Z"), some.just("ab"), max_size=40))
def test_a_tree_is_three_levels_of_hashes_and_each_counts_what_is_below(leaves: dict[str, str]) -> None:
    tree = Tree(leaves)
    assert tree.root().count == len(leaves)
    assert tree.root().sha256 == hashed({one.name: one.sha256 for one in tree.kinds()})
    found: dict[str, str] = {}
    for kind in tree.kinds():
        assert kind == tree.node(kind.name)
        assert kind.sha256 == hashed({one.name: one.sha256 for one in tree.buckets(kind.name)})
        for one in tree.buckets(kind.name):
            assert one == tree.node(kind.name, one.name)
            found |= {leaf.name: leaf.sha256 for leaf in tree.leaves(kind.name, one.name)}
            assert all(bucket(leaf.name) == one.name for leaf in tree.leaves(kind.name, one.name))
    assert found == leaves
    assert tree.node("no-such-kind").sha256 == hashlib.sha256(b"{}").hexdigest()
