"""Subscriptions over HTTP: whose they are, what may be wanted, from where on, and how they change and end."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from shared.events.councils import ClientRegistered, ClientRevoked, ClientSecretIssued
from shared.events.projects import ProjectRegistered, ReleaseClosed
from tests.support.sse import next_events, sent
from tests.support.subscriptions import SUBSCRIPTIONS, activate, fill_log, planned, subscribe, with_head
from tests.support.waiting import eventually
from tests.support.world import Running, World

REGISTERED = "partnership.projects.registered.v1"
PHASE_CHANGED = "partnership.projects.phase-changed.v1"
WEBHOOK = {"url": "http://127.0.0.1:9/hook"}


def project(key: str) -> ProjectRegistered:
    return ProjectRegistered(project=key, name=key, programme="digital-partnership")


async def logged(client: httpx.AsyncClient, event: object) -> None:
    async def check() -> None:
        assert (await client.get(f"/api/v1/events/{event}")).status_code == 200

    await eventually(check)


async def subjects(client: httpx.AsyncClient, made: dict[str, Any], **query: Any) -> list[str]:
    """Return what a subscription brings as a feed, page by page to its end."""
    path, found = made["events"], []
    while path:
        page = (await client.get(path, params=query or None)).json()
        found += [item["subject"] for item in page["items"]]
        path, query = page["next"], {}
    return found


async def test_a_subscription_is_shown_as_it_was_wished_for(fife: httpx.AsyncClient) -> None:
    made = await subscribe(
        fife,
        name="Phases of our projects",
        types=["projects.phase-changed", PHASE_CHANGED],
        filters=[{"any": [{"exact": {"data.to_phase": "beta"}}, {"prefix": {"subject": "gdpr"}}]}],
        fields={"projects.phase-changed": ["to_phase"]},
        webhook=WEBHOOK | {"mode": "binary", "body": "thin", "rate": 5},
        keep_days=7,
    )
    assert made["types"] == [PHASE_CHANGED]
    assert made["fields"] == {PHASE_CHANGED: ["to_phase"]}
    assert (made["state"], made["owner"], made["client"], made["version"]) == ("pending", "fife", "fife-system", 1)
    assert made["webhook"]["url"] == WEBHOOK["url"]
    assert made["start"]["at"] == "now"
    # shown once, and never again
    assert made["webhook"]["keys"][0].pop("secret")
    made["webhook"]["keys"][0]["secret"] = None
    answer = await fife.get(made["href"])
    assert answer.json() == made
    assert answer.headers["etag"] == '"1"'
    listed = (await fife.get(SUBSCRIPTIONS, params={"road": "webhook", "state": "pending"})).json()["items"]
    assert made in listed


async def test_a_subscription_is_its_owners_and_the_offices(
    office: httpx.AsyncClient, fife: httpx.AsyncClient, notifications: Running
) -> None:
    made = await subscribe(fife, road="feed")
    assert (await office.get(made["href"])).status_code == 200
    match = {"If-Match": '"1"'}
    async with notifications.client("events:read", "subscriptions:write", council="moray", client="m") as moray:
        for answer in (
            await moray.get(made["href"]),
            await moray.get(made["events"]),
            await moray.get(made["stream"]),
            await moray.patch(made["href"], json={"name": "Mine"}, headers=match),
            await moray.delete(made["href"], headers=match),
            await fife.get(f"{SUBSCRIPTIONS}/nothing"),
        ):
            assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
        assert (await moray.get(SUBSCRIPTIONS)).json()["items"] == []
    assert made["id"] in {one["id"] for one in (await fife.get(SUBSCRIPTIONS)).json()["items"]}


@pytest.mark.parametrize(
    ("wish", "code", "field"),
    [
        ({"types": ["projects.nonsense"]}, "unknown-event-type", "types.0"),
        ({"filters": [{"like": {"subject": "a"}}]}, "filter-dialect-unknown", "filters.0"),
        ({"filters": [{"exact": {"colour": "red"}}]}, "filter-attribute-unknown", "filters.0.exact.colour"),
        ({"filters": [{"exact": {"type": "projects.registered"}}]}, "matches-nothing", "filters"),
        (
            {"types": ["projects.registered"], "filters": [{"not": {"exact": {"data.nme": "x"}}}]},
            "filter-field-unknown",
            "filters.0.not.exact.data.nme",
        ),
        ({"filters": [{"exact": {"subject": "\ud800"}}]}, "invalid", "body"),
        ({"fields": {"projects.registered": ["nonsense"]}}, "field-unknown", "fields.projects.registered.0"),
        ({"start": {"release": "unheard-of"}}, "release-not-closed", "start.release"),
        ({"start": {"cursor": "nonsense"}}, "malformed-cursor", "start.cursor"),
        ({"start": {"at": "now", "date": "2026-01-01"}}, "invalid", "start"),
        ({"start": {"date": "yesterday"}}, "invalid", "start.date"),
        ({"start": {"date": "9999-12-31T23:59:59-01:00"}}, "invalid", "start.date"),
        ({"road": "feed", "webhook": WEBHOOK}, "invalid", "body"),
        ({"road": "pigeon"}, "invalid", "road"),
    ],
)
async def test_what_is_wrong_with_a_wish_is_named(
    fife: httpx.AsyncClient, wish: dict[str, Any], code: str, field: str
) -> None:
    body = json.dumps({"name": "N", "road": "feed"} | wish)
    answer = await fife.post(SUBSCRIPTIONS, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in {400, 422}
    assert answer.json()["code"] == code, answer.text
    assert [one["field"] for one in answer.json()["errors"]][:1] == [field] or (field, code) == ("body", "invalid")


async def test_a_council_has_so_many_subscriptions_and_those_that_ended_do_not_count(world: World) -> None:
    few = await world.start("notifications", "api", subscriptions_per_council=2)
    async with few.client("events:read", "subscriptions:write", council="fife", client="a") as fife:
        made = [await subscribe(fife, road="feed") for _ in range(2)]
        refused = await fife.post(SUBSCRIPTIONS, json={"name": "N", "road": "feed"})
        assert (refused.status_code, refused.json()["code"]) == (409, "too-many-subscriptions")
        assert "may have 2" in refused.json()["detail"]
        async with few.client("events:read", "subscriptions:write", council="moray", client="b") as moray:
            await subscribe(moray, road="feed")
        await fife.delete(made[0]["href"], headers={"If-Match": '"1"'})
        await subscribe(fife, road="feed")


async def test_the_events_of_a_subscription_come_as_a_feed_from_its_start_on(
    world: World, fife: httpx.AsyncClient
) -> None:
    await logged(fife, await world.say(project("feed-one")))
    wants = {"filters": [{"prefix": {"subject": "feed-"}}], "road": "feed"}
    now = await subscribe(fife, **wants)
    beginning = await subscribe(fife, **wants, start={"at": "beginning"})
    second = await world.say(project("feed-two"))
    await logged(fife, second)
    assert await subjects(fife, now, limit=1) == ["feed-two"]
    assert await subjects(fife, beginning, limit=1) == ["feed-one", "feed-two"]
    page = (await fife.get(beginning["events"], params={"limit": 1})).json()
    cursor = await subscribe(fife, **wants, start={"cursor": page["cursor"]})
    assert await subjects(fife, cursor) == ["feed-two"]
    day = await subscribe(fife, **wants, start={"date": datetime.now(UTC).date().isoformat()})
    assert await subjects(fife, day) == ["feed-one", "feed-two"]
    later = await subscribe(fife, **wants, start={"date": (datetime.now(UTC) + timedelta(hours=1)).isoformat()})
    assert await subjects(fife, later) == []


async def test_a_subscription_starts_with_the_closing_of_a_release(world: World, fife: httpx.AsyncClient) -> None:
    await world.say(project("before-closing"))
    closing = ReleaseClosed(
        release="started-with",
        name="R",
        effective="2026-11-22",
        included=(),
        manifest_sha256="0" * 64,
    )
    await world.say(closing)
    await logged(fife, await world.say(project("after-closing")))
    made = await subscribe(fife, road="feed", start={"release": "started-with"})
    found = await subjects(fife, made)
    assert found[0] == "started-with"
    assert "after-closing" in found
    assert "before-closing" not in found


async def test_a_page_of_rare_events_ends_before_it_is_full_and_goes_on(
    world: World, fife: httpx.AsyncClient, notifications: Running
) -> None:
    made = await subscribe(fife, road="feed", filters=[{"suffix": {"subject": "-rare"}}])
    await logged(fife, await world.say(project("first-rare")))
    await fill_log(notifications, 2100, key="common")
    await logged(fife, await world.say(project("last-rare")))
    first = (await fife.get(made["events"])).json()
    assert [item["subject"] for item in first["items"]] == ["first-rare"]
    assert first["next"] is not None
    second = (await fife.get(first["next"])).json()
    assert [item["subject"] for item in second["items"]] == ["last-rare"]
    assert second["next"] is None


async def test_a_subscription_ends_for_good(world: World, fife: httpx.AsyncClient, notifications: Running) -> None:
    made = await subscribe(fife, filters=[{"exact": {"subject": "ends"}}])
    await activate(notifications, made["id"])
    await with_head(notifications, made["id"])
    await world.say(project("ends"))
    await planned(notifications, made["id"], 1)
    stale = await fife.delete(made["href"], headers={"If-Match": '"7"'})
    assert stale.status_code == 412
    ended = await fife.delete(made["href"], headers={"If-Match": '"1"'})
    assert (ended.json()["state"], ended.json()["cause"]) == ("stopped", "ended")
    for refused in (
        await fife.patch(made["href"], json={"name": "Again"}, headers={"If-Match": '"2"'}),
        await fife.get(made["events"]),
    ):
        assert (refused.status_code, refused.json()["code"]) == (409, "subscription-ended")
    assert made["id"] not in {one["id"] for one in (await fife.get(SUBSCRIPTIONS)).json()["items"]}
    other = await subscribe(fife, filters=[{"prefix": {"subject": "ends"}}])
    await activate(notifications, other["id"])
    await world.say(project("ends-later"))
    await planned(notifications, other["id"], 1)
    (left,) = await planned(notifications, made["id"], 1)
    assert (left["state"], left["reason"]) == ("skipped", "ended")


async def test_a_client_that_is_revoked_takes_its_subscriptions_with_it(
    world: World, office: httpx.AsyncClient, notifications: Running
) -> None:
    async with notifications.client("events:read", "subscriptions:write", council="fife", client="lost") as lost:
        made = [await subscribe(lost, road="feed"), await subscribe(lost)]
    await activate(notifications, made[1]["id"])
    await with_head(notifications, made[1]["id"])
    await world.say(ClientRevoked(client="lost", council="fife"))

    async def check() -> None:
        for one in made:
            shown = (await office.get(one["href"])).json()
            assert (shown["state"], shown["cause"]) == ("stopped", "client-revoked")

    await eventually(check)
    elsewhere = {"webhook": {"url": WEBHOOK["url"] + "s"}}
    moved = await office.patch(made[1]["href"], json=elsewhere, headers={"If-Match": "*"})
    assert (moved.status_code, moved.json()["code"]) == (409, "subscription-stopped")
    said = (await office.get("/api/v1/events", params={"types": "notifications.subscription-stopped"})).json()
    assert {item["subject"] for item in said["items"]} >= {one["id"] for one in made} or said["next"] is None


async def test_a_client_that_has_come_to_its_end_takes_its_subscriptions_with_it(
    world: World, office: httpx.AsyncClient, notifications: Running
) -> None:
    ends = datetime.now(UTC) + timedelta(seconds=1)
    for client, expires in (("short", ends.isoformat()), ("renewed", ends.isoformat()), ("lasting", None)):
        await world.say(ClientRegistered(client=client, council="fife", scopes=("events:read",), expires=expires))
    await world.say(ClientSecretIssued(client="renewed", council="fife", expires="2199-01-01T00:00:00Z"))
    made = {}
    for client in ("short", "renewed", "lasting"):
        async with notifications.client("events:read", "subscriptions:write", council="fife", client=client) as one:
            made[client] = await subscribe(one, road="feed")

    async def stopped() -> None:
        shown = (await office.get(made["short"]["href"])).json()
        assert (shown["state"], shown["cause"]) == ("stopped", "client-expired")

    await eventually(stopped)
    assert [(await office.get(made[client]["href"])).json()["state"] for client in ("renewed", "lasting")] == [
        "active",
        "active",
    ]


async def test_what_becomes_of_a_subscription_is_told_to_its_owner_alone(
    fife: httpx.AsyncClient, notifications: Running
) -> None:
    made = await subscribe(fife, road="feed", types=["projects.registered"])
    await fife.patch(made["href"], json={"filters": [{"exact": {"subject": "x"}}]}, headers={"If-Match": '"1"'})
    await fife.delete(made["href"], headers={"If-Match": '"2"'})

    async def told(client: httpx.AsyncClient, count: int) -> list[tuple[str, Any]]:
        page = (await client.get("/api/v1/events", params={"limit": 200})).json()
        while page["next"]:
            further = (await client.get(page["next"])).json()
            page = {"items": page["items"] + further["items"], "next": further["next"]}
        found = [(one["type"].split(".")[2], one["data"]) for one in page["items"] if one["subject"] == made["id"]]
        assert len(found) == count
        return found

    names = [name for name, _ in await eventually(lambda: told(fife, 3))]
    assert names == ["subscription-made", "subscription-changed", "subscription-ended"]
    async with notifications.client("events:read", council="moray", client="m") as moray:
        await told(moray, 0)


async def test_the_events_of_a_subscription_are_followed_live_until_it_is_changed(
    world: World, fife: httpx.AsyncClient
) -> None:
    made = await subscribe(fife, road="stream", filters=[{"prefix": {"subject": "live-"}}])
    await world.say(project("live-1"))
    await world.say(project("dead-1"))
    async with fife.stream("GET", made["stream"]) as answer:
        stream = sent(answer)
        first = await next_events(stream, 1)
        await world.say(project("live-2"))
        second = await next_events(stream, 1)
        changed = await fife.patch(
            made["href"], json={"filters": [{"prefix": {"subject": "dead-"}}]}, headers={"If-Match": '"1"'}
        )
        assert changed.status_code == 200
        async with asyncio.timeout(10):
            last = [one.comment async for one in stream][-1]
    assert [one.data["subject"] for one in first + second] == ["live-1", "live-2"]
    assert last == "the subscription was changed; come back"
    async with fife.stream("GET", made["stream"]) as answer:
        assert [one.data["subject"] for one in await next_events(sent(answer), 1)] == ["dead-1"]
