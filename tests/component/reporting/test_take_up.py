"""How councils take up what releases bring, from events alone: as at any day, of five councils at least."""

from typing import Any

import pytest

from shared.events import Event
from shared.events.councils import (
    AdoptionCorrected,
    AdoptionMoved,
    AdoptionPlanned,
    CouncilRegistered,
    MembershipStarted,
)
from tests.component.reporting.story import Story, story
from tests.component.reporting.test_what_is_heard import CLOSED, COUNCILS, GDPR, opened
from tests.support.world import World

LINE: dict[str, Any] = {"deliverable": "template", "release": "release-one"}
"""Days on which each council used it: from release-one, which counts from 2018-02-28."""
USED = ("2018-03-01", "2018-03-10", "2018-03-30", "2018-05-29", "2019-02-28")


def moved(council: str, to: str, on: str, **more: Any) -> AdoptionMoved:
    return AdoptionMoved(council=council, from_state="invited", to_state=to, effective=on, **LINE, **more)


def corrected(council: str, to: str, on: str) -> AdoptionCorrected:
    return AdoptionCorrected(
        council=council, from_state="in-use", to_state=to, effective=on, correction_reason="Told wrongly", **LINE
    )


def planned(council: str, in_use_on: str, on: str = "2018-03-01") -> AdoptionPlanned:
    return AdoptionPlanned(council=council, in_use_on=in_use_on, effective=on, **LINE)


@pytest.fixture
async def told(world: World) -> Story:
    """Six members who were offered one deliverable."""
    found = await story(world)
    members: list[Event] = [
        event
        for council in COUNCILS
        for event in (
            CouncilRegistered(council=council, name=council.title(), gss_code="S12000000"),
            MembershipStarted(council=council, effective="2016-10", certainty="known"),
        )
    ]
    await found.tell(*members, GDPR, CLOSED, *(opened(council) for council in COUNCILS))
    return found


async def take_up(told: Story, day: str, **more: str) -> dict[str, Any]:
    return dict((await told.get("adoption", as_at=day, **more))["take_up"])


async def test_the_lag_from_release_to_use_is_told_of_five_councils_and_as_at_any_day(told: Story) -> None:
    await told.tell(*(moved(council, "in-use", on) for council, on in zip(COUNCILS, USED, strict=False)))
    # who gives it up and takes it up again had used it all the same
    await told.tell(moved(COUNCILS[0], "withdrawn", "2018-12-01"), moved(COUNCILS[0], "in-use", "2019-01-15"))
    four = await take_up(told, "2019-02-27")
    assert (four["lag"]["median_days"], four["lag"]["councils"], four["lag"]["withheld"]) == (
        None,
        None,
        "too few to show",
    )
    five = await take_up(told, "2019-02-28")
    assert (five["lag"]["median_days"], five["lag"]["councils"]) == (30, 5)
    (line,) = five["deliverables"]
    assert (line["deliverable"], line["lag"]["median_days"]) == ("template", 30)
    assert (await take_up(told, "2017-12-31"))["lag"] == {
        "as_at": "2017-12-31",
        "median_days": None,
        "councils": 0,
        "withheld": None,
    }
    assert (await told.get("adoption", as_at="2019-02-28"))["demonstration"]["take_up"]["deliverables"] == []


async def test_what_is_put_right_changes_the_lag_and_what_was_known_before_stays_to_be_seen(told: Story) -> None:
    await told.tell(*(moved(council, "in-use", on) for council, on in zip(COUNCILS, USED, strict=False)))
    (last,) = await told.reporting.sql("SELECT max(recorded_at) AS known FROM adoption_fact")
    await told.tell(corrected(COUNCILS[2], "planned", "2018-03-30"), moved(COUNCILS[2], "in-use", "2018-12-31"))
    now = await take_up(told, "2019-02-28")
    assert (now["lag"]["median_days"], now["lag"]["councils"]) == (90, 5)
    assert (await take_up(told, "2018-12-30"))["lag"]["withheld"] == "too few to show"
    then = await take_up(told, "2019-02-28", known_at=last["known"].isoformat())
    assert then["lag"]["median_days"] == 30
    report = await told.get("adoption", as_at="2018-06-30")
    assert report["deliverables"][0]["states"] == {"invited": 2, "planned": 1, "in-use": 3}


async def test_plans_are_counted_as_kept_late_missed_or_to_come(told: Story) -> None:
    by = ("2018-03", "2018-03-09", "2018-04", "2018-12", "2030")
    await told.tell(*(planned(council, on) for council, on in zip(COUNCILS, by, strict=False)))
    await told.tell(
        moved(COUNCILS[0], "in-use", "2018-03-31"),
        moved(COUNCILS[1], "in-use", "2018-03-10"),
        planned(COUNCILS[3], "2019-12", "2018-12-31"),
    )
    found = (await take_up(told, "2019-01-15"))["use"]
    assert {name: found[name] for name in ("planned", "in_time", "late", "missed", "to_come")} == {
        "planned": 5,
        "in_time": 1,
        "late": 1,
        "missed": 1,
        "to_come": 2,
    }
    assert (await take_up(told, "2018-12-30"))["use"]["to_come"] == 2
    assert (await take_up(told, "2019-01-15"))["adoption"]["planned"] == 0
    text = str(await told.get("adoption", as_at="2019-01-15"))
    assert not any(council in text for council in COUNCILS)


async def test_reasons_to_decline_are_counted_where_five_councils_share_them(told: Story) -> None:
    await told.tell(*(moved(council, "declined", "2018-06-01", reason="costs") for council in COUNCILS[:4]))
    assert (await take_up(told, "2018-06-01"))["declined"] == [
        {"reason": "costs", "councils": None, "withheld": "too few to show"}
    ]
    await told.tell(
        moved(COUNCILS[4], "declined", "2018-07-01", reason="costs"),
        moved(COUNCILS[5], "declined", "2018-07-01", reason="not-now"),
    )
    assert (await take_up(told, "2018-07-01"))["declined"] == [
        {"reason": "costs", "councils": 5, "withheld": None},
        {"reason": "not-now", "councils": None, "withheld": "too few to show"},
    ]
    await told.tell(moved(COUNCILS[4], "considering", "2018-08-01"))
    assert (await take_up(told, "2018-08-01"))["declined"][0]["councils"] is None
