"""The pages of subscriptions: shown to their owner alone, made and ended by forms, and complete without a script."""

from typing import Any

import httpx
import pytest

from tests.support.browser import browser_of, filled, seen, sent
from tests.support.page import BROWSER, Page, refuse_barriers
from tests.support.subscriptions import activate, subscribe
from tests.support.world import Running

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HOSTILE = '<script>alert("1")</script> & \'"><img src=x onerror=alert(1)>'
WEBHOOK = {"road": "webhook", "name": "Adoption to our desk", "url": "http://127.0.0.1:9/in?a=1&b=%3C2%3E"}


def new(**changes: Any) -> dict[str, Any]:
    """Return what somebody fills into the form for a new subscription."""
    chosen = {"start": "now", "mode": "structured", "body": "full", "signatures": "hmac", "types": "", "filters": ""}
    return {"action": "make"} | chosen | WEBHOOK | changes


async def test_every_page_can_be_used_by_everybody_and_is_for_nobody_else(
    fife: httpx.AsyncClient, api: httpx.AsyncClient
) -> None:
    one = await subscribe(api, name=HOSTILE)
    for path in (
        "/subscriptions",
        "/subscriptions/new",
        f"/subscriptions/{one['id']}",
        f"/subscriptions/{one['id']}/end",
    ):
        answer = await fife.get(path)
        page = Page(answer.text)
        refuse_barriers(page)
        assert answer.status_code == 200, path
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert page.all("script") == page.all("img") == []
        assert not any(name.startswith("on") or name == "style" for _, found in page.tags for name in found)
        assert all(address.startswith("/assets/notifications/") for address in page.loads)
        labels = {label["for"] for label in page.all("label")}
        fields = [one for one in (*page.all("input"), *page.all("textarea")) if one.get("type") != "hidden"]
        assert {field["id"] for field in fields} == labels
    loaded = [await fife.get(address) for address in page.loads]
    assert {one.status_code for one in loaded} == {200}
    assert all("immutable" in one.headers["cache-control"] for one in loaded)


async def test_whoever_is_not_signed_in_is_asked_to_and_a_cookie_opens_no_api(
    notifications: Running, fife: httpx.AsyncClient
) -> None:
    async with notifications.anonymous() as nobody:
        asked = await nobody.get("/subscriptions/new?x=1", headers=BROWSER)
        program = await nobody.get("/subscriptions/new")
    assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in?next=%2Fsubscriptions%2Fnew%3Fx%3D1")
    assert (program.status_code, program.json()["code"]) == (401, "unauthenticated")
    assert (await fife.get("/api/v1/subscriptions")).status_code == 401
    assert (await fife.post("/api/v1/subscriptions", json={"name": "A", "road": "feed"})).status_code == 401


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}]
)
async def test_a_form_that_another_site_sends_does_nothing(
    fife: httpx.AsyncClient, api: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    one = await subscribe(api, road="feed")
    if "Origin" in headers:
        del fife.headers["Sec-Fetch-Site"]
    for path in (f"/subscriptions/{one['id']}/end", "/subscriptions/new"):
        answer = await fife.post(path, data=new(name="Foreign"), headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "foreign-form")
    assert (await api.get(one["href"])).json()["state"] == "active"
    assert "Foreign" not in (await fife.get("/subscriptions")).text


async def test_a_list_says_how_each_stands_and_shows_no_other_councils(
    notifications: Running, fife: httpx.AsyncClient, angus: httpx.AsyncClient, api: httpx.AsyncClient
) -> None:
    waiting = await subscribe(api, name=f"Waits {HOSTILE}")
    going = await subscribe(api, name="Goes well")
    await activate(notifications, going["id"])
    listed = await fife.get("/subscriptions")
    page = Page(listed.text)
    refuse_barriers(page)
    assert "&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt;" in listed.text
    assert f"/subscriptions/{waiting['id']}" in page.links()
    assert "Waiting for agreement" in page.words("table")
    assert "Active Events go out as they come." in page.words("table")
    assert "Nothing waits" in page.words("table")
    others = await angus.get("/subscriptions")
    assert "Goes well" not in others.text
    assert "There is none yet." in others.text


@pytest.mark.parametrize("path", ["", "/end"])
async def test_a_subscription_of_another_council_is_not_there(
    fife: httpx.AsyncClient, angus: httpx.AsyncClient, office: httpx.AsyncClient, api: httpx.AsyncClient, path: str
) -> None:
    one = await subscribe(api, name="Ours alone")
    refused = await angus.get(f"/subscriptions/{one['id']}{path}")
    page = Page(refused.text)
    refuse_barriers(page)
    assert refused.status_code == 404
    assert "Ours alone" not in refused.text
    assert "Page not found" in page.words("prose")
    assert refused.headers["cache-control"] == "no-store"
    assert (await angus.post(f"/subscriptions/{one['id']}/end")).status_code == 404
    assert (await seen(office, f"/subscriptions/{one['id']}{path}")).all("h1")


async def test_a_subscription_by_feed_is_made_by_the_form_and_says_where_its_events_are(
    fife: httpx.AsyncClient,
) -> None:
    empty = await seen(fife, "/subscriptions/new")
    wish = filled(empty) | {"name": HOSTILE, "road": "feed", "types": "projects.phase-changed\nprojects.registered"}
    made = await sent(fife, "/subscriptions/new", **wish, action="make")
    page = Page(made.text)
    refuse_barriers(page)
    assert made.status_code == 200
    assert "The subscription was made." in page.words("done")
    assert "/events" in page.section("reading")
    assert "there for your system to read" in page.text
    assert "projects.phase-changed, projects.registered" in page.section("wants")
    again = await sent(fife, "/subscriptions/new", **wish, action="make")
    assert again.status_code == 303, "the same form, sent once more, makes no second one"
    assert again.headers["location"].endswith("?done=made")
    other = await sent(fife, "/subscriptions/new", **wish | {"name": "Changed"}, action="make")
    assert other.status_code == 422
    assert "sent before" in Page(other.text).words("error-summary")


async def test_what_is_wrong_with_a_form_is_said_at_its_field_in_plain_words_and_nothing_is_lost(
    fife: httpx.AsyncClient,
) -> None:
    wrong = new(name="", url="", types="projects.no-such\n<b>", filters="[{", signatures=[])
    first = await sent(fife, "/subscriptions/new", **wrong)
    page = Page(first.text)
    refuse_barriers(page)
    assert first.status_code == 422
    assert "<title>Error: New subscription" in first.text
    (summary,) = [one for one in page.all("div") if one.get("role") == "alert"]
    assert "autofocus" in summary
    assert summary["tabindex"] == "-1"
    assert {"#name", "#url", "#filters", "#signatures"} <= set(page.links())
    assert "Enter a name" in page.words("error")
    assert "projects.no-such\n&lt;b&gt;</textarea>" in first.text
    second = await sent(fife, "/subscriptions/new", **new(types="projects.no-such"))
    assert second.status_code == 422
    assert "Event types there is no event type" in Page(second.text).words("error-summary")
    for filters in (
        '{"exact": {"subject": 1}}',
        '[{"nothing": {}}]',
        "[[]]",
        "[" * 5000,
        '{"a": "' + "x" * 9000 + '"}',
    ):
        third = await sent(fife, "/subscriptions/new", **new(filters=filters))
        assert third.status_code == 422, filters[:50]
        assert "#filters" in Page(third.text).links(), filters[:50]
    fourth = await sent(fife, "/subscriptions/new", **new(url="ftp://x", start="date", start_date="2026-02-31"))
    assert {"#url", "#start_date"} & set(Page(fourth.text).links())


async def test_what_is_no_form_is_refused(fife: httpx.AsyncClient) -> None:
    json = await fife.post("/subscriptions/new", json=new())
    assert json.status_code == 415
    binary = await fife.post(
        "/subscriptions/new", content=b"name=\xff", headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert binary.status_code == 400
    nul = await sent(fife, "/subscriptions/new", **new(name="a\x00b"))
    assert nul.status_code == 400


async def test_ending_asks_first_and_says_so_after(fife: httpx.AsyncClient, api: httpx.AsyncClient) -> None:
    one = await subscribe(api, road="feed", name="Short-lived")
    asked = await seen(fife, f"/subscriptions/{one['id']}/end")
    assert "cannot be started again" in asked.words("prose")
    assert (await api.get(one["href"])).json()["state"] == "active"
    done = await sent(fife, f"/subscriptions/{one['id']}/end")
    assert done.status_code == 303
    assert "The subscription was ended." in (await seen(fife, done.headers["location"])).words("done")
    shown = await seen(fife, f"/subscriptions/{one['id']}")
    assert "Ended" in shown.words("tag")
    assert f"/subscriptions/{one['id']}/end" not in shown.links()


async def test_no_address_makes_a_page_say_what_it_likes(fife: httpx.AsyncClient) -> None:
    answer = await fife.get("/subscriptions", params={"done": "Your account is locked: call 0900"})
    assert "0900" not in answer.text


async def test_who_may_only_read_sees_no_button_and_is_refused_by_a_page(
    notifications: Running, api: httpx.AsyncClient
) -> None:
    one = await subscribe(api, road="feed")
    async with browser_of(notifications, "fife-reader", "fife", "events:read") as reader:
        page = await seen(reader, f"/subscriptions/{one['id']}")
        listed = await seen(reader, "/subscriptions")
        refused = await reader.post(f"/subscriptions/{one['id']}/end")
    assert [form["action"] for form in (*page.all("form"), *listed.all("form"))] == ["/sign-out", "/sign-out"]
    assert "/subscriptions/new" not in listed.links()
    assert refused.status_code == 403
    assert "has no scope" in Page(refused.text).words("prose")
