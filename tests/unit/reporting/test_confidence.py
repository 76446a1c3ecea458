"""Delivery confidence at a date: own and independent apart, stale while a project is quiet, always in words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain.confidence import SHOWN, ConfidenceGroup, Hearing, RatingFact, groups
from services.reporting.domain.phases import Project
from tests.unit.reporting.test_phases import project

DAY = date(2027, 1, 15)
SILENT = Hearing(last={"gdpr": date(2027, 1, 1)}, quiet={"gdpr": date(2027, 1, 9)})
HEARD = Hearing(last={"gdpr": date(2027, 1, 1)}, quiet={})


def rated(rating: str, day: date, *, kind: str = "own", key: str = "gdpr") -> RatingFact:
    role = "project-lead" if kind == "own" else "delivery-board"
    return RatingFact(key, kind, rating, role, "As it stands", day)


def partnership(*ratings: RatingFact, heard: Hearing = HEARD, projects: tuple[Project, ...] = ()) -> ConfidenceGroup:
    return groups(projects or (project(),), ratings, heard, DAY)["partnership"]


def test_what_was_never_rated_says_so() -> None:
    (one,) = partnership().projects
    assert (one.own.shown, one.own.in_words, one.own.last) == ("not-yet-rated", "not yet rated", None)


def test_own_and_independent_ratings_are_shown_apart() -> None:
    (one,) = partnership(rated("green", date(2027, 1, 3)), rated("red", date(2027, 1, 4), kind="independent")).projects
    assert (one.own.shown, one.independent.shown) == ("green", "red")
    assert (one.independent.by_role, one.independent.effective) == ("delivery-board", date(2027, 1, 4))
    assert one.own.reason == "As it stands"


def test_a_quiet_project_is_stale_in_place_of_its_colour_and_tells_the_last_one_in_words() -> None:
    (one,) = partnership(
        rated("green", date(2027, 1, 3)), rated("green", date(2027, 1, 4), kind="independent"), heard=SILENT
    ).projects
    assert (one.own.shown, one.independent.shown) == ("stale", "stale")
    assert (one.own.last, one.own.effective) == ("green", date(2027, 1, 3))
    assert one.own.in_words.startswith("stale")
    assert "quiet since 9 January 2027; last green on 3 January 2027" in one.own.in_words
    assert (one.quiet_since, one.last_update) == (date(2027, 1, 9), date(2027, 1, 1))


@pytest.mark.parametrize(("day", "shown"), [(date(2027, 1, 8), "stale"), (date(2027, 1, 9), "amber")])
def test_what_others_say_of_a_quiet_project_since_then_stands(day: date, shown: str) -> None:
    given = rated("amber", day, kind="independent")
    (one,) = partnership(given, rated("green", day), heard=SILENT).projects
    assert (one.independent.shown, one.own.shown) == (shown, "stale")


def test_projects_for_demonstration_are_counted_apart_and_those_that_ended_not_at_all() -> None:
    projects = (project(), project("shown", demonstration=True), project("over", ends=date(2026, 12, 31)))
    found = groups(projects, [rated("red", DAY, key="over"), rated("green", DAY, key="shown")], HEARD, DAY)
    assert [one.project for one in found["partnership"].projects] == ["gdpr"]
    assert found["partnership"].counts.own["red"] == 0
    assert found["demonstration"].counts.own["green"] == 1


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b", "c", "d"]),
            st.sampled_from(["own", "independent"]),
            st.sampled_from(SHOWN[:4]),
            st.dates(min_value=date(2026, 12, 1), max_value=DAY),
        ),
        max_size=12,
        unique_by=lambda one: one[:2],
    ),
    st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.dates(min_value=date(2026, 12, 1), max_value=DAY)),
)
def test_counts_are_of_all_projects_and_nothing_quiet_shows_its_own_colour(
    given_ratings: list[tuple[str, str, str, date]], quiet: dict[str, date]
) -> None:
    ratings = [rated(rating, day, kind=kind, key=key) for key, kind, rating, day in given_ratings]
    projects = tuple(project(key) for key in ("a", "b", "c", "d"))
    found = partnership(*ratings, heard=Hearing({}, quiet), projects=projects)
    assert sum(found.counts.own.values()) == sum(found.counts.independent.values()) == found.counts.projects == 4
    assert [one.name for one in found.projects] == ["A", "B", "C", "D"]
    for one in found.projects:
        assert (one.own.shown == "stale") == (one.project in quiet)
        assert all(shown.in_words for shown in (one.own, one.independent))
