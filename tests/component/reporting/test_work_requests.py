"""The report on work requests, from events alone: as at any day, no council named."""

from typing import Any

from shared.events.projects import (
    WorkRequestAnswered,
    WorkRequestCancelled,
    WorkRequestDueChanged,
    WorkRequestOpened,
    WorkRequestPriorityChanged,
)
from tests.component.reporting.story import Story, story
from tests.component.reporting.test_what_is_heard import GDPR
from tests.support.world import World

BY: dict[str, str] = {"by_role": "project-lead", "project": "gdpr"}


def opened(key: str) -> WorkRequestOpened:
    return WorkRequestOpened(
        request=key,
        title="Test the toolkit",
        text="Try it",
        councils=("fife", "moray"),
        priority="should",
        due="2018-03-15",
        effective="2018-03-01",
        **BY,
    )


def answered(key: str, council: str, answer: str, day: str) -> WorkRequestAnswered:
    return WorkRequestAnswered(
        request=key, project="gdpr", council=council, answer=answer, told_by="council", effective=day
    )


async def counts(told: Story, day: str) -> dict[str, Any]:
    found = await told.get("work-requests", as_at=day)
    assert found["as_at"] == found["partnership"]["counts"]["as_at"] == day
    shown = {name: number for name, number in found["partnership"]["counts"].items() if number and name != "as_at"}
    pressing = [one["priority"] for one in found["partnership"]["priorities"] if one["counts"]["requests"]]
    return shown | {"pressing": pressing}


async def test_a_request_counts_as_it_stood_on_each_day(world: World) -> None:
    told = await story(world)
    reason = {"reason": "The release is near", "effective": "2018-03-10"}
    await told.tell(
        GDPR,
        opened("one"),
        opened("two"),
        WorkRequestPriorityChanged(request="one", from_priority="should", to_priority="must", **BY, **reason),
        WorkRequestDueChanged(request="one", from_due="2018-03-15", to_due="2018-03-20", **BY, **reason),
        answered("one", "fife", "accepted", "2018-03-12"),
        answered("one", "moray", "declined", "2018-03-25"),
        answered("one", "fife", "done", "2018-04-10"),
        WorkRequestCancelled(request="two", reason="Not needed", effective="2018-04-12", **BY),
    )
    assert await counts(told, "2018-02-28") == {"pressing": []}
    assert await counts(told, "2018-03-01") == {"requests": 2, "open": 2, "pressing": ["should"]}
    assert await counts(told, "2018-03-15") == {"requests": 2, "open": 2, "pressing": ["must", "should"]}
    assert await counts(told, "2018-03-16") == {"requests": 2, "open": 2, "overdue": 1, "pressing": ["must", "should"]}
    assert (await counts(told, "2018-03-21"))["overdue"] == 2
    found = await counts(told, "2018-03-25")
    assert (found["open"], found["answered"], found["overdue"]) == (1, 1, 1)
    assert (await counts(told, "2018-04-10"))["done"] == 1
    found = await counts(told, "2018-04-12")
    assert (found["done"], found["cancelled"], "overdue" in found) == (1, 1, False)
    answer = await told.get("work-requests", as_at="2018-04-12")
    assert "fife" not in str(answer)
    assert "moray" not in str(answer)
