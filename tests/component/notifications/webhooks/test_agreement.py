"""Endpoints are asked before they get anything, are signed for with keys that can be replaced, and may move."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import orjson
import pytest
from standardwebhooks import Webhook

from tests.support.receivers import Behave, Got, answers, receiver
from tests.support.servers import Servers
from tests.support.subscriptions import SUBSCRIPTIONS
from tests.support.templates import Templates
from tests.support.waiting import eventually
from tests.support.world import Running, World
from tests.support.world import world as provide_world

ORIGIN = "partnership.test"


@pytest.fixture(scope="module")
async def world(servers: Servers, templates: Templates) -> AsyncIterator[World]:
    async with provide_world(servers, templates) as made:
        yield made


@pytest.fixture(scope="module")
async def notifications(world: World) -> Running:
    await world.streams()
    running = await world.start("notifications", subscriptions_per_council=10_000, clock_movable=True)
    await running.ready()
    return running


@pytest.fixture(scope="module")
async def office(notifications: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with notifications.client() as client:
        yield client


def allows(origin: str, rate: str | None = None) -> Behave:
    """Take part in the handshake, and nothing else."""
    headers = [f"WebHook-Allowed-Origin: {origin}", "Allow: POST"]

    async def behave(got: Got, *wires: Any) -> None:
        more = [f"WebHook-Allowed-Rate: {rate}"] if rate else []
        await (answers(200, b"", *headers, *more) if got.method == "OPTIONS" else answers(204))(got, *wires)

    return behave


def echoes(form: str, status: int = 200) -> Behave:
    """Know no handshake, and answer a challenge in some form."""

    async def behave(got: Got, *wires: Any) -> None:
        if got.method == "OPTIONS":
            await answers(405)(got, *wires)
            return
        given = orjson.loads(got.body)
        word = (given.get("data") or given)["challenge"]
        said = {"text": word, "json": f'{{"answer": "{word}"}}', "back": got.body.decode(), "other": "yes"}[form]
        await answers(status, said.encode())(got, *wires)

    return behave


async def _make(client: httpx.AsyncClient, url: str, **webhook: Any) -> dict[str, Any]:
    wish = {"name": "Test", "road": "webhook", "webhook": {"url": url, **webhook}}
    answer = await client.post(SUBSCRIPTIONS, json=wish)
    assert answer.status_code == 201, answer.text
    assert answer.headers["cache-control"] == "no-store"
    made: dict[str, Any] = answer.json()
    return made


async def _ask(client: httpx.AsyncClient, made: dict[str, Any]) -> httpx.Response:
    return await client.post(f"{made['href']}/agreement")


@pytest.mark.parametrize("origin", [ORIGIN, ORIGIN.upper(), "*", f"other.test, {ORIGIN}"])
async def test_an_endpoint_agrees_by_the_handshake(office: httpx.AsyncClient, origin: str) -> None:
    async with receiver(allows(origin, "120")) as good:
        made = await _make(office, good.url(), rate=5)
        assert (made["state"], made["cause"], made["webhook"]["agreed_at"]) == ("pending", "not-agreed", None)
        assert not good.connections
        answer = await _ask(office, made)
        assert answer.status_code == 200, answer.text
        agreed = answer.json()
        assert (agreed["state"], agreed["cause"]) == ("active", None)
        assert agreed["webhook"]["agreed_how"] == "handshake"
        # 120 a minute is what it allows, and less than what was asked for
        assert (agreed["webhook"]["rate"], agreed["webhook"]["asked_rate"]) == (2.0, 5.0)
        (got,) = good.got
        assert got.headers["webhook-request-origin"] == ORIGIN
        assert got.headers["webhook-request-rate"] == "300"


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("mode", ["binary", "structured"])
async def test_an_endpoint_agrees_by_answering_a_challenge_that_is_signed_as_all_is(
    office: httpx.AsyncClient, form: str, mode: str
) -> None:
    async with receiver(echoes(form)) as good:
        made = await _make(office, good.url(), mode=mode, body="thin")
        (key,) = made["webhook"]["keys"]
        agreed = (await _ask(office, made)).json()
        assert (agreed["state"], agreed["webhook"]["agreed_how"]) == ("active", "challenge")
        asked, challenge = good.got
        assert (asked.method, challenge.method) == ("OPTIONS", "POST")
        Webhook(key["secret"]).verify(challenge.body, challenge.headers)


@pytest.mark.parametrize(
    "behave",
    [
        pytest.param(allows("somebody.else"), id="another origin"),
        pytest.param(echoes("back"), id="an echo"),
        pytest.param(echoes("other"), id="another word"),
        pytest.param(echoes("text", 500), id="the word, and a failure"),
        pytest.param(answers(404), id="nobody there"),
        pytest.param(answers(301, b"", "Location: http://127.0.0.1/", "WebHook-Allowed-Origin: *"), id="elsewhere"),
    ],
)
async def test_who_does_not_agree_gets_nothing_and_the_owner_is_told_what_was_answered(
    office: httpx.AsyncClient, behave: Behave
) -> None:
    async with receiver(behave) as bad:
        made = await _make(office, bad.url())
        answer = await _ask(office, made)
        assert (answer.status_code, answer.json()["code"]) == (409, "not-agreed"), answer.text
        now = (await office.get(made["href"])).json()
        assert (now["state"], now["webhook"]["last_try"]["agreed"]) == ("pending", False)
        assert now["webhook"]["last_try"]["steps"][0]["method"] == "OPTIONS"
        # and then it does
        bad.behave = allows("*")
        assert (await _ask(office, made)).json()["state"] == "active"


async def test_an_endpoint_that_moves_is_asked_again_and_gets_nothing_meanwhile(office: httpx.AsyncClient) -> None:
    async with receiver(allows("*", "60")) as first, receiver(allows("*")) as second:
        made = await _make(office, first.url(), rate=3)
        agreed = (await _ask(office, made)).json()
        assert agreed["webhook"]["rate"] == 1.0
        tag = {"If-Match": f'"{agreed["version"]}"'}
        answer = await office.patch(made["href"], json={"webhook": {"url": second.url()}}, headers=tag)
        assert answer.status_code == 200, answer.text
        moved = answer.json()
        assert (moved["state"], moved["cause"]) == ("pending", "not-agreed")
        assert (moved["webhook"]["agreed_at"], moved["webhook"]["rate"]) == (None, 3.0)
        assert (await _ask(office, made)).json()["state"] == "active"
        assert len(second.got) == 1


async def test_a_change_of_form_needs_no_new_agreement_and_new_kinds_of_keys_are_shown_once(
    office: httpx.AsyncClient,
) -> None:
    async with receiver(allows("*")) as good:
        made = await _make(office, good.url())
        agreed = (await _ask(office, made)).json()
        wish = {"webhook": {"mode": "binary", "body": "thin", "signatures": ["ed25519", "hmac"], "rate": 7}}
        answer = await office.patch(made["href"], json=wish, headers={"If-Match": f'"{agreed["version"]}"'})
        now = answer.json()
        assert (now["state"], now["webhook"]["rate"], now["webhook"]["body"]) == ("active", 7.0, "thin")
        assert {key["kind"] for key in now["webhook"]["keys"]} == {"hmac", "ed25519"}
        (public,) = (key["public_key"] for key in now["webhook"]["keys"] if key["kind"] == "ed25519")
        assert public.startswith("whpk_")
        wish = {"webhook": {"signatures": ["ed25519"], "rate": None}}
        answer = await office.patch(made["href"], json=wish, headers={"If-Match": f'"{now["version"]}"'})
        now = answer.json()["webhook"]
        assert ([key["kind"] for key in now["keys"]], now["rate"]) == (["ed25519"], None)


async def test_a_secret_is_shown_once_and_an_old_key_signs_along_until_its_time_is_over(
    office: httpx.AsyncClient, notifications: Running
) -> None:
    made = await _make(office, "http://127.0.0.1:9/", signatures=["hmac", "ed25519"])
    secret = next(key["secret"] for key in made["webhook"]["keys"] if key["kind"] == "hmac")
    assert secret.startswith("whsec_")
    shown = (await office.get(made["href"])).json()
    assert {key["secret"] for key in shown["webhook"]["keys"]} == {None}
    assert shown["webhook"]["warning"] is None
    (row, *_) = await notifications.sql("SELECT sealed FROM endpoint_secret WHERE subscription = $1", made["id"])
    assert secret.encode() not in bytes(row["sealed"])

    again = {"Idempotency-Key": f"again-{made['id']}"}
    answer = await office.post(f"{made['href']}/secrets", json={"kind": "hmac"}, headers=again)
    assert answer.status_code == 201, answer.text
    keys = answer.json()["webhook"]["keys"]
    assert [key["kind"] for key in keys].count("hmac") == 2
    assert "signs beside the new one" in answer.json()["webhook"]["warning"]
    (fresh,) = (key["secret"] for key in keys if key["secret"])
    assert fresh != secret
    replayed = await office.post(f"{made['href']}/secrets", json={"kind": "hmac"}, headers=again)
    assert {key["secret"] for key in replayed.json()["webhook"]["keys"]} == {None}
    assert len(replayed.json()["webhook"]["keys"]) == len(keys)

    # a third one ends the first at once
    third = (await office.post(f"{made['href']}/secrets", json={"kind": "hmac"})).json()["webhook"]["keys"]
    assert [key["kind"] for key in third].count("hmac") == 2
    assert min(key["made_at"] for key in third if key["kind"] == "hmac") > made["webhook"]["keys"][0]["made_at"]
    ended = await office.post(f"{made['href']}/secrets", json={"old_valid_for_seconds": 0})
    assert sorted(key["kind"] for key in ended.json()["webhook"]["keys"]) == ["ed25519", "hmac"]
    assert ended.json()["webhook"]["warning"] is None

    # and one whose time is over is gone by itself
    await office.post(f"{made['href']}/secrets", json={"kind": "ed25519", "old_valid_for_seconds": 1})

    async def one_of_each() -> None:
        now = (await office.get(made["href"])).json()["webhook"]
        assert sorted(key["kind"] for key in now["keys"]) == ["ed25519", "hmac"]
        assert now["warning"] is None

    await eventually(one_of_each)
    rows = await notifications.sql(
        "SELECT event_type AS type FROM outbox_event WHERE aggregate_id = $1 ORDER BY aggregate_version", made["id"]
    )
    said = [row["type"].split(".")[2] for row in rows]
    assert said.count("subscription-secret-retired") == 5
    assert said.count("subscription-secret-issued") == 5


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://user:word@example.org/", "url-with-password"),
        ("https://example.org/#part", "url-with-fragment"),
        ("ftp://example.org/", "url-not-https"),
        ("https://10.0.0.1/", "url-private"),
        ("https://nobody.invalid/", "url-unknown-host"),
        ("https://example.org:25/", None),
    ],
)
async def test_a_wrong_url_is_refused_when_it_is_registered(
    office: httpx.AsyncClient, url: str, code: str | None
) -> None:
    wish = {"name": "Test", "road": "webhook", "webhook": {"url": url}}
    answer = await office.post(SUBSCRIPTIONS, json=wish)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"] == "webhook.url"
    assert code is None or answer.json()["code"] == code


async def test_nobody_is_flooded_with_questions(world: World) -> None:
    strict = await world.start("notifications", agreement_tries_per_minute=2)
    async with receiver(answers(404)) as bad, strict.client() as one, strict.client(client="another") as another:
        made = [await _make(one, bad.url()) for _ in range(5)]
        codes = [(await _ask(one, each)).status_code for each in made]
        assert codes == [409, 409, 429, 429, 429]
        # nor by many clients together
        codes = [(await _ask(another, each)).status_code for each in made]
        assert codes == [409, 409, 429, 429, 429]
        async with strict.client(client="a-third") as third:
            assert (await _ask(third, made[0])).status_code == 429
        assert len(bad.got) == 8


async def test_another_council_s_endpoint_is_not_there(office: httpx.AsyncClient, notifications: Running) -> None:
    made = await _make(office, "http://127.0.0.1:9/")
    async with notifications.client(council="fife", client="fife-system") as fife:
        assert (await _ask(fife, made)).status_code == 404
        assert (await fife.post(f"{made['href']}/secrets", json={})).status_code == 404
