"""The ledger of adoption: in whatever order things are told, what is told of a later day leaves earlier ones alone."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from services.councils.domain import adoptions, ledger, plans
from services.councils.domain.adoptions import FOLLOWS, State, Wanted
from services.councils.domain.ledger import History, Told
from shared.errors import RefusedError
from shared.events import Event
from shared.events.councils import AdoptionMoved, AdoptionOpened
from shared.outbox.record import new_id
from shared.values import last_day

TODAY = date(2020, 12, 31)
FIRST = date(2018, 1, 1)
OPENED = AdoptionOpened(
    council="fife", deliverable="a", project="gdpr", release="one", state="invited", effective="2018-02"
)
DAYS = st.dates(FIRST, TODAY)
DATES = st.one_of(DAYS.map(str), DAYS.map(lambda day: f"{day:%Y-%m}"), DAYS.map(lambda day: f"{day:%Y}"))
WISHES = st.lists(
    st.tuples(st.sampled_from(["move", "correct", "plan"]), st.sampled_from(get_args(State)), DATES, DATES), max_size=25
)
GROUNDS: dict[str, dict[str, Any]] = {"declined": {"reason": "costs"}, "adapted": {"note": "Ours"}}


def opened() -> History:
    line = ledger.open_line(OPENED, at(0))
    line.version = 1
    return History(line)


def at(number: int) -> datetime:
    return datetime(2021, 1, 1, tzinfo=UTC) + timedelta(minutes=number)


def decided(history: History, what: str, state: State, effective: str, other: str) -> Event | None:
    """Return what a wish comes to, None if it is refused."""
    wanted = Wanted(state=state, effective=effective, **GROUNDS.get(state, {}))
    try:
        if what == "move":
            return adoptions.move(history, wanted, TODAY)
        if what == "correct":
            return adoptions.correct(history, wanted, "Told wrongly", TODAY)
        dates = {"adopt_on": effective, "in_use_on": other, "reason": "Later"}
        return plans.plan(history, effective=min(effective, other), today=TODAY, **dates)
    except RefusedError:
        return None


def happen(history: History, event: Event) -> None:
    history.line.version += 1
    history.line.changed_at = at(history.line.version)
    ledger.tell(history, event)


@settings(max_examples=150)
@given(WISHES, DAYS)
def test_what_is_told_of_a_later_day_never_changes_what_was_true_on_an_earlier_one(
    wishes: list[tuple[str, State, str, str]], day: date
) -> None:
    history = opened()
    for what, state, effective, other in wishes:
        before = ledger.standing(history, day)
        event = decided(history, what, state, effective, other)
        if event is None:
            continue
        happen(history, event)
        if last_day(str(event.effective)) > day:  # type: ignore[attr-defined]
            assert ledger.standing(history, day) == before


@settings(max_examples=150)
@given(WISHES, DAYS, st.randoms(use_true_random=False))
def test_the_answer_as_at_a_day_does_not_hang_on_the_order_in_which_facts_are_read(
    wishes: list[tuple[str, State, str, str]], day: date, chance: Any
) -> None:
    history = opened()
    for wish in wishes:
        event = decided(history, *wish)
        if event is not None:
            happen(history, event)
    shuffled = History(history.line, list(history.moves), list(history.plans))
    chance.shuffle(shuffled.moves)
    chance.shuffle(shuffled.plans)
    assert ledger.standing(shuffled, day) == ledger.standing(history, day)


@settings(max_examples=150)
@given(WISHES)
def test_a_line_goes_only_ways_that_states_follow_one_another_whatever_is_put_right(
    wishes: list[tuple[str, State, str, str]],
) -> None:
    history = opened()
    for wish in wishes:
        event = decided(history, *wish)
        if event is not None:
            happen(history, event)
    # within a day a council may take several steps, of which the last shows
    days = ledger.steps(history)
    moved = [move for move in history.moves if move.correction_reason is None]
    assert all(move.to_state in FOLLOWS[move.from_state] for move in moved)
    assert history.line.state == days[-1].state
    assert all(step.day >= days[0].day for step in days)


@settings(max_examples=100)
@given(WISHES)
def test_events_alone_make_the_line_that_commands_made(wishes: list[tuple[str, State, str, str]]) -> None:
    history = opened()
    told = [Told(OPENED, new_id(), 1, at(0))]
    for wish in wishes:
        event = decided(history, *wish)
        if event is not None:
            happen(history, event)
            told.append(Told(event, new_id(), history.line.version, history.line.changed_at))
    (found,) = ledger.fold(told).values()
    assert found.line.last_event == told[-1].id
    found.line.last_event = None
    assert found == history


def test_the_last_that_is_told_of_a_day_holds() -> None:
    history = opened()
    for state in ("planned", "in-use", "withdrawn"):
        happen(history, moved(history, state, "2018-06-01"))
    assert ledger.standing(history, date(2018, 6, 1))["state"] == "withdrawn"
    assert history.line.used_on is None


def test_a_loosely_given_date_counts_from_its_last_day() -> None:
    history = opened()
    happen(history, moved(history, "in-use", "2018-06"))
    assert ledger.standing(history, date(2018, 6, 29))["state"] == "invited"
    assert ledger.standing(history, date(2018, 6, 30))["state"] == "in-use"
    assert ledger.lag("2018-02", "2018-06") == 122
    assert ledger.lag("2018-02", None) is None
    assert ledger.standing(history, date(2018, 2, 27)) == {}


def moved(history: History, state: str, effective: str) -> AdoptionMoved:
    return AdoptionMoved(
        council="fife",
        deliverable="a",
        release="one",
        from_state=history.line.state,
        to_state=state,
        effective=effective,
    )
