"""The reports on deliverables and on what has ended, from events alone: as at any day, as known at any time."""

from datetime import UTC, datetime, timedelta
from typing import Any

from shared.events import Event
from shared.events.councils import (
    AcknowledgementGiven,
    AcknowledgementLapsed,
    AcknowledgementRaised,
    AcknowledgementRequested,
)
from shared.events.projects import (
    DeliverableRegistered,
    DeliverableStateChanged,
    DeliverableVersionPublished,
    HistoryRewound,
)
from tests.component.reporting.story import Story, story
from tests.component.reporting.test_what_is_heard import COUNCILS, GDPR
from tests.support.world import World

ENDED_ON, ASKED_ON = "2020-01-01", "2020-01-02"


def registered(key: str, name: str, **said: Any) -> DeliverableRegistered:
    return DeliverableRegistered(deliverable=key, project="gdpr", name=name, **said)


def moved(to: str, effective: str, **said: Any) -> DeliverableStateChanged:
    return DeliverableStateChanged(deliverable="old", project="gdpr", to_state=to, effective=effective, **said)


def published(version: str, effective: str) -> DeliverableVersionPublished:
    return DeliverableVersionPublished(
        deliverable="old", project="gdpr", version=version, effective=effective, sha256="ab" * 32
    )


def asked(council: str, number: int = 1, state: str = "superseded", effective: str = ASKED_ON) -> Event:
    return AcknowledgementRequested(
        council=council, deliverable="old", number=number, project="gdpr", state=state, effective=effective
    )


def given(council: str, effective: str, number: int = 1) -> Event:
    return AcknowledgementGiven(
        council=council, deliverable="old", number=number, by_role="sponsor", effective=effective
    )


def raised(council: str, level: str, effective: str) -> Event:
    return AcknowledgementRaised(
        council=council, deliverable="old", number=1, level=level, days=14, effective=effective
    )


def lapsed(council: str, effective: str) -> Event:
    return AcknowledgementLapsed(
        council=council, deliverable="old", number=1, because="asked-anew", effective=effective
    )


BEGINNING = [
    GDPR,
    registered("old", "The old toolkit"),
    registered("new", "The new toolkit", state="live"),
    moved("live", "2018-02-25"),
    published("1.0", "2018-02-25"),
    published("1.1", "2019-01-01"),
    moved("superseded", ENDED_ON, successor="new", acknowledge_by="2020-06-30"),
]


async def shown(told: Story, day: str, **query: str) -> dict[str, Any]:
    report = await told.get("deliverables", as_at=day, **query)
    assert report["as_at"] == day
    return {one["deliverable"]: one for one in report["partnership"]["deliverables"]}


async def end(told: Story, day: str, state: str = "superseded") -> dict[str, Any]:
    report = await told.get("withdrawals", as_at=day)
    (found,) = [one for one in report["partnership"] if one["state"] == state]
    return dict(found)


async def test_a_deliverable_is_shown_in_the_state_and_version_of_the_day(world: World) -> None:
    told = await story(world)
    await told.tell(*BEGINNING)
    old = (await shown(told, "2018-06-01"))["old"]
    assert (old["state"], old["since"], old["version"], old["versions"]) == ("live", "2018-02-25", "1.0", 1)
    old = (await shown(told, "2020-06-01"))["old"]
    assert (old["state"], old["version"], old["versions"], old["sha256"]) == ("superseded", "1.1", 2, "ab" * 32)
    assert old["successor"] == {"deliverable": "new", "name": "The new toolkit"}
    assert old["acknowledge_by"] == "2020-06-30"
    assert (await shown(told, "2018-01-01"))["old"]["state"] is None
    report = await told.get("deliverables", as_at="2020-06-01")
    assert (report["partnership"]["states"], report["partnership"]["not_recorded"]) == ({"superseded": 1}, 1)
    assert report["demonstration"]["deliverables"] == report["neighbouring"]["deliverables"] == []


async def test_councils_that_were_asked_are_counted_and_not_named(world: World) -> None:
    told = await story(world)
    await told.tell(*BEGINNING, *(asked(council) for council in COUNCILS))
    await told.tell(
        given("council-0", "2020-01-10"),
        *(raised(council, "council-digital-lead", "2020-01-16") for council in COUNCILS[1:]),
        given("council-1", "2020-01-20"),
        *(raised(council, "digital-office", "2020-01-30") for council in COUNCILS[2:4]),
    )
    found = await end(told, "2020-02-01")
    assert found["acknowledged"] == {"numerator": 2, "denominator": 6, "as_at": "2020-02-01"}
    assert (found["asked"], found["waiting"], found["lapsed"]) == (6, 4, 0)
    assert found["raised"] == {"council-digital-lead": 2, "digital-office": 2}
    assert (found["successor"]["deliverable"], found["withheld"]) == ("new", None)
    assert (await end(told, "2020-01-15"))["raised"] == {}
    assert (await end(told, "2020-01-16"))["raised"] == {"council-digital-lead": 5}
    assert (await end(told, ENDED_ON))["asked"] == 0
    report = await told.get("withdrawals", as_at="2020-02-01")
    assert not any(council in str(report) for council in COUNCILS)
    assert (await told.get("withdrawals", as_at="2019-12-31"))["partnership"] == []


async def test_what_is_withdrawn_after_it_was_superseded_is_counted_apart(world: World) -> None:
    told = await story(world)
    await told.tell(*BEGINNING, *(asked(council) for council in COUNCILS))
    await told.tell(
        moved("withdrawn", "2020-02-01", successor="new", reason="The law has changed"),
        given("council-0", "2020-01-10"),
        *(lapsed(council, "2020-02-01") for council in COUNCILS[1:]),
        *(asked(council, 2, "withdrawn", "2020-02-01") for council in COUNCILS),
        given("council-0", "2020-02-03", 2),
    )
    withdrawn, superseded = await end(told, "2020-03-01", "withdrawn"), await end(told, "2020-03-01")
    assert (withdrawn["asked"], withdrawn["waiting"], withdrawn["reason"]) == (6, 5, "The law has changed")
    assert withdrawn["acknowledged"]["numerator"] == 1
    assert (superseded["asked"], superseded["lapsed"], superseded["waiting"]) == (6, 5, 0)
    assert (await end(told, "2020-01-31"))["lapsed"] == 0


async def test_figures_of_few_councils_are_withheld_and_a_demonstration_stands_apart(world: World) -> None:
    told = await story(world)
    invented = GDPR.model_copy(update={"demonstration": True})
    await told.tell(invented, *BEGINNING[1:], *(asked(council) for council in COUNCILS[:2]))
    report = await told.get("withdrawals", as_at="2020-02-01")
    assert report["partnership"] == []
    (found,) = report["demonstration"]
    assert (found["withheld"], found["asked"], found["acknowledged"]) == ("too few to show", None, None)
    assert report["minimum_group"] == 5


async def test_what_was_true_on_a_day_stays_so_and_what_was_known_then_too(world: World) -> None:
    told = await story(world)
    first = datetime.now(UTC) - timedelta(days=9)
    await told.tell(*BEGINNING, *(asked(council) for council in COUNCILS), recorded=first)
    paths, then = ("deliverables", "withdrawals"), (first + timedelta(days=1)).date().isoformat()
    before = [await told.get(path, as_at="2020-01-31") for path in paths]
    known = [await told.get(path, as_at="2020-02-28", known_at=then) for path in paths]
    await told.tell(
        moved("withdrawn", "2020-02-01", reason="The law has changed"),
        published("1.2", "2020-02-01"),
        *(raised(council, "council-digital-lead", "2020-02-01") for council in COUNCILS),
    )
    assert [await told.get(path, as_at="2020-01-31") for path in paths] == before
    assert [await told.get(path, as_at="2020-02-28", known_at=then) for path in paths] == known
    assert (await shown(told, "2020-02-28"))["old"]["version"] == "1.2"


async def test_what_a_restored_neighbour_no_longer_knows_of_is_taken_out_of_both(world: World) -> None:
    told = await story(world)
    await told.tell(*BEGINNING[:-1])
    void = [told.next(BEGINNING[-1]), told.next(published("2.0", "2020-01-01"))]
    await told.send(*void)
    await told.heard()
    assert (await shown(told, "2020-02-01"))["old"]["version"] == "2.0"
    await told.tell(
        HistoryRewound(history="epoch-2", epoch=2, void=tuple(one.id for one in void), part=1, parts=1, complete=True)
    )
    old = (await shown(told, "2020-02-01"))["old"]
    assert (old["state"], old["version"], old["successor"]) == ("live", "1.1", None)
    assert (await told.get("withdrawals", as_at="2020-02-01"))["partnership"] == []
