"""The delivery log: what is shown of deliveries and attempts, to whom, and what can be asked for again."""

from typing import Any

import httpx
import pytest

from tests.support.hooks import names, some, told
from tests.support.receiving import Answer, Receiver
from tests.support.waiting import eventually
from tests.support.world import Running

API = "/api/v1"
ALWAYS = {"from": "2020-01-01T00:00:00Z", "to": "2190-01-01T00:00:00Z"}


async def settled(client: httpx.AsyncClient, subscription: str, count: int, state: str = "delivered") -> list[Any]:
    """Wait until so many deliveries are in a state; return them, the newest first."""

    async def check() -> list[Any]:
        answer = await client.get(f"{API}/deliveries", params={"subscription": subscription, "state": state})
        found: list[Any] = answer.json()["items"]
        assert len(found) == count, answer.text
        return found

    return await eventually(check, seconds=20)


async def test_every_attempt_is_shown_with_request_and_answer_and_without_a_secret(
    receiver: Receiver, fife: httpx.AsyncClient, hook: Any, say: Any
) -> None:
    answers = iter([Answer(500, {"X-Why": "tired"}, b"not now"), Answer(200, body=b"\xff\x00")])
    receiver.answers("log", lambda _: next(answers))
    subscription = await hook("log", council="fife")
    (key,) = some("log")
    await say(key)
    (shown,) = await settled(fife, subscription, 1)
    assert (shown["tries"], shown["number"], shown["previous"]) == (2, 1, None)
    assert shown["last_attempt"]["status"] == 200
    answer = await fife.get(f"{shown['href']}/attempts")
    first, second = answer.json()["items"]
    assert (first["outcome"], first["status"], first["answer_body"]) == ("retry", 500, "not now")
    assert (second["outcome"], second["status"], second["answer_body_base64"]) == ("delivered", 200, "/wA=")
    assert first["kind"] == second["kind"] == "planned"
    assert first["request"]["headers"]["webhook-id"] == shown["id"] == receiver.at("log")[0].id
    signature = receiver.at("log")[0].headers["webhook-signature"].partition(",")[2]
    assert signature not in answer.text
    following = await fife.get(f"{shown['href']}/attempts", params={"limit": 1})
    assert (await fife.get(following.json()["next"])).json()["items"] == [second]


async def test_deliveries_are_listed_the_newest_first_and_page_by_page(
    receiver: Receiver, fife: httpx.AsyncClient, hook: Any, say: Any
) -> None:
    mine = [await hook("pages", council="fife") for _ in range(2)]
    await say(*some("pages", 5))
    await receiver.has_taken("pages", 10)
    for subscription in mine:
        await settled(fife, subscription, 5)
    found: list[Any] = []
    address: str | None = f"{API}/deliveries?limit=3"
    while address:
        page = (await fife.get(address)).json()
        found += page["items"]
        address = page["next"]
    ours = [one for one in found if one["subscription"] in mine]
    assert len({one["id"] for one in ours}) == 10
    for subscription in mine:
        # in the order of the log: what two subscriptions get of it may be planned one after the other
        planned = [one["planned_at"] for one in found if one["subscription"] == subscription]
        assert planned == sorted(planned, reverse=True)


async def test_another_councils_deliveries_are_not_there(
    notifications: Running, fife: httpx.AsyncClient, office: httpx.AsyncClient, hook: Any, say: Any
) -> None:
    subscription = await hook("own", council="fife")
    await say(*some("own"))
    (mine,) = await settled(fife, subscription, 1)
    async with notifications.client("events:read", "subscriptions:write", council="moray", client="moray") as moray:
        for path in (mine["href"], f"{mine['href']}/attempts", f"{API}/subscriptions/{subscription}/health"):
            assert (await moray.get(path)).status_code == 404
            assert (await office.get(path)).status_code == 200
        for path in (
            f"{mine['href']}/resend",
            f"{mine['href']}/give-up",
            f"{API}/subscriptions/{subscription}/pause",
            f"{API}/subscriptions/{subscription}/resume",
        ):
            assert (await moray.post(path)).status_code == 404, path
        assert (await moray.post(f"{API}/subscriptions/{subscription}/recover", json=ALWAYS)).status_code == 404
        assert (await moray.get(f"{API}/deliveries")).json()["items"] == []
        listed = await moray.get(f"{API}/deliveries", params={"subscription": subscription})
        assert listed.status_code == 404


async def test_who_may_only_read_changes_nothing(notifications: Running, fife: httpx.AsyncClient, hook: Any) -> None:
    subscription = await hook("read", council="fife")
    async with notifications.client("events:read", council="fife", client="reader") as reader:
        answer = await reader.post(f"{API}/subscriptions/{subscription}/pause")
    assert (answer.status_code, answer.json()["code"]) == (403, "scope-missing")


async def test_a_delivery_is_sent_again_under_its_id(
    receiver: Receiver, fife: httpx.AsyncClient, hook: Any, say: Any
) -> None:
    subscription = await hook("again", council="fife")
    (key,) = some("again")
    await say(key, names=2)
    newest, oldest = await settled(fife, subscription, 2)
    answer = await fife.post(f"{oldest['href']}/resend")
    assert (answer.status_code, answer.json()["state"]) == (202, "waiting"), answer.text
    got = await receiver.has_taken("again", 3)
    assert [one.id for one in got] == [oldest["id"], newest["id"], oldest["id"]]
    again = next(one for one in await settled(fife, subscription, 2) if one["id"] == oldest["id"])
    assert (again["tries"], again["reason"]) == (2, "resent")
    kinds = [one["kind"] for one in (await fife.get(f"{oldest['href']}/attempts")).json()["items"]]
    assert kinds == ["planned", "resent"]


async def test_what_waits_behind_another_is_not_sent_before_it_and_goes_on_once_that_is_given_up(
    receiver: Receiver, fife: httpx.AsyncClient, hook: Any, say: Any
) -> None:
    receiver.answers("stuck", lambda got: Answer(204 if got.event["data"]["name"] != "name 0" else 422))
    subscription = await hook("stuck", council="fife")
    (key,) = some("stuck")
    await say(key, names=3)
    *_, second, first = await settled(fife, subscription, 3, "waiting")
    shown = (await fife.get(second["href"])).json()
    assert (shown["waits_for"], shown["next_try"]) == (first["id"], None)
    answer = await fife.post(f"{second['href']}/resend")
    assert (answer.status_code, answer.json()["code"]) == (409, "waits-its-turn")
    given_up = (await fife.post(f"{first['href']}/give-up")).json()
    assert (given_up["state"], given_up["reason"]) == ("given-up", "asked")
    assert names(await receiver.has_taken("stuck", 2), key) == ["name 1", "name 2"]
    twice = await fife.post(f"{first['href']}/give-up")
    assert (twice.status_code, twice.json()["code"]) == (409, "not-waiting")
    health = (await fife.get(f"{API}/subscriptions/{subscription}/health")).json()
    assert (health["given_up"], health["waiting"]) == (1, 0)


async def test_a_range_is_counted_first_and_then_sent_again_in_order(
    receiver: Receiver, fife: httpx.AsyncClient, hook: Any, say: Any
) -> None:
    subscription = await hook("range", council="fife")
    keys = some("range", 3)
    await say(*keys, names=3)
    await settled(fife, subscription, 9)
    address = f"{API}/subscriptions/{subscription}/recover"
    none = await fife.post(address, json=ALWAYS)
    assert (none.status_code, none.json()["deliveries"]) == (200, 0)
    everything = ALWAYS | {"states": ["delivered"]}
    counted = await fife.post(address, json=everything | {"dry_run": True})
    assert counted.json() | {"from": "", "to": ""} == {
        "subscription": subscription,
        "from": "",
        "to": "",
        "dry_run": True,
        "deliveries": 9,
        "by_state": {"delivered": 9},
    }
    assert len(receiver.taken_at("range")) == 9
    headers = {"Idempotency-Key": f"recover-{subscription}"}
    for _ in range(2):
        sent = await fife.post(address, json=everything, headers=headers)
        assert sent.json()["deliveries"] == 9
    got = await receiver.has_taken("range", 18)
    await settled(fife, subscription, 9)
    for key in keys:
        assert names(got[9:], key) == told(3)
    assert len(receiver.taken_at("range")) == 18
    back = await fife.post(address, json={"from": ALWAYS["to"], "to": ALWAYS["from"]})
    assert (back.status_code, back.json()["code"]) == (422, "ends-before-it-begins")


@pytest.mark.parametrize("after", ["nonsense", "WyIvYXBpL3YxL2RlbGl2ZXJpZXMiLCJ4IiwxXQ"])
async def test_a_made_up_cursor_is_refused(fife: httpx.AsyncClient, after: str) -> None:
    answer = await fife.get(f"{API}/deliveries", params={"after": after})
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed-cursor")


async def test_a_test_event_has_its_real_shape_is_marked_and_counts_for_nothing(
    receiver: Receiver, fife: httpx.AsyncClient, hook: Any
) -> None:
    subscription = await hook("test", council="fife")
    address = f"{API}/subscriptions/{subscription}/test"
    await fife.post(f"{API}/subscriptions/{subscription}/pause")
    receiver.answers("test", Answer(503, body=b"busy"))
    answer = await fife.post(address, json={"type": "projects.phase-changed"}, headers={"Idempotency-Key": "a-test"})
    assert answer.status_code == 200, answer.text
    again = await fife.post(address, json={"type": "projects.phase-changed"}, headers={"Idempotency-Key": "a-test"})
    assert again.json() == answer.json()
    (got,) = receiver.at("test")
    shown = answer.json()
    assert (shown["kind"], shown["status"], shown["answer_body"]) == ("test", 503, "busy")
    assert shown["delivery"] == got.id
    assert (got.event["partnershiptest"], got.event["type"]) == (True, "partnership.projects.phase-changed.v1")
    example = (await fife.get(f"{API}/event-types/projects.phase-changed")).json()["example"]
    assert got.event["data"].keys() == example["data"].keys()
    assert "subscriptionsequence" not in got.event
    health = (await fife.get(f"{API}/subscriptions/{subscription}/health")).json()
    assert (health["state"], health["failures"], health["waiting"]) == ("paused", 0, 0)
    unknown = await fife.post(address, json={"type": "projects.never"})
    assert (unknown.status_code, unknown.json()["code"]) == (422, "unknown-event-type")
