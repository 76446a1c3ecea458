"""The report on calls, from events alone: as at any day, councils counted and added up three or more together."""

from typing import Any

from shared.events.councils import CallAnswered, Commitment, CommitmentChanged
from shared.events.projects import (
    CallAsk,
    CallChanged,
    CallClosed,
    CallDrafted,
    CallPublished,
    CommitmentShortfall,
    CommitmentShortfallResolved,
    MonthMissing,
)
from tests.component.reporting.story import Story, story
from tests.component.reporting.test_what_is_heard import GDPR
from tests.support.world import World

CALL: dict[str, Any] = {"call": "help", "project": "gdpr"}
ASK = CallAsk(role="project-lead", days_per_month=2, starts="2018-06-01", ends="2018-07-31", councils_wanted=3)
SPAN: dict[str, Any] = CALL | {"role": "project-lead", "from_month": "2018-06", "to_month": "2018-07"}
PUBLISHED: dict[str, Any] = CALL | {
    "title": "Help us",
    "summary": "Together",
    "asks": (ASK,),
    "deadline": "2018-05-01",
    "contact_role": "project-lead",
}


def committed(council: str, days: float) -> CallAnswered:
    made = Commitment(role="project-lead", days_per_month=days, starts="2018-06-01", ends="2018-07-31")
    return CallAnswered(council=council, answer="commit", commitments=(made,), effective="2018-04-10", **CALL)


async def line(told: Story, day: str) -> dict[str, Any]:
    found = await told.get("calls", as_at=day)
    assert found["as_at"] == day
    (one,) = found["partnership"]["calls"]
    return dict(one)


async def test_a_call_is_reported_as_it_stood_on_each_day_and_no_council_by_itself(world: World) -> None:
    told = await story(world)
    less = committed("fife", 1).commitments
    month = MonthMissing(month="2018-06", asked_days=6, committed_days=5)
    await told.tell(
        GDPR,
        CallDrafted(title="Help us", deadline="2018-05-01", effective="2018-03-01", **CALL),
        CallPublished(effective="2018-04-01", **PUBLISHED),
        committed("angus", 2),
        committed("fife", 2),
        CallAnswered(council="moray", answer="no", effective="2018-04-11", **CALL),
        CallAnswered(council="highland", answer="interested", effective="2018-04-12", **CALL),
        CallChanged(reason="Clearer", effective="2018-04-15", **(PUBLISHED | {"title": "Help"})),
        committed("moray", 2).model_copy(update={"effective": "2018-04-20"}),
        CallClosed(cause="deadline", effective="2018-05-02", **CALL),
        CommitmentChanged(
            council="fife", role="project-lead", commitments=less, reason="x", effective="2018-05-10", **CALL
        ),
        CommitmentShortfall(months=(month,), cause="commitment-changed", effective="2018-05-10", **SPAN),
        CommitmentShortfallResolved(effective="2018-05-20", **SPAN),
    )
    assert (await told.get("calls", as_at="2018-03-31"))["partnership"]["calls"] == []
    first = await line(told, "2018-04-01")
    assert (first["state"], first["title"], first["answers"]["answered"]) == ("published", "Help us", 0)
    (asked,) = first["asks"]
    assert (asked["asked_days"], asked["committed_days"], asked["committed_days_withheld"]) == (12, 0, None)

    two = await line(told, "2018-04-10")
    assert two["answers"]["answered"] is None
    assert two["answers"]["withheld"] == "fewer than 3 councils"
    assert (two["asks"][0]["committed_days"], two["asks"][0]["committed_days_withheld"]) == (
        None,
        "fewer than 3 councils",
    )
    four = await line(told, "2018-04-12")
    assert {name: four["answers"][name] for name in ("answered", "commit", "interested", "no")} == {
        "answered": 4,
        "commit": 2,
        "interested": 1,
        "no": 1,
    }
    assert four["asks"][0]["committed_days"] is None
    assert ((await line(told, "2018-04-15"))["title"], four["title"]) == ("Help", "Help us")
    assert (await line(told, "2018-04-20"))["asks"][0]["committed_days"] == 12
    assert (await line(told, "2018-05-01"))["state"] == "published"
    over = await line(told, "2018-05-02")
    assert (over["state"], over["shortfalls"]) == ("closed", [])
    short = await line(told, "2018-05-10")
    assert short["asks"][0]["committed_days"] == 10
    (missing,) = short["shortfalls"]
    assert (missing["since"], missing["months"]) == (
        "2018-05-10",
        [{"month": "2018-06", "asked_days": 6, "committed_days": 5}],
    )
    assert (await told.get("calls", as_at="2018-05-10"))["partnership"]["with_shortfall"] == 1
    assert (await line(told, "2018-05-20"))["shortfalls"] == []
    text = str(await told.get("calls", as_at="2018-05-10"))
    assert not any(council in text for council in ("angus", "fife", "moray", "highland"))
