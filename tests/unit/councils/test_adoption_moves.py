"""How a council moves its own adoption lines."""

from datetime import UTC, date, datetime
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.councils.domain import adoptions
from services.councils.domain.adoptions import FOLLOWS, REASONS, Reason, State, Wanted
from services.councils.domain.ledger import History
from services.councils.models import Adoption, AdoptionMove
from shared.errors import ConflictError, ForbiddenError, InvalidError, RefusedError
from shared.events.councils import AdoptionMoved, AdoptionVariant

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
STATES: tuple[State, ...] = get_args(State)


def line(state: State = "invited", since: str = "2018-02") -> History:
    """Return a line that came to a state by one move, or was only opened."""
    opened = Adoption(
        council="fife",
        deliverable="a",
        project="gdpr",
        release="release-one",
        demonstration=False,
        opened="2018-02",
        state=state,
        since=since,
        created_at=NOW,
        changed_at=NOW,
    )
    return History(opened, [] if state == "invited" else [told(1, state, since)])


def told(number: int, state: State, effective: str) -> AdoptionMove:
    return AdoptionMove(
        council="fife",
        deliverable="a",
        number=number,
        from_state="invited",
        to_state=state,
        effective=effective,
        recorded_at=NOW,
    )


def move(of: History, to: State, **changes: Any) -> AdoptionMoved:
    return adoptions.move(of, Wanted(**{"state": to, "effective": "2026-11-21"} | changes), TODAY)


def test_a_move_tells_from_where_to_where_and_since_when() -> None:
    event = move(line("considering"), "planned", effective="2019-03")
    assert (event.from_state, event.to_state, event.effective) == ("considering", "planned", "2019-03")


@given(
    st.sampled_from(STATES),
    st.sampled_from(STATES),
    st.sampled_from([None, "said so"]),
    st.sampled_from([None, *get_args(Reason)]),
)
def test_a_line_moves_only_where_the_table_says(now: State, to: State, note: str | None, reason: Reason | None) -> None:
    try:
        event = move(line(now), to, note=note, reason=reason)
    except RefusedError:
        return
    assert event.to_state in FOLLOWS[now]
    assert (event.reason is not None) == (to == "declined")
    assert note or to != "adapted"


def test_every_state_can_be_reached_and_left() -> None:
    assert set(FOLLOWS) == set(STATES)
    assert {to for follows in FOLLOWS.values() for to in follows} | {"invited"} == set(STATES)
    assert all(FOLLOWS.values())


def test_a_refused_step_names_the_steps_there_are() -> None:
    with pytest.raises(ConflictError, match="cannot become considering; it may become adapted, withdrawn") as refused:
        move(line("in-use"), "considering")
    assert refused.value.code == "state-does-not-follow"
    with pytest.raises(ConflictError, match="planned already, since 2018-02"):
        move(line("planned"), "planned")


def test_who_has_not_begun_declines_and_who_has_withdraws() -> None:
    assert move(line("planned"), "declined", reason="costs").reason == "costs"
    with pytest.raises(ConflictError):
        move(line("planned"), "withdrawn")
    with pytest.raises(ConflictError):
        move(line("adopting"), "declined", reason="costs")


@pytest.mark.parametrize(
    ("to", "note", "reason", "code"),
    [
        ("adapted", None, None, "note-missing"),
        ("declined", "too dear", None, "reason-missing"),
        ("declined", None, "other", "note-missing"),
        ("planned", None, "costs", "reason-not-allowed"),
    ],
)
def test_adapting_needs_a_note_and_declining_a_reason(
    to: State, note: str | None, reason: Reason | None, code: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        move(line(), to, note=note, reason=reason)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("effective", "code"),
    [
        ("2018-01-31", "dates-out-of-order"),
        ("2018", None),
        ("2019-02-28", "dates-out-of-order"),
        ("2019-03-30", "dates-out-of-order"),
        ("2019-03", None),
        ("2019-03-31", None),
        ("2026-11-21", None),
        ("2026-11-22", "date-in-the-future"),
        ("2026", "date-in-the-future"),
    ],
)
def test_a_move_is_dated_after_the_line_was_opened_and_after_its_last_move(effective: str, code: str | None) -> None:
    of = line() if effective.startswith("2018") else line("planned", "2019-03")
    if code is None:
        assert move(of, "adopting", effective=effective).effective == effective
        return
    with pytest.raises(InvalidError) as refused:
        move(of, "adopting", effective=effective)
    assert refused.value.code == code


def test_a_council_has_no_business_with_the_lines_of_another() -> None:
    adoptions.refuse_others(None, "fife")
    adoptions.refuse_others("fife", "fife")
    with pytest.raises(ForbiddenError, match="belongs to 'fife'; the adoption lines of 'angus' are not its"):
        adoptions.refuse_others("fife", "angus")


def test_each_reason_to_decline_is_published_with_what_it_means() -> None:
    assert set(REASONS) == set(get_args(Reason))
    assert all(description.endswith(".") for description in REASONS.values())


def test_a_date_that_counts_from_a_later_day_says_so() -> None:
    with pytest.raises(InvalidError, match="that it became planned, 2019-03, which counts from 2019-03-31"):
        move(line("planned", "2019-03"), "adopting", effective="2019-03-10")


def test_only_what_is_adapted_has_a_variant() -> None:
    variant = AdoptionVariant(differs_in=("The logo",))
    assert move(line(), "adapted", note="Ours", variant=variant).variant == variant
    with pytest.raises(InvalidError) as refused:
        move(line(), "in-use", variant=variant)
    assert refused.value.code == "variant-not-allowed"
