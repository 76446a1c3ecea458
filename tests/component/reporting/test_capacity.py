"""The report on capacity, from events alone: what five councils together have, committed and delivered, by month."""

from typing import Any

from shared.events.councils import (
    CallAnswered,
    CapacityGiven,
    CapacityOfRole,
    Commitment,
    CommitmentChanged,
    DaysDelivered,
    DeliveredDays,
)
from shared.events.projects import CallClosed, CallPublished, ProjectRegistered
from tests.component.reporting.story import Story, story
from tests.component.reporting.test_calls import CALL, PUBLISHED
from tests.component.reporting.test_what_is_heard import COUNCILS, GDPR
from tests.support.world import World

SHOWN = ProjectRegistered(
    project="shown", name="Shown", programme="digital-partnership", starts="2018", demonstration=True
)


def given(council: str, days: float, on: str = "2018-04-01") -> CapacityGiven:
    told = (CapacityOfRole(role="project-lead", days=days),)
    return CapacityGiven(council=council, month="2018-06", given=told, effective=on)


def committed(council: str, on: str = "2018-04-10", **call: str) -> CallAnswered:
    made = Commitment(role="project-lead", days_per_month=2, starts="2018-06-10", ends="2018-07-31")
    return CallAnswered(council=council, answer="commit", commitments=(made,), effective=on, **(CALL | call))


def delivered(council: str, days: float, on: str = "2018-07-01", project: str = "gdpr") -> DaysDelivered:
    made = DeliveredDays(
        call="help", project=project, role="project-lead", days=days, source="sheets", by_role="sponsor"
    )
    return DaysDelivered(council=council, month="2018-06", delivered=(made,), effective=on)


async def month(told: Story, day: str, name: str = "2018-06", group: str = "partnership") -> dict[str, Any]:
    report = await told.get("capacity", as_at=day)
    (one,) = [one for one in report[group] if one["month"] == name]
    (role,) = one["roles"]
    assert role["role"] == "project-lead"
    return dict(role)


async def test_what_there_is_stands_beside_what_is_committed_and_delivered_of_five_councils(world: World) -> None:
    told = await story(world)
    await told.tell(GDPR, CallPublished(effective="2018-04-01", **PUBLISHED))
    await told.tell(*(given(council, 3) for council in COUNCILS[:4]))
    hidden = {"days": None, "councils": None, "withheld": "too few to show"}
    assert (await month(told, "2018-04-01"))["capacity"] == hidden
    await told.tell(given(COUNCILS[4], 5, "2018-04-02"), *(committed(council) for council in COUNCILS[:5]))
    now = await month(told, "2018-04-10")
    assert now["capacity"] == {"days": 17, "councils": 5, "withheld": None}
    assert now["committed"] == {"days": 10, "councils": 5, "withheld": None}
    assert now["delivered"] == {"days": None, "councils": 0, "withheld": None}
    assert (await month(told, "2018-04-10", "2018-07"))["committed"]["days"] == 10
    await told.tell(*(delivered(council, 1.5) for council in COUNCILS[:5]), delivered(COUNCILS[4], 2, "2018-07-05"))
    assert (await month(told, "2018-07-01"))["delivered"]["days"] == 7.5
    assert (await month(told, "2018-07-05"))["delivered"] == {"days": 8, "councils": 5, "withheld": None}
    assert (await month(told, "2018-06-30"))["delivered"]["days"] is None
    text = str(await told.get("capacity", as_at="2018-07-05"))
    assert not any(council in text for council in COUNCILS)


async def test_what_was_promised_to_a_call_that_is_withdrawn_is_not_committed(world: World) -> None:
    told = await story(world)
    await told.tell(GDPR, CallPublished(effective="2018-04-01", **PUBLISHED))
    await told.tell(*(committed(council) for council in COUNCILS[:5]))
    await told.tell(CallClosed(cause="withdrawn", effective="2018-05-01", **CALL))
    assert (await month(told, "2018-04-30"))["committed"]["days"] == 10
    assert (await told.get("capacity", as_at="2018-05-01"))["partnership"] == []


async def test_what_is_for_demonstration_is_never_counted_with_the_rest(world: World) -> None:
    told = await story(world)
    await told.tell(SHOWN, *(delivered(council, 1, project="shown") for council in COUNCILS[:5]))
    report = await told.get("capacity", as_at="2018-07-01")
    assert report["partnership"] == []
    assert (await month(told, "2018-07-01", group="demonstration"))["delivered"]["days"] == 5


async def test_a_commitment_that_was_all_taken_back_counts_as_one_no_more(world: World) -> None:
    told = await story(world)
    await told.tell(GDPR, CallPublished(effective="2018-04-01", **PUBLISHED))
    await told.tell(*(committed(council) for council in COUNCILS[:3]))
    await told.tell(
        CommitmentChanged(
            council=COUNCILS[0], role="project-lead", commitments=(), reason="x", effective="2018-05-10", **CALL
        )
    )
    for day, commit, taken_back in (("2018-05-09", 3, 0), ("2018-05-10", 2, 1)):
        (call,) = (await told.get("calls", as_at=day))["partnership"]["calls"]
        assert (call["answers"]["answered"], call["answers"]["commit"], call["answers"]["taken_back"]) == (
            3,
            commit,
            taken_back,
        )
