"""Projects per phase: when a project counts as under way, in which portfolio, and which groups are kept apart."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain.phases import Phase, Project, groups, stage
from services.reporting.domain.portfolios import PlacementFact, Portfolio, PortfolioFact, in_force, places

REGISTERED = date(2026, 11, 21)
LOADED = datetime(2026, 11, 21, 12, tzinfo=UTC)
LIFECYCLES = {("service", 1, "discovery"): Phase("Discovery", 0), ("service", 1, "alpha"): Phase("Alpha", 1)}


def project(
    key: str = "gdpr",
    *,
    programme: str = "digital-partnership",
    demonstration: bool = False,
    starts: date | None = None,
    ends: date | None = None,
    seen_from: date | None = None,
    phase: str | None = None,
    closed: date | None = None,
    outcome: str | None = None,
) -> Project:
    return Project(
        project=key,
        name=key.title(),
        programme=programme,
        demonstration=demonstration,
        registered_day=REGISTERED,
        starts_day=starts,
        ends_day=ends,
        seen_from=seen_from,
        lifecycle="service" if phase else None,
        lifecycle_number=1 if phase else None,
        phase=phase,
        closed_day=closed,
        outcome=outcome,
    )


@pytest.mark.parametrize(
    ("known", "day", "expected"),
    [
        ({"starts": date(2017, 3, 31)}, date(2017, 3, 30), "not-begun"),
        ({"starts": date(2017, 3, 31)}, date(2017, 3, 31), "under-way"),
        ({"starts": date(2020, 9, 30), "ends": date(2021, 5, 31)}, date(2021, 5, 31), "under-way"),
        ({"starts": date(2020, 9, 30), "ends": date(2021, 5, 31)}, date(2021, 6, 1), "ended"),
        ({"ends": date(2024, 1, 31)}, date(2018, 1, 1), "beginning-not-recorded"),
        ({"seen_from": date(2016, 10, 31)}, date(2018, 1, 1), "under-way"),
        ({"seen_from": date(2019, 10, 1)}, date(2018, 1, 1), "beginning-not-recorded"),
        ({}, date(2018, 1, 1), "beginning-not-recorded"),
        ({}, REGISTERED, "under-way"),
        ({"closed": date(2019, 6, 30)}, date(2019, 6, 30), "ended"),
        ({"starts": date(2017, 3, 31), "closed": date(2019, 6, 30)}, date(2019, 6, 29), "under-way"),
    ],
)
def test_a_project_counts_as_far_as_its_facts_tell(known: dict[str, date], day: date, expected: str) -> None:
    assert stage(project(**known), day) == expected  # type: ignore[arg-type]


def test_a_project_without_a_recorded_phase_is_counted_as_not_recorded_and_stands_last() -> None:
    found = groups(
        [project("one", phase="alpha"), project("two"), project("three", phase="discovery")],
        {},
        [],
        LIFECYCLES,
        REGISTERED,
    )

    assert [(one.name, one.projects) for one in found.partnership.phases] == [
        ("Discovery", 1),
        ("Alpha", 1),
        ("not recorded", 1),
    ]


def test_projects_that_were_closed_count_as_ended_by_how_they_ended() -> None:
    day = date(2019, 6, 30)
    known = [
        project("in-use", closed=day, outcome="delivered"),
        project("given-up", closed=day, outcome="stopped"),
        project("long-gone", ends=date(2018, 1, 31)),
        project("at-work", seen_from=date(2018, 1, 31)),
        project("closed-later", seen_from=date(2018, 1, 31), closed=date(2019, 7, 1), outcome="delivered"),
    ]
    found = groups(known, {}, [], LIFECYCLES, day).partnership

    assert (found.ended, found.delivered, found.stopped, found.under_way) == (3, 1, 1, 2)


def test_neighbouring_and_demonstration_projects_are_counted_apart() -> None:
    found = groups(
        [project("own"), project("next-door", programme="adjacent"), project("invented", demonstration=True)],
        {},
        [],
        LIFECYCLES,
        REGISTERED,
    )

    assert (found.partnership.under_way, found.neighbouring.under_way, found.demonstration.under_way) == (1, 1, 1)


def test_a_portfolio_without_a_project_is_shown_once_and_with_nought() -> None:
    empty = Portfolio("digital-place", "Digital Place", "portfolios-2019")

    found = groups([project()], {}, [empty], LIFECYCLES, REGISTERED)

    assert [(one.name, one.count) for one in found.partnership.portfolios] == [
        ("Digital Place", 0),
        ("In no portfolio at this date", 1),
    ]
    assert found.neighbouring.portfolios == []


def test_a_phase_that_no_template_names_is_shown_by_its_key() -> None:
    found = groups([project(phase="invented")], {}, [], LIFECYCLES, REGISTERED)

    assert found.partnership.phases[0].name == "invented"


def opened(key: str, start: date, ends: date | None = None, *, told: int = 0) -> PortfolioFact:
    return PortfolioFact(key, True, key, "themes-2016", ends, None, start, LOADED + timedelta(seconds=told), 1)


def ended(key: str, day: date, *, told: int = 1) -> PortfolioFact:
    return PortfolioFact(key, False, None, None, None, None, day, LOADED + timedelta(seconds=told), 2)


def placed(portfolio: str, start: date, ends: date | None = None, *, told: int = 0) -> PlacementFact:
    return PlacementFact("gdpr", portfolio, ends, start, LOADED + timedelta(seconds=told), 1)


def test_a_grouping_gives_way_to_the_next_on_the_day_it_ends() -> None:
    facts = [
        opened("foundations-2016", date(2016, 10, 31), date(2019, 10, 1)),
        opened("council-2019", date(2019, 10, 1)),
    ]

    def on(day: date) -> list[str]:
        return [portfolio.portfolio for portfolio in in_force(facts, day)]

    assert on(date(2016, 10, 30)) == []
    assert on(date(2019, 9, 30)) == ["foundations-2016"]
    assert on(date(2019, 10, 1)) == ["council-2019"]


def test_an_end_told_later_ends_a_portfolio_and_leaves_what_was_before() -> None:
    facts = [opened("place", date(2019, 10, 1)), ended("place", date(2023, 4, 1))]

    assert [one.portfolio for one in in_force(facts, date(2023, 3, 31))] == ["place"]
    assert in_force(facts, date(2023, 4, 1)) == []


def test_a_project_stands_where_it_came_to_last() -> None:
    then = [Portfolio("a", "A", "g"), Portfolio("b", "B", "g")]
    facts = [placed("b", date(2020, 1, 1)), placed("a", date(2017, 3, 31), told=1)]

    assert places(facts, then, date(2019, 1, 1)) == {"gdpr": "a"}
    assert places(facts, then, date(2020, 1, 1)) == {"gdpr": "b"}


def test_a_place_in_a_portfolio_that_has_ended_is_none() -> None:
    assert places([placed("a", date(2017, 3, 31))], [], date(2019, 1, 1)) == {}


def test_a_place_told_again_with_its_end_ends() -> None:
    then = [Portfolio("a", "A", "g")]
    facts = [placed("a", date(2017, 3, 31)), placed("a", date(2017, 3, 31), date(2018, 1, 1), told=1)]

    assert places(facts, then, date(2018, 1, 1)) == {}


days = st.dates(date(2016, 1, 1), date(2026, 12, 31))
any_project = st.builds(
    project,
    st.sampled_from([f"project-{number}" for number in range(6)]),
    programme=st.sampled_from(["digital-partnership", "adjacent"]),
    demonstration=st.booleans(),
    starts=st.none() | days,
    ends=st.none() | days,
    seen_from=st.none() | days,
    phase=st.none() | st.sampled_from(["discovery", "alpha"]),
)


@given(
    projects=st.lists(any_project, max_size=6, unique_by=lambda one: one.project),
    where=st.dictionaries(st.sampled_from([f"project-{number}" for number in range(6)]), st.sampled_from(["a", "b"])),
    day=days,
)
def test_every_project_is_counted_once_and_phases_and_portfolios_add_up(
    projects: list[Project], where: dict[str, str], day: date
) -> None:
    then = [Portfolio("a", "A", "g"), Portfolio("b", "B", "g")]

    found = groups(projects, where, then, LIFECYCLES, day)

    counted = 0
    for group in (found.partnership, found.neighbouring, found.demonstration):
        assert sum(one.projects for one in group.phases) == group.under_way
        assert sum(one.count for one in group.portfolios) == group.under_way
        counted += group.under_way + group.ended + group.not_begun + group.beginning_not_recorded
    assert counted == len(projects)


portfolio_facts = st.builds(opened, st.sampled_from("ab"), days, st.none() | days, told=st.integers(0, 9))


@given(facts=st.lists(portfolio_facts, max_size=6), later=st.lists(days, max_size=3), day=days)
def test_the_portfolios_of_a_day_do_not_change_when_ends_after_it_are_told(
    facts: list[PortfolioFact], later: list[date], day: date
) -> None:
    # an end that is told puts an earlier one right, so only portfolios without one are looked at
    open_ended = [fact for fact in facts if fact.ends_day is None]
    after = [ended(key, when, told=20) for when in later if when > day for key in "ab"]

    assert in_force([*open_ended, *after], day) == in_force(open_ended, day)
