"""Gates in figures: decisions by outcome, what is still to be done, what was overridden, and how plans held."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain.adoption import Share
from services.reporting.domain.gates import ConditionFact, DecisionFact, EntryFact, Facts, groups, state
from services.reporting.domain.phases import Lifecycles, Phase, Project

DAY = date(2018, 9, 1)
LIFECYCLES: Lifecycles = {
    ("service", 1, key): Phase(key.title(), position) for position, key in enumerate(("discovery", "alpha", "beta"))
}
NOTHING = Facts((), (), (), {})


def project(key: str = "gdpr", **said: Any) -> Project:
    filled: dict[str, Any] = {
        "name": key.upper(),
        "programme": "digital-partnership",
        "demonstration": False,
        "registered_day": date(2018, 1, 1),
        "starts_day": None,
        "ends_day": None,
        "seen_from": None,
        "lifecycle": "service",
        "lifecycle_number": 1,
        "phase": "alpha",
    }
    return Project(project=key, **(filled | said))


def decision(outcome: str = "go", **said: Any) -> DecisionFact:
    filled: dict[str, Any] = {
        "project": "gdpr",
        "decision": "one",
        "by_role": "delivery-board",
        "phase": "discovery",
        "criteria": 0,
        "criteria_met": 0,
        "override": None,
        "effective_day": date(2018, 3, 1),
    }
    return DecisionFact(outcome=outcome, **(filled | said))


def condition(key: str, due: date, settlement: str | None = None, on: date | None = None) -> ConditionFact:
    return ConditionFact("gdpr", key, "one", "discovery", f"Do {key}", "sponsor", due, settlement, on)


def test_what_is_still_to_be_done_is_shown_with_its_owner_the_most_urgent_first() -> None:
    told = replace(
        NOTHING,
        decisions=[decision("go-with-conditions")],
        conditions=[
            condition("later", date(2018, 9, 1)),
            condition("late", date(2018, 8, 22)),
            condition("done", date(2018, 5, 1), "met", date(2018, 5, 1)),
            condition("done-late", date(2018, 5, 1), "met", date(2018, 5, 2)),
            condition("let-off", date(2018, 5, 1), "waived", date(2018, 4, 1)),
        ],
    )
    group = groups([project()], told, LIFECYCLES, DAY)["partnership"]
    (shown,) = group.projects
    assert [(one.condition, one.owner_role, one.due, one.state, one.days_overdue) for one in shown.unsettled] == [
        ("late", "sponsor", date(2018, 8, 22), "overdue", 10),
        ("later", "sponsor", date(2018, 9, 1), "open", None),
    ]
    assert shown.counts == group.counts
    assert group.counts.conditions == {"open": 1, "overdue": 1, "met": 2, "waived": 1}
    assert group.counts.met_in_time == Share(numerator=1, denominator=4, as_at=DAY)
    assert group.counts.decisions == {"go": 0, "go-with-conditions": 1, "hold": 0, "stop": 0}


def test_an_override_stands_there_with_its_role_and_its_reason() -> None:
    let_pass = {"by_role": "sponsor", "reason": "It cannot wait", "of": ["conditions-open"]}
    told = replace(NOTHING, decisions=[decision(), decision(decision="two", override=let_pass)])
    group = groups([project()], told, LIFECYCLES, DAY)["partnership"]
    assert group.counts.overrides == 1
    (shown,) = group.projects[0].overrides
    assert (shown.decision, shown.by_role, shown.reason, shown.of) == (
        "two",
        "sponsor",
        "It cannot wait",
        ["conditions-open"],
    )


def test_planned_and_actual_days_are_set_against_each_other() -> None:
    told = replace(
        NOTHING,
        entries=[EntryFact("gdpr", "discovery", date(2018, 2, 10)), EntryFact("gdpr", "alpha", date(2018, 3, 5))],
        plans={
            "gdpr": [
                {"phase": "discovery", "planned": "2018-02"},
                {"phase": "alpha", "planned": "2018-03-01"},
                {"phase": "beta", "planned": "2018"},
            ]
        },
    )
    group = groups([project()], told, LIFECYCLES, DAY)["partnership"]
    assert [(one.name, one.planned, one.actual, one.days_late) for one in group.projects[0].phases] == [
        ("Discovery", "2018-02", date(2018, 2, 10), -18),
        ("Alpha", "2018-03-01", date(2018, 3, 5), 4),
        ("Beta", "2018", None, None),
    ]
    assert group.counts.entered_as_planned == Share(numerator=1, denominator=2, as_at=DAY)
    assert group.counts.days_late == 4


def test_the_three_kinds_of_project_are_never_added_together() -> None:
    listed = [project(), project("other", programme="adjacent"), project("trial", demonstration=True), project("quiet")]
    told = replace(NOTHING, decisions=[decision(), decision(project="other"), decision(project="trial")])
    found = groups(listed, told, LIFECYCLES, DAY)
    assert {of: [one.project for one in group.projects] for of, group in found.items()} == {
        "partnership": ["gdpr"],
        "neighbouring": ["other"],
        "demonstration": ["trial"],
    }
    assert [group.counts.decisions["go"] for group in found.values()] == [1, 1, 1]


@pytest.mark.parametrize(
    ("settlement", "due", "expected"),
    [(None, DAY, "open"), (None, DAY - timedelta(days=1), "overdue"), ("met", DAY, "met"), ("waived", DAY, "waived")],
)
def test_a_condition_is_overdue_from_the_day_after_it_was_due(settlement: str | None, due: date, expected: str) -> None:
    assert state(condition("one", due, settlement, DAY), DAY) == expected


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["one", "two", "three"]),
            st.sampled_from(["go", "go-with-conditions", "hold", "stop"]),
            st.integers(min_value=0, max_value=5),
        )
    )
)
def test_the_total_is_the_sum_over_the_projects(drawn: list[tuple[str, str, int]]) -> None:
    told = replace(
        NOTHING,
        decisions=[
            decision(outcome, project=key, criteria=criteria, criteria_met=criteria // 2)
            for key, outcome, criteria in drawn
        ],
    )
    group = groups([project(key) for key in ("one", "two", "three")], told, LIFECYCLES, DAY)["partnership"]
    for outcome, total in group.counts.decisions.items():
        assert total == sum(one.counts.decisions[outcome] for one in group.projects)
    assert group.counts.criteria_met.numerator == sum(one.counts.criteria_met.numerator for one in group.projects)
    assert sum(group.counts.decisions.values()) == len(drawn)
    assert group.counts.projects == len({key for key, *_ in drawn})
