"""The programme's phases: each entered once, in their order, and expected as often as plans change."""

from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.projects.domain.programme import PHASES, Phase, enter_phase
from services.projects.models import ProgrammePhase
from shared.errors import ConflictError, InvalidError, RefusedError
from shared.events.projects import ProgrammePhaseChanged
from shared.values import first_day, last_day
from tests.support.offers import TODAY, programme_phase


def enter(
    recorded: list[ProgrammePhase], phase: Phase, starts: str, *, expected: bool = False
) -> ProgrammePhaseChanged:
    return enter_phase(
        "digital-partnership", recorded, phase, starts=starts, expected=expected, source=None, today=TODAY
    )


def test_a_phase_that_was_entered_is_told_with_its_date() -> None:
    event = enter([], "build", "2016-10")
    assert (event.programme, event.phase, event.effective, event.expected) == (
        "digital-partnership",
        "build",
        "2016-10",
        False,
    )


def test_a_phase_is_entered_once() -> None:
    with pytest.raises(ConflictError, match="entered 'build' in 2016-10 already") as refused:
        enter([programme_phase("build", "2016-10")], "build", "2017")
    assert refused.value.code == "exists-already"


def test_an_expectation_may_be_told_anew_and_come_true_but_not_be_repeated() -> None:
    expected = [programme_phase("operationalise", "2019", expected=True)]
    assert enter(expected, "operationalise", "2020", expected=True).effective == "2020"
    assert not enter(expected, "operationalise", "2019-06").expected
    with pytest.raises(ConflictError, match="is expected from 2019 already"):
        enter(expected, "operationalise", "2019", expected=True)


def test_a_phase_that_was_entered_is_no_longer_expected() -> None:
    with pytest.raises(ConflictError):
        enter([programme_phase("build", "2016-10")], "build", "2030", expected=True)


def test_what_lies_ahead_can_only_be_expected() -> None:
    with pytest.raises(InvalidError) as refused:
        enter([], "operationalise", "2027")
    assert refused.value.code == "date-in-the-future"
    assert enter([], "operationalise", "2027", expected=True).expected


@pytest.mark.parametrize(
    ("phase", "starts", "words"),
    [
        ("embedding", "2016-09", "2016-09 lies before the start of 'build' in 2016-10; 'embedding' comes after it"),
        ("build", "2021", "2021 lies after the start of 'operationalise' in 2020; 'build' comes before it"),
    ],
)
def test_phases_keep_their_order(phase: Phase, starts: str, words: str) -> None:
    recorded = [programme_phase("operationalise", "2020")]
    if phase == "embedding":
        recorded.append(programme_phase("build", "2016-10"))
    with pytest.raises(InvalidError, match=words) as refused:
        enter(recorded, phase, starts)
    assert refused.value.code == "dates-out-of-order"


def test_an_expectation_that_did_not_come_true_stands_in_nobodys_way() -> None:
    late = enter([programme_phase("operationalise", "2019", expected=True)], "embedding", "2020")
    assert late.effective == "2020"


WISHES = st.lists(
    st.tuples(
        st.sampled_from(PHASES),
        st.sampled_from(["2016", "2016-10", "2017-03-04", "2018-02", "2019", "2020-01-01", "2030"]),
        st.booleans(),
    ),
    max_size=12,
)


@given(WISHES)
def test_whatever_is_told_in_whatever_order_the_facts_stay_in_theirs(
    wishes: list[tuple[Phase, str, bool]],
) -> None:
    facts: dict[str, ProgrammePhase] = {}
    for phase, starts, expected in wishes:
        try:
            event = enter(list(facts.values()), phase, starts, expected=expected)
        except RefusedError:
            continue
        before = facts.get(phase)
        assert before is None or before.expected, "a fact was told anew"
        facts[phase] = programme_phase(event.phase, event.effective, expected=event.expected)
    entered = [facts[phase].starts for phase in PHASES if phase in facts and not facts[phase].expected]
    assert all(first_day(earlier) <= last_day(later) for earlier, later in pairwise(entered))
    assert all(last_day(starts) <= TODAY for starts in entered)


@pytest.mark.parametrize(
    "order", list(permutations([("build", "2016-10"), ("embedding", "2018-02"), ("operationalise", "2020")]))
)
def test_phases_may_be_told_in_any_order(order: tuple[tuple[Phase, str], ...]) -> None:
    recorded: list[ProgrammePhase] = []
    for phase, starts in order:
        event = enter(recorded, phase, starts)
        recorded.append(programme_phase(event.phase, event.effective))
    assert len(recorded) == 3
