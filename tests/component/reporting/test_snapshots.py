"""Joining late: the state and the place it is of, taken together, and nobody sees more of it than the feed shows."""

from typing import Any

from shared.cursor import Cursor
from shared.events.councils import AdoptionOpened, CouncilRegistered
from shared.events.projects import DeliverableRegistered, ProjectDetailsChanged, ProjectRegistered
from tests.component.reporting.story import Story, story
from tests.support.world import World

GDPR = ProjectRegistered(project="gdpr", name="GDPR", programme="digital-partnership", lead_councils=("fife",))


def opened(council: str) -> AdoptionOpened:
    return AdoptionOpened(
        council=council, deliverable="toolkit", project="gdpr", release="one", state="invited", effective="2026-11-21"
    )


async def snapshot(told: Story, scope: str = "programme", council: str | None = None) -> dict[str, Any]:
    async with told.reporting.client("events:read", council=council) as client:
        answer = await client.get("/api/v1/snapshot", params={"scope": scope})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def names(found: dict[str, Any]) -> list[str]:
    return [item["aggregate"] for item in found["items"]]


async def test_a_snapshot_has_the_state_of_each_thing_and_the_place_it_is_of(world: World) -> None:
    told = await story(world)
    await told.tell(GDPR, DeliverableRegistered(deliverable="toolkit", project="gdpr", name="Toolkit"))
    changed = told.next(ProjectDetailsChanged(project="gdpr", name="GDPR Readiness"))
    await told.send(changed)
    await told.tell(
        opened("fife"), opened("angus"), CouncilRegistered(council="fife", name="Fife", gss_code="S12000047")
    )

    found = await snapshot(told)
    assert names(found) == [
        "adoption/angus.toolkit", "adoption/fife.toolkit", "council/fife", "deliverable/toolkit", "project/gdpr",
    ]  # fmt: skip
    project = found["items"][-1]
    assert (project["epoch"], project["sequence"], project["event"]) == (1, 2, str(changed.id))
    assert project["state"]["name"] == "GDPR Readiness"
    assert project["state"]["lead_councils"] == ["fife"]
    cursor = Cursor.open(found["cursor"])
    assert {name: one.sequence for name, one in cursor.streams.items()} == {"PROJECTS": 3, "COUNCILS": 3}
    assert cursor.streams["PROJECTS"].event == changed.id

    assert names(await snapshot(told, council="fife")) == [
        "adoption/fife.toolkit", "council/fife", "deliverable/toolkit", "project/gdpr",
    ]  # fmt: skip
