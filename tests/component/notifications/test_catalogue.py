"""The catalogue of event types over HTTP: what each says, who may see it, and the newest of it as its example."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from deploy.contracts.changes.__main__ import main
from deploy.contracts.changes.released import Released, keep, today
from services.notifications.catalogue import EventTypeView
from services.notifications.queries.told import REACH
from shared.events.councils import AdoptionMoved, ClientRevoked
from shared.events.councils.imports import ImportCompleted
from shared.events.projects import ProjectRegistered
from shared.web.resources import Page
from tests.support.servers import Servers
from tests.support.templates import Templates
from tests.support.waiting import eventually
from tests.support.world import Running, World
from tests.support.world import world as provide_world

TYPES = "/api/v1/event-types"
MOVED = "partnership.councils.adoption-moved.v1"


@pytest.fixture(scope="module")
async def world(servers: Servers, templates: Templates) -> AsyncIterator[World]:
    """One service for all of these tests, which tell of different things and change nothing."""
    async with provide_world(servers, templates) as made:
        yield made


@pytest.fixture(scope="module")
async def notifications(world: World) -> Running:
    await world.streams()
    running = await world.start("notifications")
    await running.ready()
    return running


@pytest.fixture(scope="module")
async def office(notifications: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with notifications.client("events:read") as client:
        yield client


@pytest.fixture(scope="module")
async def fife(notifications: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with notifications.client("events:read", council="fife", client="fife-system") as client:
        yield client


async def shown(client: httpx.AsyncClient, name: str) -> dict[str, Any]:
    answer = await client.get(f"{TYPES}/{name}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_every_type_is_listed_with_its_schema_and_an_example_that_fits(office: httpx.AsyncClient) -> None:
    page = Page[EventTypeView].model_validate_json((await office.get(TYPES)).content)
    assert {"projects.phase-changed", "councils.adoption-moved", "reporting.release-report-frozen"} <= {
        one.name for one in page.items
    }
    for one in page.items:
        Draft202012Validator.check_schema(one.json_schema)
        Draft202012Validator(one.json_schema).validate(one.example["data"])
        assert (await shown(office, one.type))["href"] == one.href


async def test_a_type_is_found_by_its_short_and_its_full_name(office: httpx.AsyncClient) -> None:
    short = await shown(office, "projects.phase-changed")
    assert short == await shown(office, "partnership.projects.phase-changed.v1")
    assert short["description"].startswith(
        "A project moved to a phase of its lifecycle on a gate decision; `from_phase`"
    )
    left_out = ("description", "json_schema", "example", "fields")
    assert {name: value for name, value in short.items() if name not in left_out} == {
        "href": f"{TYPES}/partnership.projects.phase-changed.v1",
        "type": "partnership.projects.phase-changed.v1",
        "name": "projects.phase-changed",
        "version": 1,
        "title": "Project phase changed",
        "owner": "projects",
        "source": "/projects",
        "subject": "partnership.projects.phase-changed.v1.{project}",
        "about": "project",
        "aggregate": "project",
        "identity": ["project"],
        "audience": "public",
        "readers": (
            "Every client that may read events, of whichever council. Pages that need no account may show it too."
        ),
        "classification": "open",
        "handling": "May be published and passed on.",
        "personal_data": "none",
        "versions": [
            {
                "version": 1,
                "type": "partnership.projects.phase-changed.v1",
                "href": f"{TYPES}/partnership.projects.phase-changed.v1",
                "newest": True,
                "deprecated": False,
            }
        ],
        "deprecated": False,
        "schema_href": f"{TYPES}/partnership.projects.phase-changed.v1/schema",
        "example_is": "made",
        "told": {"days": 90, "events": 0, "more": False},
    }
    missing = await office.get(f"{TYPES}/projects.phase-chnaged")
    assert missing.status_code == 404
    assert "projects.phase-chnaged" in missing.json()["detail"]


async def test_anybody_is_given_the_schema_of_a_type(notifications: Running, office: httpx.AsyncClient) -> None:
    one = await shown(office, "councils.adoption-moved")
    async with notifications.anonymous() as anybody:
        answer = await anybody.get(one["schema_href"])
        assert answer.headers["content-type"] == "application/schema+json"
        assert answer.json() == one["json_schema"]
        short = await anybody.get(f"{TYPES}/councils.adoption-moved/schema")
        assert short.content == answer.content
        assert (await anybody.get(f"{TYPES}/councils.adoption-moved")).status_code == 401
        missing = await anybody.get(f"{TYPES}/projects.nothing/schema")
    assert (missing.status_code, missing.headers["content-type"]) == (404, "application/problem+json")


def moved(council: str, to_state: str) -> AdoptionMoved:
    return AdoptionMoved(
        council=council,
        deliverable="toolkit",
        release="one",
        from_state="invited",
        to_state=to_state,
        effective="2026-11-21",
    )


async def test_the_example_is_the_newest_event_that_the_caller_may_see(
    world: World, office: httpx.AsyncClient, fife: httpx.AsyncClient
) -> None:
    own = str(await world.say(moved("fife", "considering")))
    newest = str(await world.say(moved("moray", "planned")))

    async def heard() -> None:
        assert (await shown(office, MOVED))["example"]["id"] == newest

    await eventually(heard)
    one = await shown(fife, MOVED)
    assert (one["example_is"], one["example"]["id"], one["example"]["data"]["to_state"]) == ("real", own, "considering")
    assert one["example"] == (await fife.get(f"/api/v1/events/{own}")).json()
    assert one["told"] == {"days": 90, "events": 1, "more": False}
    assert (await shown(office, MOVED))["told"]["events"] == 2
    listed = {item["type"]: item for item in (await fife.get(TYPES)).json()["items"]}
    assert (listed[MOVED]["example"]["id"], listed[MOVED]["example_is"]) == (own, "real")
    assert "told" not in listed[MOVED] or listed[MOVED]["told"] is None


async def test_what_a_caller_may_not_see_is_no_example_and_is_not_counted(
    world: World, office: httpx.AsyncClient, fife: httpx.AsyncClient
) -> None:
    said = str(await world.say(ClientRevoked(client="an-old-system")))

    async def heard() -> None:
        assert (await shown(office, "councils.client-revoked"))["example"]["id"] == said

    await eventually(heard)
    one = await shown(fife, "councils.client-revoked")
    assert (one["example_is"], one["example"]["data"]["client"]) == ("made", "example-council-system")
    assert one["told"]["events"] == 0


async def test_a_council_hears_how_its_own_file_ended(
    world: World, fife: httpx.AsyncClient, office: httpx.AsyncClient
) -> None:
    counts = {"rows": 1, "new": 1, "known": 0, "changed": 0, "conflicting": 0, "dry_run": False, "kind": "capacity"}
    own = str(await world.say(ImportCompleted(owner="fife", import_id="one", **counts)))
    others = [
        str(await world.say(ImportCompleted(owner=owner, import_id=owner, **counts))) for owner in ("moray", "office")
    ]

    async def heard() -> None:
        assert (await shown(office, "councils.import-completed"))["told"]["events"] == 3

    await eventually(heard)
    assert (await shown(fife, "councils.import-completed"))["example"]["id"] == own
    for event in others:
        assert (await fife.get(f"/api/v1/events/{event}")).status_code == 404


async def test_whom_a_change_touches_is_asked_of_a_running_installation(
    world: World, notifications: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wish = {"name": "Casework", "road": "feed", "types": [], "fields": {"councils.adoption-moved": ["to_state"]}}
    async with notifications.client("events:read", "subscriptions:write", council="fife", client="fife-it") as fife:
        made = await fife.post("/api/v1/subscriptions", json=wish)
    assert made.status_code == 201, made.text
    promised = {name: dict(promise) for name, promise in today().items()}
    # as if what the field is had been released otherwise
    schema = json.loads(json.dumps(promised[MOVED]["schema"]))
    schema["properties"]["to_state"]["type"] = "integer"
    keep(Released("9.9.9", "0" * 40, {MOVED: promised[MOVED] | {"schema": schema}}), tmp_path / "released.json")
    token = tmp_path / "token"
    token.write_text(world.token(["events:read"]), encoding="utf-8")
    options = ["--released", str(tmp_path / "released.json"), "--url", notifications.url, "--token-file", str(token)]
    assert await asyncio.to_thread(main, options) == 1
    said = capsys.readouterr().out
    assert "data.to_state was integer and is string" in said
    assert f"read by Casework (fife-it, fife, subscription {made.json()['id']})" in said


async def test_many_are_counted_up_to_a_bound_and_old_ones_not(
    world: World, office: httpx.AsyncClient, notifications: Running
) -> None:
    first = ProjectRegistered(project="first", name="First", programme="digital-partnership")
    await world.say(first)

    async def heard() -> None:
        assert (await shown(office, "projects.registered"))["told"]["events"] == 1

    await eventually(heard)
    (row,) = await notifications.sql("SELECT * FROM event_log WHERE subject = 'first'")
    same = ", ".join({*row.keys()} - {"position", "event_id", "readers", "recordedtime"})
    copies = f"""INSERT INTO event_log (position, event_id, recordedtime, {same})
                 SELECT -number, gen_random_uuid(), recordedtime - interval '91 days', {same}
                 FROM event_log CROSS JOIN generate_series(1, $1) AS number WHERE subject = 'first'"""  # noqa: S608
    await notifications.sql(copies, 10 * REACH)
    assert (await shown(office, "projects.registered"))["told"] == {"days": 90, "events": 1, "more": False}
    await notifications.sql("UPDATE event_log SET recordedtime = now() - interval '89 days' WHERE position < 0")
    assert (await shown(office, "projects.registered"))["told"] == {"days": 90, "events": 10 * REACH, "more": True}
