"""Joining late: the state and the place it is of, taken together, and nobody sees more of it than the feed shows."""

import json
from typing import Any
from uuid import uuid4

import httpx

from services.reporting.domain.states.tree import hashed
from services.reporting.main import service
from shared.cursor import Cursor
from shared.events.councils import AdoptionOpened, BenefitFigureGiven, BenefitVisibilityChanged, CouncilRegistered
from shared.events.projects import (
    DeliverableRegistered,
    HistoryRewound,
    ProjectDetailsChanged,
    ProjectRegistered,
    ReleasePlanned,
)
from tests.component.reporting.story import Story, story
from tests.support.waiting import eventually
from tests.support.world import World

GDPR = ProjectRegistered(project="gdpr", name="GDPR", programme="digital-partnership", lead_councils=("fife",))
FIGURE = {"council": "angus", "profile": "time", "period": "2026", "stage": "claimed"}


def opened(council: str) -> AdoptionOpened:
    return AdoptionOpened(
        council=council, deliverable="toolkit", project="gdpr", release="one", state="invited", effective="2026-11-21"
    )


async def ask(told: Story, path: str, council: str | None = None, **query: str) -> httpx.Response:
    async with told.reporting.client("events:read", council=council) as client:
        return await client.get(f"/api/v1/{path}", params=query)


async def snapshot(told: Story, scope: str = "programme", council: str | None = None) -> dict[str, Any]:
    answer = await ask(told, "snapshot", council, scope=scope)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def names(found: dict[str, Any]) -> list[str]:
    return [item["aggregate"] for item in found["items"]]


async def refused(told: Story, path: str, **query: str) -> tuple[int, str]:
    answer = await ask(told, path, **query)
    return answer.status_code, answer.json()["code"]


def reached(found: dict[str, Any]) -> dict[str, int]:
    return {name: one.sequence for name, one in Cursor.open(found["cursor"]).streams.items()}


async def test_a_snapshot_has_the_state_of_each_thing_and_the_place_it_is_of(world: World) -> None:
    told = await story(world)
    assert (await snapshot(told))["items"] == []
    await told.tell(
        GDPR,
        DeliverableRegistered(deliverable="toolkit", project="gdpr", name="Toolkit"),
        ReleasePlanned(release="one", name="Release One", state="open"),
    )
    changed = told.next(ProjectDetailsChanged(project="gdpr", name="GDPR Readiness"))
    await told.send(changed)
    await told.tell(
        opened("fife"),
        opened("angus"),
        CouncilRegistered(council="fife", name="Fife", gss_code="S12000047"),
        BenefitFigureGiven(
            **FIGURE,
            project="gdpr",
            measure="Hours",
            type="quantitative",
            unit="h",
            value=9.5,
            by_role="b",
            effective="2026",
        ),
        BenefitVisibilityChanged(**FIGURE, from_visibility="own", to_visibility="public", effective="2026"),
    )

    found = await snapshot(told)
    everything = [
        "adoption/angus.toolkit", "adoption/fife.toolkit", "benefit-figure/angus.time.2026.claimed", "council/fife",
        "deliverable/toolkit", "project/gdpr", "release/one",
    ]  # fmt: skip
    assert names(found) == everything
    project = found["items"][5]
    assert (project["source"], project["epoch"], project["sequence"]) == ("/projects", 1, 2)
    assert project["event"] == str(changed.id)
    assert (project["state"]["name"], project["state"]["lead_councils"]) == ("GDPR Readiness", ["fife"])
    assert reached(found) == {"PROJECTS": 4, "COUNCILS": 5}
    assert Cursor.open(found["cursor"]).streams["PROJECTS"].event == changed.id
    assert found["items"][2]["state"]["value"] == 9.5

    # what a council does not see in its feed, it does not see here: nor figures of another, whoever may see reports
    of_fife = [name for name in everything if "angus" not in name]
    assert names(await snapshot(told, council="fife")) == of_fife
    assert names(await snapshot(told, council="angus")) == [
        name for name in everything if name != "adoption/fife.toolkit"
    ]

    assert names(await snapshot(told, "projects")) == ["project/gdpr"]
    assert names(await snapshot(told, "councils/fife")) == ["adoption/fife.toolkit", "council/fife"]
    assert names(await snapshot(told, "releases/one", council="fife")) == ["adoption/fife.toolkit", "release/one"]
    assert "deliverable/toolkit" in names(await snapshot(told, "projects/gdpr"))
    assert await refused(told, "snapshot", scope="councils/angus", council="fife") == (404, "not-found")
    assert await refused(told, "snapshot", scope="projects/none") == (404, "not-found")
    assert await refused(told, "digest", scope="clients") == (422, "unknown-scope")
    assert await refused(told, "digest", scope="programme", under="a/b/c") == (422, "unknown-node")
    await digests_lead_to_what_differs(told, found)
    await an_unchanged_state_is_not_sent_again(told, found)


async def digests_lead_to_what_differs(told: Story, found: dict[str, Any]) -> None:
    top = (await ask(told, "digest", scope="programme")).json()
    assert (top["sha256"], top["count"]) == (found["sha256"], len(found["items"]))
    assert top["sha256"] == hashed({one["name"]: one["sha256"] for one in top["children"]})
    project = found["items"][5]
    places = {name: value for name, value in project.items() if name != "state"}
    for of, leaf in (("state", project), ("places", places)):
        (bucket,) = (await ask(told, "digest", scope="programme", under="project", of=of)).json()["children"]
        below = (await ask(told, "digest", scope="programme", under=f"project/{bucket['name']}", of=of)).json()
        assert below["children"] == [{"name": "project/gdpr", "sha256": hashed(leaf), "count": 1}]
        assert below["sha256"] == bucket["sha256"]
    other = (await ask(told, "digest", council="fife", scope="programme")).json()
    assert other["sha256"] != top["sha256"]
    assert (await ask(told, "digest", scope="programme", under="role")).json()["count"] == 0


async def an_unchanged_state_is_not_sent_again(told: Story, found: dict[str, Any]) -> None:
    tag = f'W/"{found["sha256"]}"'
    async with told.reporting.client("events:read") as client:
        for path in ("snapshot", "digest"):
            query = {"scope": "programme"}
            answer = await client.get(f"/api/v1/{path}", params=query, headers={"If-None-Match": tag})
            assert (answer.status_code, answer.headers["etag"]) == (304, tag)
        await told.tell(CouncilRegistered(council="moray", name="Moray", gss_code="S12000020"))
        answer = await client.get("/api/v1/snapshot", params={"scope": "programme"}, headers={"If-None-Match": tag})
        assert answer.status_code == 200
        assert "private" in answer.headers["cache-control"]
    async with told.reporting.client("programme:read") as client:
        assert (await client.get("/api/v1/snapshot", params={"scope": "programme"})).status_code == 403
    async with told.reporting.anonymous() as client:
        assert (await client.get("/api/v1/digest", params={"scope": "programme"})).status_code == 401


async def test_the_place_is_before_whatever_the_state_lacks(world: World) -> None:
    told = await story(world)
    await told.tell(GDPR)
    # an event that waits for the one before it, one that cannot be read, and others after them that are taken in
    early = [told.next(ProjectDetailsChanged(project="gdpr", name=name)) for name in ("Second", "Third")]
    await told.send(early[1], told.next(ReleasePlanned(release="one", name="Release One", state="open")))

    async def release_is_there() -> dict[str, Any]:
        found = await snapshot(told)
        assert "release/one" in names(found)
        return found

    found = await eventually(release_is_there, seconds=20)
    assert found["items"][0]["state"]["name"] == "GDPR"
    assert reached(found)["PROJECTS"] == 1, "the third name is not in the state"
    await told.send(early[0])
    await told.heard()
    found = await snapshot(told)
    assert (found["items"][0]["state"]["name"], reached(found)["PROJECTS"]) == ("Third", 4)
    await told.tell(ReleasePlanned(release="three", name="Release Three", state="open"))
    assert len(await told.reporting.sql("SELECT 1 FROM taken_stretch WHERE stream = 'PROJECTS'")) <= 2

    await world.js.publish("partnership.projects.registered.v1.broken", b"{", headers={"ce-id": str(uuid4())})
    told._told["PROJECTS"] += 1
    void = told.next(ReleasePlanned(release="two", name="Release Two", state="open"))
    await told.send(void)
    await told.heard()
    found = await snapshot(told)
    assert "release/two" in names(found)
    assert reached(found)["PROJECTS"] == 5, "a parked event is in no state yet"
    (letter,) = await told.reporting.sql("SELECT id FROM dead_letter")
    async with told.reporting.client("operations") as client:
        path = f"/api/v1/operations/reporting/dead-letters/{letter['id']}/discard"
        answer = await client.post(path, json={"reason": "no event of ours"})
        assert answer.status_code == 200, answer.text
    assert reached(await snapshot(told))["PROJECTS"] == 7, "and a discarded one never will be"

    rewound = HistoryRewound(history="epoch-2", epoch=2, void=(void.id,), part=1, parts=1, complete=True)
    await told.tell(rewound)
    assert names(await snapshot(told)) == ["project/gdpr", "release/one", "release/three"], (
        "what is void is in no state"
    )
    await what_was_heard_before_is_built_anew_once(told)


async def what_was_heard_before_is_built_anew_once(told: Story) -> None:
    right = await snapshot(told)
    # as after an upgrade: facts are there, and nothing that snapshots are made of
    await told.reporting.sql("TRUNCATE told_event, taken_stretch")
    await told.reporting.sql(
        "INSERT INTO taken_stretch SELECT DISTINCT stream, 'heard before', 0, 0, CAST($1 AS uuid), now() FROM inbox",
        uuid4(),
    )
    assert await refused(told, "snapshot", scope="programme") == (503, "state-incomplete")
    await service.verbs["rebuild"](service, told.reporting.settings, [])
    again = await snapshot(told)
    assert json.dumps(again["items"]) == json.dumps(right["items"])
    assert (again["sha256"], reached(again)) == (right["sha256"], reached(right))
