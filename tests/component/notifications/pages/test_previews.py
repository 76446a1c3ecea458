"""What a subscription would bring, before and after it is made: counted in a table, with samples and what is hidden."""

from typing import Any

import httpx

from shared.events.projects import ProjectRegistered
from tests.support.browser import seen, sent
from tests.support.page import Page, refuse_barriers
from tests.support.subscriptions import subscribe
from tests.support.waiting import eventually
from tests.support.world import Running

HOSTILE = "<script>alert(1)</script>"


def asked(**changes: Any) -> dict[str, Any]:
    return {"action": "preview", "road": "webhook", "body": "full", "types": "", "filters": ""} | changes


async def said(notifications: Running, *keys: str) -> None:
    """Let projects be registered, and wait until the log has them."""
    for key in keys:
        await notifications.world.say(ProjectRegistered(project=key, name=HOSTILE, programme="digital-partnership"))

    async def check() -> None:
        (row,) = await notifications.sql("SELECT count(*) AS held FROM event_log WHERE subject = ANY($1::text[])", keys)
        assert row["held"] == len(keys)

    await eventually(check)


async def test_a_filter_is_tried_before_anything_is_made(
    notifications: Running, fife: httpx.AsyncClient, api: httpx.AsyncClient
) -> None:
    await said(notifications, "previewed-1", "previewed-2", "previewed-3")
    wish = asked(types="projects.registered", filters='{"prefix": {"subject": "previewed-"}}', name="Kept")
    answer = await sent(fife, "/subscriptions/new", **wish)
    page = Page(answer.text)
    refuse_barriers(page)
    assert answer.status_code == 200
    assert "Nothing was made yet." in page.words("done")
    counts = page.section("counts")
    assert "3 events since" in counts
    assert "projects.registered 3 3" in counts
    assert "3 events within a minute" in counts
    assert "projects.registered, about previewed-3" in page.section("samples")
    assert page.all("script") == []
    assert HOSTILE in page.words("content"), "as text"
    filled = {one["name"]: one.get("value") for one in page.all("input") if one.get("type") in {"text", "url"}}
    assert filled["name"] == "Kept", "the form is as it was filled in"
    assert (await api.get("/api/v1/subscriptions")).json()["items"] == []


async def test_what_is_not_for_a_council_to_see_is_named(fife: httpx.AsyncClient, office: httpx.AsyncClient) -> None:
    wish = asked(types="councils.benefit-figure-given\ncouncils.client-registered", body="thin")
    hidden = Page((await sent(fife, "/subscriptions/new", **wish)).text).section("hidden")
    assert "Only what is about your own council: 1 type councils.benefit-figure-given" in hidden
    assert "Nothing, as these are for the Digital Office: 1 type councils.client-registered" in hidden
    assert "The data of each event" in hidden
    whole = Page((await sent(office, "/subscriptions/new", **wish | {"body": "full"})).text)
    assert not whole.has("hidden")


async def test_a_preview_that_finds_nothing_or_cannot_be_read_says_so(fife: httpx.AsyncClient) -> None:
    none = Page((await sent(fife, "/subscriptions/new", **asked(filters='{"exact": {"subject": "no-such"}}'))).text)
    assert "No event since" in none.section("counts")
    for wrong in ({"filters": "{"}, {"types": "no.such"}, {"filters": '[{"exact": {"data.no": "x"}}]'}):
        answer = await sent(fife, "/subscriptions/new", **asked(**wrong))
        assert answer.status_code == 422, wrong
        assert "There is a problem" in answer.text


async def test_a_subscription_shows_what_it_would_have_brought(
    notifications: Running, fife: httpx.AsyncClient, angus: httpx.AsyncClient, api: httpx.AsyncClient
) -> None:
    await said(notifications, "shown-again")
    one = await subscribe(api, road="feed", filters=[{"exact": {"subject": "shown-again"}}])
    page = await seen(fife, f"/subscriptions/{one['id']}/preview")
    refuse_barriers(page)
    assert "1 event since" in page.section("counts")
    assert (await angus.get(f"/subscriptions/{one['id']}/preview")).status_code == 404
