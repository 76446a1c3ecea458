"""The report on gates: from the events alone, as at any date, as known at any time."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.events.projects import (
    GateCondition,
    GateCriterion,
    GateOverride,
    PlannedPhase,
    ProjectGateConditionMet,
    ProjectGateConditionOverdue,
    ProjectGateConditionWaived,
    ProjectGateDecided,
    ProjectLifecycleMoved,
    ProjectPhaseChanged,
    ProjectPhasesPlanned,
    ProjectRegistered,
)
from tests.component.reporting.story import Story, story
from tests.support.world import World

FIRST, SECOND = "0196f000-0000-7000-8000-000000000001", "0196f000-0000-7000-8000-000000000002"
OVERRIDE = GateOverride(by_role="sponsor", reason="It cannot wait", of=("conditions-open",))


def condition_told(number: int, text: str, due: str) -> dict[str, Any]:
    return {
        "project": "gdpr",
        "decision": FIRST,
        "condition": f"{FIRST}-{number}",
        "text": text,
        "owner_role": "project-lead",
        "due": due,
    }


def entered(phase: str, effective: str, decision: str, **said: Any) -> ProjectPhaseChanged:
    return ProjectPhaseChanged(
        project="gdpr",
        lifecycle="service",
        lifecycle_number=1,
        to_phase=phase,
        decision=decision,
        outcome="go",
        by_role="delivery-board",
        effective=effective,
        **said,
    )


@pytest.fixture
async def told(world: World) -> Story:
    """A project with three conditions: one told as the last release did and never settled, one met, one waived."""
    begun = await story(world)
    await begun.tell(
        ProjectRegistered(project="gdpr", name="GDPR Readiness", programme="digital-partnership", starts="2017"),
        ProjectPhasesPlanned(
            project="gdpr",
            lifecycle="service",
            lifecycle_number=1,
            phases=(PlannedPhase(phase="alpha", planned="2018-02"), PlannedPhase(phase="beta", planned="2018-05-01")),
            effective="2018-01-10",
        ),
        ProjectGateDecided(
            project="gdpr",
            decision=FIRST,
            outcome="go-with-conditions",
            by_role="delivery-board",
            phase="discovery",
            effective="2018-02-20",
            conditions=(
                GateCondition(text="Publish", owner_role="project-lead", due="2018-04-01"),
                GateCondition(text="Staff", owner_role="sponsor", due="2018-04-01", condition=f"{FIRST}-2"),
                GateCondition(text="Test", owner_role="project-lead", due="2018-04-01", condition=f"{FIRST}-3"),
            ),
            criteria=(
                GateCriterion(text="The need is described", met=True),
                GateCriterion(text="The team is there", met=False),
                GateCriterion(text="The law is kept"),
            ),
        ),
        entered("alpha", "2018-02-25", FIRST),
        ProjectGateConditionMet(
            **condition_told(2, "Staff", "2018-04-01"),
            by_role="sponsor",
            evidence=("https://example.org/team",),
            effective="2018-03-15",
        ),
        ProjectGateConditionWaived(
            **condition_told(3, "Test", "2018-04-01"), by_role="sponsor", reason="Not needed", effective="2018-04-10"
        ),
        ProjectGateConditionOverdue(**condition_told(1, "Publish", "2018-04-01"), effective="2018-04-02"),
        ProjectGateDecided(
            project="gdpr",
            decision=SECOND,
            outcome="go",
            by_role="delivery-board",
            phase="alpha",
            effective="2018-05-10",
            override=OVERRIDE,
        ),
        entered("beta", "2018-05-11", SECOND, cause="override", override=OVERRIDE),
        ProjectLifecycleMoved(
            project="gdpr",
            lifecycle="service",
            from_number=1,
            to_number=2,
            from_phase="beta",
            to_phase="trial",
            by_role="digital-office",
            reason="Renamed",
            effective="2018-06-01",
        ),
    )
    return begun


async def figures(told: Story, day: str) -> Any:
    return (await told.get("gates", as_at=day))["partnership"]


async def test_the_report_says_what_was_decided_and_what_is_still_to_be_done(told: Story) -> None:
    found = await figures(told, "2018-07-01")
    assert found["counts"]["decisions"] == {"go": 1, "go-with-conditions": 1, "hold": 0, "stop": 0}
    assert found["counts"]["conditions"] == {"open": 0, "overdue": 1, "met": 1, "waived": 1}
    assert found["counts"]["met_in_time"] == {"numerator": 1, "denominator": 3, "as_at": "2018-07-01"}
    assert found["counts"]["criteria_met"] == {"numerator": 1, "denominator": 3, "as_at": "2018-07-01"}
    (project,) = found["projects"]
    (still,) = project["unsettled"]
    assert still == {
        "condition": f"{FIRST}-1",
        "text": "Publish",
        "owner_role": "project-lead",
        "due": "2018-04-01",
        "state": "overdue",
        "days_overdue": 91,
    }
    assert project["overrides"] == [
        {"decision": SECOND, "effective": "2018-05-10", "phase": "alpha"} | OVERRIDE.model_dump(mode="json")
    ]
    # a phase that a move with the template only calls otherwise was entered at no gate
    assert [(one["phase"], one["planned"], one["actual"], one["days_late"]) for one in project["phases"]] == [
        ("alpha", "2018-02", "2018-02-25", -3),
        ("beta", "2018-05-01", "2018-05-11", 10),
    ]
    assert await told.reporting.sql("SELECT subject, error FROM dead_letter") == []


async def test_each_day_has_the_figures_of_its_own(told: Story) -> None:
    async def on(day: str) -> tuple[Any, ...]:
        found = await figures(told, day)
        counts = found["counts"]
        return counts["projects"], sum(counts["decisions"].values()), counts["conditions"], counts["overrides"]

    states = ("open", "overdue", "met", "waived")
    assert await on("2018-01-09") == (0, 0, dict.fromkeys(states, 0), 0)
    assert await on("2018-01-10") == (1, 0, dict.fromkeys(states, 0), 0)
    assert await on("2018-02-20") == (1, 1, dict(zip(states, (3, 0, 0, 0), strict=True)), 0)
    assert await on("2018-04-01") == (1, 1, dict(zip(states, (2, 0, 1, 0), strict=True)), 0)
    assert await on("2018-04-02") == (1, 1, dict(zip(states, (0, 2, 1, 0), strict=True)), 0)
    assert await on("2018-04-10") == (1, 1, dict(zip(states, (0, 1, 1, 1), strict=True)), 0)
    assert await on("2018-05-10") == (1, 2, dict(zip(states, (0, 1, 1, 1), strict=True)), 1)


async def test_what_is_told_later_changes_no_figure_of_an_earlier_day(told: Story) -> None:
    days = ("2018-02-20", "2018-04-02", "2018-05-10")
    before = [await figures(told, day) for day in days]
    late = datetime(2026, 11, 1, tzinfo=UTC)
    await told.tell(
        ProjectGateConditionMet(
            **condition_told(1, "Publish", "2018-04-01"),
            by_role="sponsor",
            evidence=("https://example.org/it",),
            effective="2018-05-11",
        ),
        recorded=late,
    )
    assert [await figures(told, day) for day in days] == before
    after = await figures(told, "2018-05-11")
    assert after["counts"]["conditions"] == {"open": 0, "overdue": 0, "met": 2, "waived": 1}


async def test_the_list_of_reports_leads_to_it(told: Story) -> None:
    async with told.reporting.anonymous() as anybody:
        listed = (await anybody.get("/api/v1/reports")).json()["items"]
    assert "/api/v1/reports/gates" in [one["href"] for one in listed]
