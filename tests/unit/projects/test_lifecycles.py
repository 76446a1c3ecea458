"""Lifecycles: a project moves one phase at a time, along the template it started on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.projects.domain.lifecycles import refuse_bad_phases, refuse_wrong_step
from shared.errors import ConflictError, InvalidError, RefusedError

NAMED = "service (version 1)"
PHASES = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=8, unique=True)


def test_a_phase_stands_once_in_a_template() -> None:
    with pytest.raises(InvalidError, match="phases: alpha, beta stands there more than once") as refused:
        refuse_bad_phases(["alpha", "beta", "alpha", "beta", "live"])
    assert refused.value.code == "phase-repeated"


def test_no_phase_is_called_what_means_none() -> None:
    with pytest.raises(InvalidError, match="means that no phase is known") as refused:
        refuse_bad_phases(["alpha", "not-recorded"])
    assert refused.value.code == "phase-key-taken"


@given(PHASES)
def test_phases_that_differ_make_a_template(phases: list[str]) -> None:
    refuse_bad_phases(phases)


@given(phases=PHASES, wishes=st.lists(st.sampled_from("abcdefghxy"), max_size=30))
def test_whatever_is_wished_in_whatever_order_a_project_walks_the_template_without_a_gap(
    phases: list[str], wishes: list[str]
) -> None:
    walked: list[str] = []
    for wanted in wishes:
        try:
            refuse_wrong_step(phases, walked[-1] if walked else None, wanted, lifecycle=NAMED)
        except RefusedError:
            # never refused without need: the one phase that follows is always let through
            assert not walked or wanted not in phases[phases.index(walked[-1]) + 1 :][:1]
            assert walked or wanted not in phases
            continue
        walked.append(wanted)
    if walked:
        begins = phases.index(walked[0])
        assert walked == phases[begins : begins + len(walked)]


@pytest.mark.parametrize(
    ("current", "wanted", "kind", "code", "words"),
    [
        (None, "gamma", InvalidError, "unknown-phase", "it has discovery, alpha, beta, live"),
        ("alpha", "gamma", InvalidError, "unknown-phase", "has no phase 'gamma'"),
        ("alpha", "live", ConflictError, "phase-does-not-follow", "The phase that follows is 'beta'"),
        ("beta", "alpha", ConflictError, "phase-does-not-follow", "'alpha' does not follow it"),
        ("beta", "beta", ConflictError, "no-change", "is in 'beta' already"),
        ("live", "alpha", ConflictError, "last-phase", "the last phase of the lifecycle service"),
    ],
)
def test_a_wrong_step_is_refused_with_the_right_one(
    current: str | None, wanted: str, kind: type[RefusedError], code: str, words: str
) -> None:
    with pytest.raises(kind, match=words) as refused:
        refuse_wrong_step(["discovery", "alpha", "beta", "live"], current, wanted, lifecycle=NAMED)
    assert refused.value.code == code


@pytest.mark.parametrize("first", ["discovery", "alpha", "beta", "live"])
def test_the_first_phase_that_is_recorded_may_be_any(first: str) -> None:
    refuse_wrong_step(["discovery", "alpha", "beta", "live"], None, first, lifecycle=NAMED)
