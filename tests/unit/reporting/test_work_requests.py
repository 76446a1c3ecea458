"""Requests for work at a date: counted by state and priority, never by council."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain.work_requests import PRIORITIES, STATES, Request, groups, state
from tests.unit.reporting.test_phases import project

DAY = date(2027, 1, 15)


def request(
    number: int = 1, *, answered: int = 0, accepted: int = 0, done: int = 0, cancelled: bool = False, **said: object
) -> Request:
    filled = {"project": "gdpr", "councils": 3, "priority": "must", "due": DAY} | said
    return Request(
        request=f"request-{number}",
        answered=answered,
        accepted=accepted,
        done=done,
        cancelled=cancelled,
        **filled,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (request(), "open"),
        (request(answered=2, accepted=1, done=1), "open"),
        (request(answered=3, accepted=2, done=1), "answered"),
        (request(answered=3), "answered"),
        (request(answered=3, done=1), "done"),
        (request(answered=3, done=3, cancelled=True), "cancelled"),
    ],
)
def test_a_request_is_done_when_all_that_was_accepted_is(told: Request, expected: str) -> None:
    assert state(told) == expected


def test_only_what_is_open_after_its_due_day_is_overdue() -> None:
    over = date(2027, 1, 14)
    requests = [request(1), request(2, due=over), request(3, answered=3, accepted=3, due=over)]
    found = groups([project()], requests, DAY)["partnership"]
    assert (found.counts.requests, found.counts.open, found.counts.overdue) == (3, 2, 1)
    assert [one.project for one in found.projects] == ["gdpr"]


def test_requests_of_projects_for_demonstration_are_counted_apart() -> None:
    projects = [project(), project("shown", demonstration=True)]
    found = groups(projects, [request(1), request(2, project="shown")], DAY)
    assert (found["partnership"].counts.requests, found["demonstration"].counts.requests) == (1, 1)


@given(
    st.lists(
        st.builds(
            request,
            st.integers(1, 50),
            answered=st.integers(0, 3),
            done=st.integers(0, 3),
            cancelled=st.booleans(),
            priority=st.sampled_from(PRIORITIES),
            due=st.dates(min_value=date(2027, 1, 1), max_value=date(2027, 2, 1)),
            project=st.sampled_from(["gdpr", "other"]),
        ),
        max_size=12,
    )
)
def test_states_priorities_and_projects_each_add_up_to_all(requests: list[Request]) -> None:
    found = groups([project(), project("other")], requests, DAY)["partnership"]
    assert sum(getattr(found.counts, one) for one in STATES) == found.counts.requests == len(requests)
    assert sum(one.counts.requests for one in found.priorities) == len(requests)
    assert sum(one.counts.overdue for one in found.projects) == found.counts.overdue <= found.counts.open
