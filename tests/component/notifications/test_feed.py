"""The pull feed: everything heard, in one order, page by page, and on from where a reader was."""

import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import httpx

from services.notifications.api.events import FeedView
from shared.cursor import Cursor
from shared.events.councils import CouncilRegistered
from shared.events.projects import ProjectDetailsChanged, ProjectRegistered
from shared.events.reporting import ReleaseReportFrozen
from tests.support.world import World

Kept = Callable[[int], Awaitable[None]]


def project(key: str) -> ProjectRegistered:
    return ProjectRegistered(project=key, name=f"Pròiseact {key}", programme="digital-partnership")


async def read_on(client: httpx.AsyncClient, **query: Any) -> dict[str, Any]:
    answer = await client.get("/api/v1/events", params=query)
    assert answer.status_code == 200, answer.text
    FeedView.model_validate_json(answer.content)
    page: dict[str, Any] = answer.json()
    return page


async def test_an_event_is_served_as_a_cloudevent_with_all_its_attributes(
    world: World, office: httpx.AsyncClient, kept: Kept
) -> None:
    first = await world.say(project("gdpr-readiness"))
    second = await world.say(ProjectDetailsChanged(project="gdpr-readiness", name="GDPR"), actor="client:loader")
    await kept(2)
    page = await read_on(office)
    assert [item["id"] for item in page["items"]] == [str(first), str(second)]
    item = page["items"][1]
    item.pop("traceparent", None)  # there when another test of this run has switched tracing on
    assert item | {"time": "", "recordedtime": "", "correlationid": ""} == {
        "specversion": "1.0",
        "id": str(second),
        "type": "partnership.projects.details-changed.v1",
        "source": "/projects",
        "subject": "gdpr-readiness",
        "time": "",
        "recordedtime": "",
        "aggregate": "project/gdpr-readiness",
        "sequence": 2,
        "previousid": str(first),
        "epoch": 1,
        "correlationid": "",
        "actor": "client:loader",
        "datacontenttype": "application/json",
        "data": json.loads(ProjectDetailsChanged(project="gdpr-readiness", name="GDPR").model_dump_json()),
    }
    assert page["items"][0]["data"]["name"] == "Pròiseact gdpr-readiness"


async def test_what_every_service_says_is_in_the_feed(world: World, office: httpx.AsyncClient, kept: Kept) -> None:
    await world.say(project("one"))
    await world.say(CouncilRegistered(council="fife", name="Fife", gss_code="S12000047"))
    await world.say(
        ReleaseReportFrozen(
            release="one", included=1, carried_over=0, projects=1, manifest_sha256="0" * 64, effective="2026-11-21"
        )
    )
    await kept(3)
    page = await read_on(office)
    assert {item["source"] for item in page["items"]} == {"/projects", "/councils", "/reporting"}


async def test_pages_follow_one_another_and_a_poller_goes_on_from_the_end(
    world: World, office: httpx.AsyncClient, kept: Kept
) -> None:
    said = [str(await world.say(project(f"project-{number}"))) for number in range(5)]
    await kept(5)
    page = await read_on(office, limit=2)
    seen = [item["id"] for item in page["items"]]
    while page["next"]:
        assert urlsplit(page["next"]).path == "/api/v1/events"
        page = (await office.get(page["next"])).json()
        seen += [item["id"] for item in page["items"]]
    assert seen == said

    empty = await read_on(office, after=page["cursor"])
    assert (empty["items"], empty["next"]) == ([], None)
    new = str(await world.say(project("new")))
    await kept(6)
    assert [item["id"] for item in (await read_on(office, after=empty["cursor"]))["items"]] == [new]


async def test_latest_gives_only_what_is_new(world: World, office: httpx.AsyncClient, kept: Kept) -> None:
    await world.say(project("old"))
    await kept(1)
    page = await read_on(office, after="latest")
    assert page["items"] == []
    new = str(await world.say(project("new")))
    await kept(2)
    assert [item["id"] for item in (await read_on(office, after=page["cursor"]))["items"]] == [new]


async def test_types_are_chosen_by_short_or_full_name(world: World, office: httpx.AsyncClient, kept: Kept) -> None:
    for number in range(4):
        await world.say(project(f"project-{number}"))
    wanted = [
        await world.say(ProjectDetailsChanged(project="project-1", name="One")),
        await world.say(CouncilRegistered(council="fife", name="Fife", gss_code="S12000047")),
        await world.say(ProjectDetailsChanged(project="project-2", name="Two")),
    ]
    await kept(7)
    for types in (
        "councils.registered,projects.details-changed",
        ["councils.registered", "projects.details-changed"],
        "partnership.councils.registered.v1,partnership.projects.details-changed.v1",
    ):
        page = await read_on(office, types=types, limit=2)
        rest = (await office.get(page["next"])).json()
        assert sorted(item["id"] for item in page["items"] + rest["items"]) == sorted(map(str, wanted))
        assert rest["next"] is None


async def test_a_reader_of_rare_events_does_not_walk_the_same_stretch_again(
    world: World, office: httpx.AsyncClient, kept: Kept
) -> None:
    for number in range(3):
        await world.say(project(f"project-{number}"))
    await kept(3)
    page = await read_on(office, types="councils.registered")
    assert page["items"] == []
    assert Cursor.open(page["cursor"]).position == 3


async def test_a_batch_is_the_bare_array_and_its_link_goes_on(
    world: World, office: httpx.AsyncClient, kept: Kept
) -> None:
    said = [str(await world.say(project(f"project-{number}"))) for number in range(3)]
    await kept(3)
    headers = {"Accept": "application/cloudevents-batch+json"}
    answer = await office.get("/api/v1/events", params={"limit": 2}, headers=headers)
    assert answer.headers["content-type"] == "application/cloudevents-batch+json"
    following = await office.get(answer.links["next"]["url"], headers=headers)
    assert [item["id"] for item in answer.json() + following.json()] == said
    assert (await office.get(following.links["next"]["url"], headers=headers)).json() == []


async def test_an_event_of_a_type_this_build_does_not_know_is_kept_for_the_office(
    world: World, office: httpx.AsyncClient, fife: httpx.AsyncClient, kept: Kept
) -> None:
    event = await _unknown(world, b'{"told":\n "by a newer build"}')
    await kept(1)
    (item,) = (await read_on(office))["items"]
    assert item["type"] == "partnership.projects.something-new.v3"
    assert item["data"] == {"told": "by a newer build"}
    assert (await read_on(fife))["items"] == []
    assert (await fife.get(f"/api/v1/events/{event}")).status_code == 404


async def test_data_that_is_no_json_harms_no_page(world: World, office: httpx.AsyncClient, kept: Kept) -> None:
    event = await _unknown(world, b"\x00\xff not json")
    await kept(1)
    (item,) = (await read_on(office))["items"]
    assert "data" not in item
    assert item["data_base64"] == "AP8gbm90IGpzb24="
    answer = await office.get(f"/api/v1/events/{event}", params={"mode": "binary"})
    assert answer.content == b"\x00\xff not json"


async def test_one_event_is_shown_structured_or_binary_to_the_byte(
    world: World, office: httpx.AsyncClient, kept: Kept
) -> None:
    event = await world.say(project("gdpr-readiness"), actor="client:café 100%")
    await kept(1)
    structured = await office.get(f"/api/v1/events/{event}")
    assert structured.headers["content-type"] == "application/cloudevents+json"
    assert structured.json() == (await read_on(office))["items"][0]
    binary = await office.get(f"/api/v1/events/{event}", params={"mode": "binary"})
    assert binary.content == project("gdpr-readiness").model_dump_json().encode()
    assert binary.headers["content-type"] == "application/json"
    assert binary.headers["ce-id"] == str(event)
    assert binary.headers["ce-sequence"] == "1"
    assert binary.headers["ce-actor"] == "client:caf%C3%A9%20100%25"


async def test_an_event_delivered_twice_is_kept_once(world: World, office: httpx.AsyncClient, kept: Kept) -> None:
    event = await world.say(project("one"))
    await world.say(project("two"))
    await kept(2)
    message = await world.js.get_msg("PROJECTS", 1)
    # as after the duplicate window: the same event under another message id
    headers = dict(message.headers or {}) | {"Nats-Msg-Id": "again"}
    await world.js.publish(str(message.subject), message.data or b"", headers=headers)
    await world.say(project("three"))
    await kept(3)
    ids = [item["id"] for item in (await read_on(office))["items"]]
    assert len(ids) == 3
    assert ids[0] == str(event)


async def _unknown(world: World, data: bytes) -> str:
    event = "0193a000-0000-7000-8000-000000000001"
    headers = {
        "ce-specversion": "1.0",
        "ce-id": event,
        "ce-type": "partnership.projects.something-new.v3",
        "ce-source": "/projects",
        "ce-subject": "thing",
        "ce-time": "2026-11-21T10:00:00Z",
        "ce-recordedtime": "2026-11-21T10:00:00Z",
        "ce-aggregate": "thing/thing",
        "ce-sequence": "1",
        "ce-epoch": "1",
        "ce-correlationid": "correlation",
        "ce-actor": "client:newer",
    }
    await world.js.publish("partnership.projects.something-new.v3.thing", data, headers=headers)
    return event
