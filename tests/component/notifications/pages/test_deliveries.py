"""The pages of deliveries: what was sent and answered, word for word and harmless; once more, and a range of them."""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from shared.events.projects import DeliverableRenamed
from tests.support.browser import filled, seen, sent
from tests.support.hooks import some, webhook
from tests.support.page import Page, refuse_barriers
from tests.support.receiving import Answer, Receiver
from tests.support.waiting import eventually
from tests.support.world import Running

HOSTILE = b'<script>alert("1")</script>\x1b[31m<img src=x onerror=alert(1)>'
TYPE = "partnership.projects.deliverable-renamed.v1"


Make = Callable[..., Awaitable[str]]


@pytest.fixture
def hook(notifications: Running, receiver: Receiver) -> Make:
    """Make a webhook of Fife's to an endpoint of the receiver."""

    async def make(name: str) -> str:
        return await webhook(notifications.settings, name, receiver.url(name), council="fife", types=(TYPE,))

    return make


async def say(notifications: Running, name: str = "A new name") -> str:
    """Let something be said of a deliverable that nothing was said of; return its key."""
    (key,) = some("kit")
    await notifications.world.say(DeliverableRenamed(deliverable=key, project="p", name=name))
    return key


async def until(browser: httpx.AsyncClient, path: str, words: str) -> Page:
    """Return a page once it says something."""

    async def check() -> Page:
        page = await seen(browser, path)
        assert words in page.text, page.text
        return page

    return await eventually(check)


def deliveries_of(page: Page, subscription: str) -> list[str]:
    start = f"/subscriptions/{subscription}/deliveries/"
    return [link for link in page.links() if link.startswith(start)]


async def test_a_delivery_shows_every_attempt_with_request_and_answer_and_runs_nothing_of_it(
    notifications: Running, receiver: Receiver, fife: httpx.AsyncClient, hook: Make
) -> None:
    receiver.answers("hostile", Answer(400, {"X-Odd": "<b>odd</b>"}, HOSTILE))
    one = await hook("hostile")
    key = await say(notifications, "<i>Name</i>")
    listed = await until(fife, f"/subscriptions/{one}/deliveries?state=waiting", key)
    refuse_barriers(listed)
    (link,) = deliveries_of(listed, one)
    page = await until(fife, link, "Status 400")
    refuse_barriers(page)
    assert page.all("script") == page.all("img") == page.all("i") == []
    contents = page.words("content")
    assert "webhook-id" in contents.lower()
    assert '<script>alert("1")</script>' in contents, "it is shown, as text"
    assert "<b>odd</b>" in contents
    assert "\x1b" not in contents
    assert not re.search(r"v1a?,\w", contents), "no signature is shown"
    assert "whsec_" not in contents
    assert all(one.get("tabindex") == "0" and one.get("aria-label") for one in page.all("pre"))
    assert {"Send it again", "Give it up"} <= set(page.buttons())


async def test_deliveries_are_found_by_their_state_and_those_of_others_are_not_there(
    notifications: Running, fife: httpx.AsyncClient, angus: httpx.AsyncClient, hook: Make
) -> None:
    one = await hook("taken")
    key = await say(notifications)
    shown = await until(fife, f"/subscriptions/{one}/deliveries?state=delivered", key)
    (link,) = deliveries_of(shown, one)
    current = [found for name, found in shown.tags if name == "a" and found.get("aria-current") == "page"]
    assert [found["href"] for found in current if "state" in (found["href"] or "")] == [
        f"/subscriptions/{one}/deliveries?state=delivered"
    ]
    assert "There is no such delivery." in (await seen(fife, f"/subscriptions/{one}/deliveries?state=skipped")).text
    other = await hook("another")
    for path in (link, f"/subscriptions/{one}/deliveries", f"/subscriptions/{one}/recover", f"/subscriptions/{one}"):
        assert (await angus.get(path)).status_code == 404, path
    assert (await angus.post(f"{link}/resend")).status_code == 404
    assert (await angus.post(f"{link}/give-up")).status_code == 404
    assert (await fife.get(link.replace(one, other))).status_code == 404, "of another subscription"
    assert (await fife.get(f"/subscriptions/{one}/deliveries/nothing")).status_code == 422
    assert (await fife.get(f"/subscriptions/{one}/deliveries?state=other")).status_code == 422


async def test_a_delivery_is_sent_again_under_the_same_id(
    notifications: Running, receiver: Receiver, fife: httpx.AsyncClient, hook: Make
) -> None:
    one = await hook("again")
    key = await say(notifications)
    (link,) = deliveries_of(await until(fife, f"/subscriptions/{one}/deliveries?state=delivered", key), one)
    foreign = await fife.post(f"{link}/resend", headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    done = await sent(fife, f"{link}/resend")
    assert done.status_code == 303
    assert "It is sent again" in (await seen(fife, done.headers["location"])).words("done")
    first, second = (await receiver.has_taken("again", 2))[:2]
    assert first.id == second.id == link.rpartition("/")[2]
    assert "Sent again" in (await until(fife, link, "Sent again")).text


async def test_a_subscription_is_paused_and_resumed_and_says_what_waits(
    notifications: Running, receiver: Receiver, fife: httpx.AsyncClient, hook: Make
) -> None:
    one = await hook("paused")
    mine = f"/subscriptions/{one}"
    paused = await sent(fife, f"{mine}/pause")
    assert paused.headers["location"] == f"{mine}?done=paused"
    await say(notifications)
    page = await until(fife, mine, "Waiting 1 delivery")
    refuse_barriers(page)
    assert "You paused it. Events wait" in page.text
    assert "What to do:" in page.words("warning")
    assert "Resume" in page.buttons()
    listed = await seen(fife, "/subscriptions")
    assert "For less than a minute" in listed.words("table")
    assert not receiver.at("paused")
    await sent(fife, f"{mine}/resume")
    await receiver.has_taken("paused", 1)
    assert "Nothing waits" in (await until(fife, mine, "Nothing waits")).section("deliveries")


async def test_an_endpoint_that_fails_is_said_to_fail_in_words(
    notifications: Running, receiver: Receiver, fife: httpx.AsyncClient, hook: Make
) -> None:
    receiver.answers("fails", Answer(500))
    one = await hook("fails")
    await say(notifications)
    page = await until(fife, f"/subscriptions/{one}", "in a row")
    assert re.search(r"\d+ failures? in a row, for", page.section("endpoint"))
    assert page.section("contacts").count("Nothing had to be told yet") == 2
    assert "Council digital lead of fife" in page.section("contacts")


async def test_a_period_is_counted_before_anything_of_it_is_sent_again(
    notifications: Running, receiver: Receiver, fife: httpx.AsyncClient, hook: Make
) -> None:
    one = await hook("recovered")
    mine = f"/subscriptions/{one}/recover"
    await say(notifications)
    await receiver.has_taken("recovered", 1)
    await until(fife, f"/subscriptions/{one}", "Nothing waits")
    now = datetime.now(UTC)
    begins, ends = (f"{now + timedelta(hours=hours):%Y-%m-%dT%H:%M}" for hours in (-1, 1))
    page = await seen(fife, mine)
    refuse_barriers(page)
    period: dict[str, Any] = {"from": begins, "to": ends, "states": ["delivered"]}
    counted = await sent(fife, mine, **period)
    shown = Page(counted.text)
    refuse_barriers(shown)
    assert "1 delivery would be sent again: 1 delivered." in shown.text
    assert "Send 1 delivery again" in shown.buttons()
    assert len(receiver.taken_at("recovered")) == 1, "nothing was sent yet"
    sure = await sent(fife, mine, **filled(shown))
    assert sure.status_code == 303
    await receiver.has_taken("recovered", 2)
    none = Page((await sent(fife, mine, **period | {"states": ["skipped"]})).text)
    assert "There is no such delivery in this period." in none.text
    for wrong, field in (
        ({"from": ""}, "from"),
        ({"from": "yesterday"}, "from"),
        ({"from": ends, "to": begins}, "to"),
        ({"states": []}, "states"),
        ({"states": ["waiting"]}, "states"),
    ):
        refused = await sent(fife, mine, **period | wrong)
        assert refused.status_code == 422, wrong
        assert f"#{field}" in Page(refused.text).links(), wrong


async def test_a_test_event_of_any_type_is_sent_and_its_answer_shown(
    notifications: Running, receiver: Receiver, fife: httpx.AsyncClient, angus: httpx.AsyncClient, hook: Make
) -> None:
    receiver.answers("tested", Answer(202, {}, HOSTILE))
    one = await hook("tested")
    mine = f"/subscriptions/{one}/test"
    page = await seen(fife, mine)
    refuse_barriers(page)
    assert filled(page)["type"] == "projects.deliverable-renamed"
    done = Page((await sent(fife, mine, type="projects.phase-changed")).text)
    refuse_barriers(done)
    assert "Status 202" in done.section("answered")
    assert done.all("script") == []
    (got,) = await receiver.has_taken("tested", 1)
    assert got.event["type"] == "partnership.projects.phase-changed.v1"
    for wrong in ("", "no.such", "x" * 300):
        refused = await sent(fife, mine, type=wrong)
        assert refused.status_code == 422
        assert "#type" in Page(refused.text).links()
    assert (await angus.post(mine, data={"type": "projects.phase-changed"})).status_code == 404
