"""Deliverables: from state to state, what takes the place of one, and its versions."""

from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.projects.domain.deliverables import (
    FOLLOWS,
    NOT_OFFERED,
    Grounds,
    State,
    change_state,
    publish_version,
)
from shared.errors import ConflictError, InvalidError, RefusedError
from tests.support.offers import TODAY, deliverable

STATES: list[State] = list(get_args(State))
REASON = "The law it was made for has changed"
NEXT = "next-toolkit"


def grounds_for(wanted: State, **changes: Any) -> dict[str, Any]:
    """Return what a move to a state has to say beside it."""
    said: dict[State, dict[str, Any]] = {"superseded": {"successor": NEXT}, "withdrawn": {"reason": REASON}}
    given = said.get(wanted, {}) | changes
    successor = deliverable(NEXT, state="live") if given.get("successor") == NEXT else None
    return {"grounds": Grounds(**given), "successor": successor}


def test_every_state_says_which_may_follow_it() -> None:
    assert set(FOLLOWS) == set(STATES)
    assert set().union(*FOLLOWS.values()) <= set(STATES)
    assert all(state not in following for state, following in FOLLOWS.items())
    assert set(STATES) >= NOT_OFFERED


def test_a_withdrawn_deliverable_can_be_reached_from_everywhere_and_left_to_nowhere() -> None:
    assert all("withdrawn" in following for state, following in FOLLOWS.items() if state != "withdrawn")
    with pytest.raises(ConflictError, match="A deliverable that is withdrawn cannot become live; it stays so"):
        change_state(deliverable(state="withdrawn"), "live", effective=TODAY, today=TODAY)


@pytest.mark.parametrize("first", STATES)
def test_the_first_state_that_is_recorded_may_be_any(first: State) -> None:
    event = change_state(deliverable(), first, effective=date(2018, 2, 1), today=TODAY, **grounds_for(first))
    told: dict[str, str | None] = {"successor": None, "reason": None}
    if first == "superseded":
        told["successor"] = "next-toolkit"
    if first == "withdrawn":
        told["reason"] = REASON
    assert event.model_dump() == {
        "deliverable": "gdpr-toolkit",
        "project": "gdpr-readiness",
        "from_state": None,
        "to_state": first,
        "effective": "2018-02-01",
        "acknowledge_by": None,
        **told,
    }


@pytest.mark.parametrize(
    ("wanted", "effective", "kind", "code", "words"),
    [
        ("live", TODAY, ConflictError, "no-change", "gdpr-toolkit is live already"),
        ("beta", TODAY, ConflictError, "state-does-not-follow", "it may become superseded, withdrawn"),
        ("superseded", TODAY + timedelta(days=1), InvalidError, "date-in-the-future", "has not come yet"),
        ("superseded", date(2026, 1, 4), InvalidError, "dates-out-of-order", "became live, on 2026-01-05"),
    ],
)
def test_a_wrong_change_is_refused_with_what_would_be_right(
    wanted: State, effective: date, kind: type[RefusedError], code: str, words: str
) -> None:
    stands = deliverable(state="live", state_since=date(2026, 1, 5))
    with pytest.raises(kind, match=words) as refused:
        change_state(stands, wanted, effective=effective, today=TODAY)
    assert refused.value.code == code


@given(
    st.lists(
        st.tuples(st.sampled_from(STATES), st.dates(TODAY - timedelta(days=20), TODAY + timedelta(days=3))), max_size=20
    )
)
def test_whatever_is_wished_in_whatever_order_states_follow_one_another_in_time(
    wishes: list[tuple[State, date]],
) -> None:
    stands = deliverable()
    for wanted, effective in wishes:
        before = stands.state
        try:
            event = change_state(stands, wanted, effective=effective, today=TODAY, **grounds_for(wanted))
        except RefusedError:
            continue
        assert event.from_state == before
        assert before is None or wanted in FOLLOWS[before]
        assert stands.state_since is None or effective >= stands.state_since
        assert effective <= TODAY
        if stands.state == "superseded":
            assert (event.to_state, event.successor) == ("withdrawn", NEXT), "what took its place still does"
        stands = deliverable(state=event.to_state, state_since=effective, successor=event.successor)


@pytest.mark.parametrize(
    ("wanted", "changes", "code", "field"),
    [
        ("superseded", {"successor": None}, "successor-missing", "successor"),
        ("superseded", {"successor": "gdpr-toolkit"}, "successor-is-itself", "successor"),
        ("withdrawn", {"successor": NEXT}, "successor-not-allowed", "successor"),
        ("withdrawn", {"reason": None}, "reason-missing", "reason"),
        ("withdrawn", {"acknowledge_by": TODAY - timedelta(days=1)}, "dates-out-of-order", "acknowledge_by"),
    ],
)
def test_superseding_needs_a_successor_and_withdrawing_a_reason(
    wanted: State, changes: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        change_state(deliverable(state="live"), wanted, effective=TODAY, today=TODAY, **grounds_for(wanted, **changes))
    assert (refused.value.code, refused.value.fields[0].field) == (code, field)


@pytest.mark.parametrize("given", [{"successor": NEXT}, {"acknowledge_by": TODAY}])
def test_an_ordinary_move_asks_nobody_for_anything(given: dict[str, Any]) -> None:
    with pytest.raises(InvalidError, match=r"leave it out|has none") as refused:
        change_state(deliverable(state="beta"), "live", effective=TODAY, today=TODAY, **grounds_for("live", **given))
    assert refused.value.fields[0].field in given
    told = change_state(
        deliverable(state="beta"), "live", effective=TODAY, today=TODAY, grounds=Grounds(reason="It passed")
    )
    assert told.reason == "It passed"


@pytest.mark.parametrize("state", sorted(NOT_OFFERED))
def test_what_is_no_longer_offered_takes_the_place_of_nothing(state: str) -> None:
    successor = deliverable(NEXT, state=state, successor="the-one-after")
    with pytest.raises(ConflictError, match=f"next-toolkit is {state}; the-one-after takes its place") as refused:
        change_state(
            deliverable(state="live"),
            "superseded",
            effective=TODAY,
            today=TODAY,
            grounds=Grounds(successor=NEXT),
            successor=successor,
        )
    assert refused.value.code == "successor-not-offered"


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=25))
def test_however_things_take_each_others_place_no_chain_of_successors_leads_back(wishes: list[tuple[int, int]]) -> None:
    things = {f"thing-{number}": deliverable(f"thing-{number}", state="live") for number in range(5)}
    for which, by in wishes:
        one, successor = things[f"thing-{which}"], things[f"thing-{by}"]
        try:
            event = change_state(
                one,
                "superseded",
                effective=TODAY,
                today=TODAY,
                grounds=Grounds(successor=successor.key),
                successor=successor,
            )
        except RefusedError:
            continue
        things[one.key] = deliverable(one.key, state=event.to_state, successor=event.successor)
        followed: list[str] = []
        key: str | None = one.key
        while key is not None:
            assert key not in followed
            followed.append(key)
            key = things[key].successor


def published(of: Any, effective: date = TODAY, published_on: date | None = None) -> Any:
    return publish_version(
        of,
        "1.2",
        published_on=published_on,
        effective=effective,
        today=TODAY,
        summary=None,
        link="https://example.org/toolkit-1.2.zip",
        sha256="ab" * 32,
    )


def test_a_version_is_published_by_the_name_it_goes_by() -> None:
    told = published(deliverable(state="live"), date(2026, 1, 5))
    assert (told.version, told.effective, told.sha256) == ("1.2", "2026-01-05", "ab" * 32)


def test_a_version_is_published_once_and_not_before_its_day() -> None:
    with pytest.raises(ConflictError, match=r"1\.2 of gdpr-toolkit was published on 2026-01-05") as refused:
        published(deliverable(), published_on=date(2026, 1, 5))
    assert refused.value.code == "version-exists-already"
    with pytest.raises(InvalidError, match="has not come yet"):
        published(deliverable(), TODAY + timedelta(days=1))


def test_what_is_withdrawn_has_no_new_versions_but_those_from_before_may_be_told_late() -> None:
    gone = deliverable(state="withdrawn", state_since=date(2026, 3, 1))
    assert published(gone, date(2026, 2, 28)).effective == "2026-02-28"
    for day in (date(2026, 3, 1), TODAY):
        with pytest.raises(ConflictError, match="was withdrawn on 2026-03-01") as refused:
            published(gone, day)
        assert refused.value.code == "deliverable-withdrawn"
    assert published(deliverable(state="superseded", state_since=date(2026, 3, 1))).version == "1.2"
