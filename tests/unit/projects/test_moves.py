"""Moving to another version of a template: what would happen to a project is said before it does, and never more."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.projects.domain import lifecycles
from services.projects.domain.moves import moved, prospect, refuse_bad_mapping, refuse_stuck
from services.projects.models import LifecycleVersion
from shared.errors import ConflictError, InvalidError
from tests.support.offers import TODAY, project

PHASES = ("discovery", "alpha", "beta", "live")


def version(number: int, *phases: str) -> LifecycleVersion:
    return LifecycleVersion(
        lifecycle="service",
        number=number,
        name="Service",
        phases=[{"key": key, "name": key} for key in phases],
        published_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


TARGET = version(2, "discovery", "private-beta", "public-beta", "live")


def test_a_phase_that_both_versions_have_is_kept() -> None:
    one = prospect(project(phase="live", lifecycle_number=1), TARGET, {}, effective=TODAY)
    assert (one.outcome, one.from_phase, one.to_phase, one.why) == ("moves", "live", "live", None)


def test_a_phase_goes_where_the_mapping_says() -> None:
    one = prospect(project(phase="beta", lifecycle_number=1), TARGET, {"beta": "public-beta"}, effective=TODAY)
    assert (one.outcome, one.to_phase) == ("moves", "public-beta")
    told = moved(one, TARGET, by_role="digital-office", reason="Two kinds of beta", effective=TODAY)
    assert told.model_dump() == {
        "project": one.project,
        "lifecycle": "service",
        "from_number": 1,
        "to_number": 2,
        "from_phase": "beta",
        "to_phase": "public-beta",
        "by_role": "digital-office",
        "reason": "Two kinds of beta",
        "effective": TODAY.isoformat(),
    }


def test_a_project_whose_phase_has_no_place_cannot_move_and_the_refusal_says_what_would_help() -> None:
    one = prospect(project(phase="alpha", lifecycle_number=1), TARGET, {}, effective=TODAY)
    assert one.outcome == "cannot-move"
    with pytest.raises(ConflictError, match="'alpha', which version 2 does not have; say in 'phases'"):
        refuse_stuck([one])


def test_a_project_that_entered_its_phase_later_cannot_have_moved_before() -> None:
    later = project(phase="live", phase_since=TODAY, lifecycle_number=1)
    one = prospect(later, TARGET, {}, effective=TODAY - timedelta(days=1))
    assert (one.outcome, one.why) == (
        "cannot-move",
        f"it entered 'live' on {TODAY}, after {TODAY - timedelta(days=1)}",
    )


def test_a_project_of_that_version_stays_as_it_is() -> None:
    assert prospect(project(phase="live", lifecycle_number=2), TARGET, {}, effective=TODAY).outcome == "stays"


def test_a_project_that_was_closed_stays_on_the_version_it_ended_with() -> None:
    one = prospect(project(phase="live", lifecycle_number=1, closed_on=TODAY), TARGET, {}, effective=TODAY)
    assert (one.outcome, one.why) == ("stays", f"it was closed on {TODAY}")


def test_a_project_in_no_recorded_phase_moves_and_is_in_none_afterwards() -> None:
    one = prospect(project(phase=None, lifecycle_number=1), TARGET, {"beta": "live"}, effective=TODAY)
    assert (one.outcome, one.to_phase) == ("moves", None)


def test_a_mapping_to_a_phase_that_the_version_does_not_have_is_refused() -> None:
    with pytest.raises(InvalidError, match="version 2 has no phase 'beta'; it has discovery, private-beta"):
        refuse_bad_mapping({"alpha": "beta"}, TARGET)


@given(
    phase=st.none() | st.sampled_from(PHASES),
    new=st.lists(st.sampled_from(PHASES), min_size=1, unique=True),
    mapping=st.dictionaries(st.sampled_from(PHASES), st.sampled_from(PHASES)),
    number=st.integers(1, 2),
    since=st.none() | st.dates(date(2020, 1, 1), date(2020, 12, 31)),
)
def test_a_project_that_moves_is_in_a_phase_that_the_version_has(
    phase: str | None, new: list[str], mapping: dict[str, str], number: int, since: date | None
) -> None:
    target = version(2, *new)
    row = project(phase=phase, phase_since=since, lifecycle_number=number)
    one = prospect(row, target, mapping, effective=date(2020, 6, 1))
    if one.outcome == "moves":
        assert number == 1
        assert (one.to_phase is None) == (phase is None)
        assert one.to_phase is None or one.to_phase in lifecycles.keys(target.phases)
        assert since is None or since <= date(2020, 6, 1)
    else:
        assert one.why
    assert (row.phase, row.lifecycle_number) == (phase, number), "looking changes nothing"
