"""Adoption as shares: what counts as in use, what is withheld, and what is never mixed or ranked."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain.adoption import (
    IN_USE,
    MINIMUM_GROUP,
    STATES,
    TOO_FEW,
    LineCount,
    Named,
    adoptions,
    taken,
)
from services.reporting.domain.membership import Denominator

DAY = date(2026, 11, 21)
NAMES = {
    "dpia-template": Named("Assessment template", "gdpr-readiness"),
    "risk-entry": Named("Risk entry", "gdpr-readiness"),
}


def of(councils: int | None) -> Denominator:
    return Denominator(councils=councils, basis="members" if councils else "not-recorded", explanation="so many")


def counted(state: str, councils: int, *, deliverable: str = "dpia-template", demonstration: bool = False) -> LineCount:
    return LineCount(deliverable, "release-one", demonstration, state, councils)


def test_embedded_in_use_and_adapted_count_as_in_use_and_adopting_does_not() -> None:
    counts = [counted("invited", 10), counted("adopting", 4), counted("embedded", 3), counted("in-use", 2)]

    (found,) = adoptions([*counts, counted("adapted", 1)], NAMES, of(32), DAY)

    assert found.in_use is not None
    assert (found.in_use.numerator, found.in_use.denominator, found.in_use.as_at) == (6, 32, DAY)


def test_the_states_stand_in_the_order_of_the_adoption_lifecycle_and_empty_ones_are_left_out() -> None:
    (found,) = adoptions([counted("declined", 2), counted("invited", 29), counted("in-use", 1)], NAMES, of(32), DAY)

    assert list((found.states or {}).items()) == [("invited", 29), ("in-use", 1), ("declined", 2)]


def test_a_figure_about_fewer_than_five_councils_is_withheld() -> None:
    (few,) = adoptions([counted("invited", 3), counted("in-use", 1)], NAMES, of(32), DAY)
    (enough,) = adoptions([counted("invited", 4), counted("in-use", 1)], NAMES, of(32), DAY)

    assert (few.withheld, few.in_use, few.states, few.offered_to) == (TOO_FEW, None, None, None)
    assert enough.withheld is None


def test_a_figure_is_withheld_when_the_members_are_fewer_than_five() -> None:
    (found,) = adoptions([counted("invited", 32)], NAMES, of(4), DAY)

    assert found.withheld == TOO_FEW


def test_without_a_recorded_number_of_members_a_share_says_so_and_still_has_its_numerator() -> None:
    (found,) = adoptions([counted("invited", 20), counted("in-use", 12)], NAMES, of(None), DAY)

    assert found.in_use is not None
    assert (found.in_use.numerator, found.in_use.denominator) == (12, None)


def test_deliverables_stand_by_name_however_successful_they_are() -> None:
    counts = [counted("in-use", 30, deliverable="risk-entry"), counted("invited", 30)]

    found = adoptions(counts, NAMES, of(32), DAY)

    assert [one.name for one in found] == ["Assessment template", "Risk entry"]


def test_lines_for_demonstration_are_never_added_to_real_ones() -> None:
    found = adoptions([counted("in-use", 6), counted("in-use", 9, demonstration=True)], NAMES, of(32), DAY)

    assert [(one.demonstration, one.in_use.numerator if one.in_use else None) for one in found] == [
        (False, 6),
        (True, 9),
    ]


def test_deliverables_taken_up_somewhere_are_counted_and_withheld_ones_only_as_such() -> None:
    counts = [counted("in-use", 1), counted("invited", 30), counted("in-use", 3, deliverable="risk-entry")]

    found = taken(adoptions(counts, NAMES, of(32), DAY))

    assert (found.deliverables, found.in_use_somewhere, found.withheld) == (2, 1, 1)


@given(numbers=st.dictionaries(st.sampled_from(STATES), st.integers(0, 32), min_size=1))
def test_every_line_is_in_exactly_one_state_and_those_in_use_are_a_part_of_them(numbers: dict[str, int]) -> None:
    (found,) = adoptions([counted(state, number) for state, number in numbers.items()], NAMES, of(32), DAY)

    if found.withheld:
        assert sum(numbers.values()) < MINIMUM_GROUP
    else:
        assert found.states is not None
        assert found.in_use is not None
        assert sum(found.states.values()) == found.offered_to == sum(numbers.values())
        assert found.in_use.numerator == sum(numbers.get(state, 0) for state in IN_USE)
