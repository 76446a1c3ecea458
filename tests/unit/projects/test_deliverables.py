"""Deliverables: from state to state."""

from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.projects.domain.deliverables import FOLLOWS, NOT_OFFERED, State, change_state
from shared.errors import ConflictError, InvalidError, RefusedError
from tests.support.offers import TODAY, deliverable

STATES: list[State] = list(get_args(State))


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
    event = change_state(deliverable(), first, effective=date(2018, 2, 1), today=TODAY)
    assert event.model_dump() == {
        "deliverable": "gdpr-toolkit",
        "project": "gdpr-readiness",
        "from_state": None,
        "to_state": first,
        "effective": "2018-02-01",
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
            event = change_state(stands, wanted, effective=effective, today=TODAY)
        except RefusedError:
            continue
        assert event.from_state == before
        assert before is None or wanted in FOLLOWS[before]
        assert stands.state_since is None or effective >= stands.state_since
        assert effective <= TODAY
        stands = deliverable(state=event.to_state, state_since=effective)
