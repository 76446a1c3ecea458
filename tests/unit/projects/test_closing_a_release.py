"""Closing a release: what is ready is sealed, the rest is carried over, and nothing is lost."""

import hashlib
import json
import random
from datetime import date
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from services.projects.domain import closing as rules
from services.projects.domain.closing import Seal
from services.projects.domain.releases import MOST, Item
from services.projects.models import Release
from shared.errors import ConflictError, InvalidError, RefusedError
from tests.support.offers import TODAY, item, release

ITEMS = st.dictionaries(
    st.sampled_from(["a", "a-b", "a0", "b", "b-1", "b-10", "b-2", "z"]),
    st.tuples(
        st.sampled_from(["GDPR toolkit", "Àrainneachd", "数据 🙂", 'a "quoted" \\ name', "\u2028"]),
        st.sampled_from([None, "planned", "in-progress", "beta", "live"]),
        st.booleans(),
    ),
    min_size=1,
).map(lambda found: [item(key, name=name, state=state, ready=ready) for key, (name, state, ready) in found.items()])
NEXT = "release-three"


def close(items: list[Item], target: Release | None = None, of: Release | None = None, **said: Any) -> Seal:
    filled: dict[str, Any] = {"closed_on": "2026-06-10", "today": TODAY}
    into = rules.Target(target, said.pop("target_holds", 0)) if target else None
    return rules.close(of or release(), items, into, **(filled | said))


@given(ITEMS)
def test_every_deliverable_is_either_sealed_or_carried_over(items: list[Item]) -> None:
    if not any(one.ready for one in items):
        with pytest.raises(ConflictError) as refused:
            close(items, release(NEXT))
        assert refused.value.code == "nothing-ready"
        return
    seal = close(items, release(NEXT))
    sealed = [one.deliverable for one in seal.closed.included]
    carried = [one.deliverable for one in seal.closed.carried_over]
    assert sorted(sealed + carried) == sorted(one.deliverable for one in items)
    assert sealed == sorted(one.deliverable for one in items if one.ready)
    assert carried == sorted(one.deliverable for one in items if not one.ready)
    assert seal.closed.carried_over_to == (NEXT if carried else None)
    if carried:
        assert seal.carried is not None
        assert [one.deliverable for one in seal.carried.added] == carried
        assert (seal.carried.release, seal.carried.carried_from) == (NEXT, "release-two")
    else:
        assert seal.carried is None


@given(ITEMS, st.randoms(use_true_random=False))
def test_the_seal_does_not_depend_on_the_order_in_which_things_were_put_in(
    items: list[Item], chance: random.Random
) -> None:
    if not any(one.ready for one in items):
        return
    shuffled = chance.sample(items, k=len(items))
    first, second = close(items, release(NEXT)), close(shuffled, release(NEXT))
    assert first.manifest == second.manifest
    assert first.closed == second.closed


@given(ITEMS)
def test_the_manifest_is_canonical_json_and_its_digest_is_told(items: list[Item]) -> None:
    if not any(one.ready for one in items):
        return
    seal = close(items, release(NEXT))
    content = json.loads(seal.manifest)
    assert rfc8785.dumps(content) == seal.manifest
    assert hashlib.sha256(seal.manifest).hexdigest() == seal.closed.manifest_sha256
    assert [one["deliverable"] for one in content["deliverables"]] == [one.deliverable for one in seal.closed.included]
    assert {one["deliverable"]: one["name"] for one in content["deliverables"] + content["carried_over"]} == {
        one.deliverable: one.name for one in items
    }


READY = [item("toolkit", name="GDPR toolkit"), item("register"), item("training", ready=False)]


@pytest.mark.parametrize(
    "changed",
    [
        {"of": release("release-2")},
        {"of": release(name="Release 2")},
        {"of": release(number=2)},
        {"closed_on": "2026-06"},
        {"target": release("release-four")},
        {"items": [item("toolkit", name="GDPR Toolkit"), *READY[1:]]},
        {"items": [item("toolkit", name="GDPR toolkit", state="beta"), *READY[1:]]},
        {"items": [item("toolkit", name="GDPR toolkit", state=None), *READY[1:]]},
        {"items": [READY[0], item("register", ready=False), READY[2]]},
        {"items": [*READY, item("survey")]},
        {"items": READY[:2]},
        {"items": [READY[0], READY[2]]},
    ],
)
def test_any_change_of_what_is_sealed_changes_the_digest(changed: dict[str, Any]) -> None:
    said: dict[str, Any] = {"items": READY, "target": release(NEXT)}
    whole = changed if changed.get("closed_on") != "2026-06" else changed | {"today": date(2026, 7, 1)}
    assert close(**(said | whole)).closed.manifest_sha256 != close(**said).closed.manifest_sha256


def test_a_demonstration_is_told_and_sealed_as_one() -> None:
    shown = close(READY, release(NEXT, demonstration=True), release(demonstration=True))
    assert shown.closed.demonstration
    assert json.loads(shown.manifest)["demonstration"] is True


def test_what_the_manifest_holds_is_written_down_once_and_for_all() -> None:
    seal = close(READY, release(NEXT), release(number=2), closed_on="2018-02")
    assert seal.manifest.decode() == (
        '{"carried_over":[{"deliverable":"training","name":"Training","project":"gdpr-readiness","state":"live"}],'
        '"carried_over_to":"release-three","changes_after_freeze":0,"closed_on":"2018-02","deliverables":['
        '{"deliverable":"register","name":"Register","project":"gdpr-readiness","state":"live"},'
        '{"deliverable":"toolkit","name":"GDPR toolkit","project":"gdpr-readiness","state":"live"}],'
        '"demonstration":false,"frozen_on":null,"name":"Release Two","number":2,"override":null,'
        '"release":"release-two","schema":"partnership.release-manifest.v2","sign_offs":[],"sign_offs_needed":[]}'
    )


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        ({"of": release(state="closed", closed_on="2018-02")}, "release-closed", "was closed on 2018-02"),
        ({"closed_on": "2026-06-16"}, "date-in-the-future", "2026-06-16 has not come yet"),
        ({"closed_on": "2026"}, "date-in-the-future", "2026 is not over yet; say the day"),
        ({"items": []}, "nothing-ready", "Nothing in the release release-two is ready"),
        ({"items": [item("training", ready=False)]}, "nothing-ready", "make a deliverable ready before closing"),
        ({"target": None}, "carry-over-missing", "name the release that takes over what is not ready: training"),
        ({"target": release()}, "carry-over-to-itself", "cannot carry over to itself"),
        ({"target": release(NEXT, state="closed", closed_on="2019")}, "carry-over-closed", "was closed on 2019"),
        ({"target": release(NEXT, demonstration=True)}, "demonstration-mixed", "to a demonstration release only"),
        ({"target_holds": MOST}, "release-full", "would hold 501 deliverables; it holds 500 at most"),
        (
            {"items": [*READY, item("old", state="withdrawn")]},
            "deliverable-not-offered",
            "old in the release release-two is withdrawn; take it out before closing",
        ),
        ({"items": [*READY, item("old", state="superseded", ready=False)]}, "deliverable-not-offered", "is superseded"),
    ],
)
def test_a_release_that_cannot_be_closed_says_what_to_do(said: dict[str, Any], code: str, words: str) -> None:
    filled: dict[str, Any] = {"items": READY, "target": release(NEXT)}
    with pytest.raises(RefusedError, match=words) as refused:
        close(**(filled | said))
    assert refused.value.code == code


def test_a_wrong_target_is_refused_also_when_nothing_needs_it() -> None:
    with pytest.raises(InvalidError) as refused:
        close(READY[:2], release())
    assert refused.value.code == "carry-over-to-itself"


def test_a_refusal_names_some_of_very_many() -> None:
    many = [item("ready"), *(item(f"late-{number:03}", ready=False) for number in range(300))]
    with pytest.raises(InvalidError, match=r"late-000, .*, late-009 and 290 more\.$"):
        close(many)


def test_a_full_release_still_fits_into_one_event() -> None:
    widest = [
        Item(f"{number:03}" + "x" * 77, "y" * 80, "🙂" * 200, "live", ready=number % 2 == 0) for number in range(MOST)
    ]
    seal = close(widest, release("z" * 80), release("w" * 80, name="🙂" * 200))
    assert len(seal.closed.model_dump_json().encode()) < 512 * 1024
    assert seal.carried is not None
    assert len(seal.carried.model_dump_json().encode()) < 512 * 1024
