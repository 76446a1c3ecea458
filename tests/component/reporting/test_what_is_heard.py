"""What reporting makes of events that come twice, late, in the wrong order or not at all as they should."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.events import Event
from shared.events.councils import AdoptionMoved, AdoptionOpened, CouncilRegistered, MembershipStarted
from shared.events.projects import (
    DeliverableRegistered,
    LifecyclePhase,
    LifecyclePublished,
    ProjectClosed,
    ProjectDetailsChanged,
    ProjectPhaseChanged,
    ProjectRegistered,
    ReleaseClosed,
    ReleaseItem,
    ReleasePlanned,
)
from tests.component.reporting.story import Story, story
from tests.support.waiting import eventually
from tests.support.world import World

COUNCILS = [f"council-{number}" for number in range(6)]
REPORTS = (
    "programme",
    "phases",
    "confidence",
    "work-requests",
    "deliverables",
    "withdrawals",
    "releases",
    "releases/release-one",
    "adoption",
    "membership",
)
SERVICE = LifecyclePublished(
    lifecycle="service",
    number=1,
    name="Service",
    phases=(LifecyclePhase(key="discovery", name="Discovery"), LifecyclePhase(key="alpha", name="Alpha")),
)
GDPR = ProjectRegistered(project="gdpr", name="GDPR", programme="digital-partnership", starts="2017-03")
CLOSED = ReleaseClosed(
    release="release-one",
    number=1,
    name="Release One",
    effective="2018-02",
    included=(ReleaseItem(deliverable="template", project="gdpr", name="Template", ready=True),),
    manifest_sha256="ab" * 32,
)


def phase(to: str, effective: str) -> ProjectPhaseChanged:
    return ProjectPhaseChanged(
        project="gdpr",
        lifecycle="service",
        lifecycle_number=1,
        to_phase=to,
        decision="a-decision",
        outcome="go",
        by_role="delivery board",
        effective=effective,
    )


def opened(council: str) -> AdoptionOpened:
    return AdoptionOpened(
        council=council,
        deliverable="template",
        project="gdpr",
        release="release-one",
        state="invited",
        effective="2018-02",
    )


def moved(council: str, to: str, effective: str) -> AdoptionMoved:
    return AdoptionMoved(
        council=council,
        deliverable="template",
        release="release-one",
        from_state="invited",
        to_state=to,
        effective=effective,
    )


def a_whole_story() -> list[Event]:
    members: list[Event] = [
        event
        for council in COUNCILS
        for event in (
            CouncilRegistered(council=council, name=council.title(), gss_code="S12000000"),
            MembershipStarted(council=council, effective="2016-10", certainty="known"),
        )
    ]
    register: list[Event] = [
        SERVICE,
        GDPR,
        DeliverableRegistered(deliverable="template", project="gdpr", name="Template"),
        ReleasePlanned(release="release-one", number=1, name="Release One", state="planned"),
    ]
    changes: list[Event] = [
        phase("discovery", "2017-04-01"),
        phase("alpha", "2018-04-01"),
        CLOSED,
        *(opened(council) for council in COUNCILS),
        *(moved(council, "in-use", "2018-06-01") for council in COUNCILS[:2]),
    ]
    return [*members, *register, *changes]


async def everything(told: Story) -> list[Any]:
    return [await told.get(path, as_at=day) for day in ("2017-12-31", "2018-12-31") for path in REPORTS]


async def names(told: Story, **moment: str) -> list[str]:
    report = await told.get("phases", **moment)
    return [project["name"] for one in report["partnership"]["portfolios"] for project in one["projects"]]


async def in_phase(told: Story, **moment: str) -> list[str]:
    report = await told.get("phases", **moment)
    return [one["name"] for one in report["partnership"]["phases"]]


async def test_events_told_twice_count_once(world: World) -> None:
    told = await story(world)
    once = [told.next(event) for event in a_whole_story()]

    await told.send(*once, *once)
    await told.heard()

    report = await told.get("adoption", as_at="2018-12-31")
    (line,) = report["deliverables"]
    assert line["in_use"] == {"numerator": 2, "denominator": 6, "as_at": "2018-12-31"}
    assert line["states"] == {"invited": 4, "in-use": 2}
    assert len(await told.reporting.sql("SELECT 1 FROM inbox")) == len(once)


async def test_events_that_come_in_the_wrong_order_wait_and_are_taken_in_in_the_right_one(world: World) -> None:
    told = await story(world)
    await told.tell(SERVICE)
    first, *rest = (
        told.next(event) for event in (GDPR, phase("discovery", "2017-04-01"), phase("alpha", "2018-04-01"))
    )

    await told.send(*reversed(rest))

    async def both_came_too_early() -> None:
        info = await world.js.consumer_info("PROJECTS", "reporting")
        assert info.num_redelivered == len(rest)

    await eventually(both_came_too_early)
    assert await told.reporting.sql("SELECT 1 FROM project_phase_fact") == []

    await told.send(first)
    await told.heard()

    assert await in_phase(told) == ["Alpha"]
    taken = await told.reporting.sql("SELECT version FROM inbox_version WHERE aggregate_id = 'gdpr'")
    assert [row["version"] for row in taken] == [3]
    assert await told.reporting.sql("SELECT 1 FROM dead_letter") == []


async def test_a_project_that_was_closed_has_ended_from_that_day_on(world: World) -> None:
    told = await story(world)
    await told.tell(
        SERVICE,
        GDPR,
        phase("alpha", "2018-04-01"),
        ProjectClosed(project="gdpr", outcome="stopped", by_role="sponsor", reason="No need", effective="2019-06-30"),
    )

    async def stands(day: str) -> list[int]:
        group = (await told.get("phases", as_at=day))["partnership"]
        return [group[name] for name in ("under_way", "ended", "delivered", "stopped")]

    assert await stands("2019-06-29") == [1, 0, 0, 0]
    assert await stands("2019-06-30") == [0, 1, 0, 1]


async def test_of_two_phases_on_one_day_the_later_sequence_holds(world: World) -> None:
    told = await story(world)

    two = (phase("discovery", "2018-04-01"), phase("alpha", "2018-04-01"))

    await told.tell(SERVICE, GDPR, *two, recorded=datetime.now(UTC))

    assert await in_phase(told, as_at="2018-04-01") == ["Alpha"]


async def test_a_fact_told_late_changes_what_is_known_now_and_not_what_was_known_then(world: World) -> None:
    told = await story(world)
    first, second = datetime.now(UTC) - timedelta(days=9), datetime.now(UTC) - timedelta(days=2)
    await told.tell(SERVICE, GDPR, phase("alpha", "2018-04-01"), recorded=first)
    then = (first + timedelta(days=1)).date().isoformat()
    before = [await told.get(path, as_at="2017-12-31", known_at=then) for path in ("phases", "programme")]

    await told.tell(phase("discovery", "2017-04-01"), recorded=second)

    assert [await told.get(path, as_at="2017-12-31", known_at=then) for path in ("phases", "programme")] == before
    assert await in_phase(told, as_at="2017-12-31", known_at=then) == ["not recorded"]
    assert await in_phase(told, as_at="2017-12-31") == ["Discovery"]
    assert await in_phase(told, as_at="2018-04-01") == ["Alpha"]


async def test_what_holds_at_a_date_stays_as_it_was_when_facts_about_later_days_arrive(world: World) -> None:
    told = await story(world)
    await told.tell(*a_whole_story())
    paths = [path for path in REPORTS if path != "releases/release-one"]
    before = [await told.get(path, as_at="2018-03-31") for path in paths]

    await told.tell(
        ProjectDetailsChanged(project="gdpr", name="Another name", starts="2017-03"),
        phase("discovery", "2018-04-02"),
        moved("council-5", "adapted", "2019-01"),
        MembershipStarted(council="newcomer", effective="2019-10-01", certainty="known"),
    )

    assert [await told.get(path, as_at="2018-03-31") for path in paths] == before
    assert (await names(told, as_at="2018-03-31"), await names(told)) == (["GDPR"], ["Another name"])
    assert (await told.get("adoption", as_at="2019-01-31"))["deliverables"][0]["in_use"]["numerator"] == 3


async def test_a_date_that_is_none_is_parked_at_once_and_stops_nobody(world: World) -> None:
    told = await story(world)
    good = told.next(phase("alpha", "2018-02-28").model_copy(update={"project": "broken"}))
    broken = replace(good, event=good.event.model_copy(update={"effective": "2018-02-30"}))

    await told.send(told.next(SERVICE), broken, told.next(GDPR), told.next(phase("alpha", "2018-04-01")))
    await told.heard()

    assert await in_phase(told) == ["Alpha"]
    (letter,) = await told.reporting.sql("SELECT cause, aggregate, error FROM dead_letter")
    assert (letter["cause"], letter["aggregate"]) == ("undecodable", "project/broken")
    assert "no day of the calendar" in letter["error"]


async def test_the_report_on_a_release_is_frozen_once_and_said_to_the_others(world: World) -> None:
    told = await story(world)
    await told.tell(*a_whole_story())

    (said,) = await world.heard("REPORTING", 1)

    assert said.subject == "partnership.reporting.release-report-frozen.v1.release-one"
    assert (said.headers or {})["ce-aggregate"] == "release-report/release-one"
    (closing,) = await told.reporting.sql("SELECT event_id FROM release_closing_fact")
    assert (said.headers or {})["ce-causationid"] == str(closing["event_id"])
    frozen = (await told.get("releases/release-one"))["frozen"]
    assert (frozen["included"], frozen["manifest_sha256"], frozen["closed_on"]) == (1, "ab" * 32, "2018-02")
    assert (await told.get("releases/release-one", as_at="2018-02-27"))["frozen"] is None


async def test_a_demonstration_is_shown_apart_and_changes_no_real_figure(world: World) -> None:
    told = await story(world)
    await told.tell(*a_whole_story())
    before = [await told.get(path) for path in ("programme", "phases", "releases", "adoption")]
    invented = CLOSED.model_copy(update={"release": "invented", "number": None, "demonstration": True})

    await told.tell(
        GDPR.model_copy(update={"project": "invented", "demonstration": True}),
        ReleasePlanned(release="invented", name="Not real", state="planned", demonstration=True),
        invented,
        *(
            opened(council).model_copy(update={"deliverable": "other", "release": "invented", "demonstration": True})
            for council in COUNCILS
        ),
        moved("council-0", "in-use", "2026-11-20").model_copy(update={"deliverable": "other", "release": "invented"}),
    )

    after = [await told.get(path) for path in ("programme", "phases", "releases", "adoption")]
    for then, now in zip(before, after, strict=True):
        assert {key: value for key, value in now.items() if key != "demonstration"} == {
            key: value for key, value in then.items() if key != "demonstration"
        }
    programme, _, releases, adoption = after
    assert programme["demonstration"]["releases"]["closed"] == 1
    assert [one["demonstration"] for one in releases["demonstration"]] == [True]
    (line,) = adoption["demonstration"]["deliverables"]
    assert (line["demonstration"], line["in_use"]["numerator"]) == (True, 1)


async def test_a_change_is_on_the_page_within_two_seconds(world: World) -> None:
    told = await story(world)
    await told.tell(*a_whole_story())
    await told.send(told.next(moved("council-3", "embedded", "2026-11-20")))

    async def check() -> None:
        report = await told.get("adoption")
        assert report["deliverables"][0]["in_use"]["numerator"] == 3

    await eventually(check, seconds=2)
