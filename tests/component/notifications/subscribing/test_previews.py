"""Previews: what a subscription would have brought, and what of it its owner would not have seen."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from services.notifications.queries.log import View
from services.notifications.queries.previews import look_back
from shared.database import Database
from shared.events.councils import AdoptionOpened, ClientRevoked
from shared.events.projects import ProjectDetailsChanged, ProjectRegistered
from tests.support.subscriptions import SUBSCRIPTIONS, fill_log
from tests.support.waiting import eventually
from tests.support.world import Running, World

PREVIEW = f"{SUBSCRIPTIONS}/preview"


def project(key: str) -> ProjectRegistered:
    return ProjectRegistered(project=key, name=key, programme="adjacent")


def opened(council: str) -> AdoptionOpened:
    return AdoptionOpened(
        council=council, deliverable="toolkit", project="one", release="one", state="invited", effective="2026-11-21"
    )


async def preview(client: httpx.AsyncClient, **wish: Any) -> dict[str, Any]:
    answer = await client.post(PREVIEW, json=wish)
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


async def test_a_preview_counts_and_shows_what_would_have_come(
    world: World, office: httpx.AsyncClient, fife: httpx.AsyncClient
) -> None:
    for number in range(6):
        await world.say(project(f"seen-{number}"))
    await world.say(ProjectDetailsChanged(project="seen-0", name="Another name"))
    for council in ("fife", "moray"):
        await world.say(opened(council))
    await world.say(ClientRevoked(client="someone"))

    wants = {"filters": [{"any": [{"prefix": {"subject": "seen-"}}, {"suffix": {"source": "councils"}}]}]}

    async def all_there() -> dict[str, Any]:
        found = await preview(office, **wants)
        assert found["total"] == 10
        return found

    whole = await eventually(all_there)
    assert whole["complete"] is True
    assert {one["name"]: one["total"] for one in whole["types"]} == {
        "projects.registered": 6,
        "projects.details-changed": 1,
        "councils.adoption-opened": 2,
        "councils.client-revoked": 1,
    }
    today = datetime.now(UTC).date()
    monday = (today - timedelta(days=today.weekday())).isoformat()
    assert {week["week"] for one in whole["types"] for week in one["weeks"]} == {monday}
    assert 1 <= whole["largest_burst"]["minute"]["count"] <= whole["largest_burst"]["hour"]["count"] <= 10
    assert len(whole["samples"]) == 5
    assert {one["type"].split(".")[2] for one in whole["samples"]} == {
        "registered",
        "details-changed",
        "adoption-opened",
        "client-revoked",
    }
    assert whole["hidden"] == {"types": [], "fields": []}
    own = await preview(fife, **wants)
    assert own["total"] == 8


async def test_what_is_hidden_is_told_by_what_types_are_and_not_by_what_events_hold(
    world: World, office: httpx.AsyncClient, fife: httpx.AsyncClient
) -> None:
    await world.say(opened("highland"))
    wants = {
        "types": ["councils.adoption-opened", "councils.client-revoked", "projects.registered"],
        "filters": [{"not": {"exact": {"data.council": "fife"}}}],
        "body": "thin",
    }

    async def seen_by_the_office() -> None:
        assert (await preview(office, **wants))["total"] >= 1

    await eventually(seen_by_the_office)
    shown = await preview(fife, **wants)
    assert [(one["name"], one["audience"], one["seen"]) for one in shown["hidden"]["types"]] == [
        ("councils.adoption-opened", "council", "own-council"),
        ("councils.client-revoked", "office", "none"),
    ]
    assert shown["hidden"]["fields"] == ["data"]
    assert {one["name"] for one in shown["types"]} <= {"projects.registered"}
    assert all("data" not in one and "datacontenttype" not in one for one in shown["samples"])
    nobodys = await preview(fife, types=["councils.adoption-opened"], filters=[{"exact": {"data.council": "highland"}}])
    assert (nobodys["total"], nobodys["samples"]) == (0, [])


async def test_a_preview_that_has_to_stop_says_how_far_back_it_looked(notifications: Running) -> None:
    await fill_log(notifications, 12_000, key="far", days=30)
    database = Database(notifications.settings, "notifications")
    since = datetime.now(UTC) - timedelta(days=90)
    try:
        async with database.reading() as session:
            hurried = await look_back(session, View(None), since, seconds=0)
        async with database.reading() as session:
            patient = await look_back(session, View(None), since)
    finally:
        await database.close()
    assert (hurried.complete, patient.complete) == (False, True)
    assert since < hurried.since < datetime.now(UTC)
    assert 0 < hurried.tally.total < patient.tally.total
    assert patient.tally.total >= 12_000


async def test_a_preview_leaves_out_what_was_recorded_longer_ago(
    notifications: Running, office: httpx.AsyncClient
) -> None:
    # every ten days one: a hundred days ago, ninety, eighty …
    await fill_log(notifications, 10, key="long-ago", days=100)
    assert (await preview(office, filters=[{"prefix": {"subject": "long-ago"}}]))["total"] == 8


async def test_a_preview_refuses_what_a_subscription_would(fife: httpx.AsyncClient) -> None:
    answer = await fife.post(PREVIEW, json={"filters": [{"exact": {"colour": "red"}}]})
    assert (answer.status_code, answer.json()["code"]) == (422, "filter-attribute-unknown")
