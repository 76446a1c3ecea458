"""The token endpoint: what it gives, to whom, and how it refuses."""

import asyncio
import base64
import threading
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from services.councils import crypto
from tests.support.world import ISSUER, Running

API = "/api/v1"
FORM = {"grant_type": "client_credentials"}


@pytest.fixture
async def secret(office: httpx.AsyncClient) -> str:
    wish = {"client_id": "fife-systems", "name": "Fife", "council": "fife", "scopes": ["programme:read", "events:read"]}
    made = await office.post(f"{API}/clients", json=wish)
    assert made.status_code == 201, made.text
    return str(made.json()["secret"])


@pytest.fixture
async def anybody(councils: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with councils.anonymous() as client:
        yield client


async def claims(anybody: httpx.AsyncClient, answer: httpx.Response) -> dict[str, Any]:
    """Verify a token as an outsider would: with nothing but the published keys."""
    published = await anybody.get("/.well-known/jwks.json")
    decoded = jwt.decode(answer.json()["access_token"], KeySet.import_key_set(published.json()), algorithms=["ES256"])
    return dict(decoded.claims)


async def test_a_token_says_who_may_do_what_for_which_council_and_until_when(
    anybody: httpx.AsyncClient, secret: str
) -> None:
    answer = await anybody.post("/oauth/token", data=FORM, auth=("fife-systems", secret))
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["pragma"] == "no-cache"
    body = answer.json()
    assert (body["token_type"], body["expires_in"], body["scope"]) == ("Bearer", 900, "programme:read events:read")
    told = await claims(anybody, answer)
    assert (told["iss"], told["aud"], told["sub"], told["council"]) == (ISSUER, "partnership", "fife-systems", "fife")
    assert told["scope"] == body["scope"]
    assert told["exp"] - told["iat"] == 900
    assert abs(told["iat"] - time.time()) < 60
    another = await anybody.post("/oauth/token", data=FORM | {"client_id": "fife-systems", "client_secret": secret})
    assert (await claims(anybody, another))["jti"] != told["jti"]


async def test_a_token_can_be_narrowed_but_not_widened(
    anybody: httpx.AsyncClient, councils: Running, secret: str
) -> None:
    auth = ("fife-systems", secret)
    narrow = await anybody.post("/oauth/token", data=FORM | {"scope": "events:read"}, auth=auth)
    assert narrow.json()["scope"] == "events:read"
    async with councils.anonymous() as client:
        client.headers["Authorization"] = f"Bearer {narrow.json()['access_token']}"
        refused = await client.get(f"{API}/councils")
        assert (refused.status_code, refused.json()["code"]) == (403, "scope-missing")
    wide = await anybody.post("/oauth/token", data=FORM | {"scope": "programme:write"}, auth=auth)
    assert (wide.status_code, wide.json()["error"]) == (400, "invalid_scope")


async def test_who_is_not_let_in_is_not_told_why(anybody: httpx.AsyncClient, secret: str) -> None:
    wrong = secret[:-1] + ("a" if secret[-1] != "a" else "b")
    for client_id in ("fife-systems", "nobody", "", "x" * 150, "fife\x00systems", "'; DROP TABLE client"):
        header = base64.b64encode(f"{client_id}:{wrong}".encode()).decode()
        answer = await anybody.post("/oauth/token", data=FORM, headers={"Authorization": f"Basic {header}"})
        assert answer.status_code == 401, client_id
        assert answer.json() == {
            "error": "invalid_client",
            "error_description": "The client is not known, or its secret is not valid.",
        }
        assert answer.headers["www-authenticate"].startswith("Basic ")
        assert answer.headers["cache-control"] == "no-store"


async def test_a_request_that_is_none_is_refused_in_the_words_of_the_standard(anybody: httpx.AsyncClient) -> None:
    form = "application/x-www-form-urlencoded"
    for content, content_type, status, error in (
        (b'{"grant_type": "client_credentials"}', "application/json", 400, "invalid_request"),
        (b"", "", 400, "invalid_request"),
        (b"\xff\xfe\x00", form, 400, "invalid_request"),
        (b"grant_type=password", form, 400, "unsupported_grant_type"),
        (b"grant_type=client_credentials", form, 401, "invalid_client"),
        (b"a=" + b"x" * 100_000, form, 413, "invalid_request"),
    ):
        answer = await anybody.post("/oauth/token", content=content, headers={"Content-Type": content_type})
        assert (answer.status_code, answer.json()["error"]) == (status, error), content[:40]
        assert answer.json()["error_description"]
        assert answer.headers["cache-control"] == "no-store"


async def test_a_secret_that_was_just_checked_costs_no_argon2_again(anybody: httpx.AsyncClient, secret: str) -> None:
    async def takes(given: str) -> float:
        began = time.perf_counter()
        await anybody.post("/oauth/token", data=FORM, auth=("fife-systems", given))
        return time.perf_counter() - began

    await takes(secret)
    known = min([await takes(secret) for _ in range(6)])
    wrong = min([await takes(f"wrong-{number}") for number in range(6)])
    assert known < wrong / 2, (known, wrong)


async def test_anybody_can_read_the_public_keys_and_no_private_part(anybody: httpx.AsyncClient) -> None:
    answer = await anybody.get("/.well-known/jwks.json")
    assert answer.headers["cache-control"] == "public, max-age=15"
    (key,) = answer.json()["keys"]
    assert set(key) == {"kty", "crv", "x", "y", "kid", "use", "alg"}
    assert (key["crv"], key["alg"], key["use"]) == ("P-256", "ES256", "sig")


@pytest.fixture
def busy() -> Iterator[threading.Event]:
    """Keep the threads that check secrets from their work, until it is set."""
    go_on = threading.Event()
    for _ in range(crypto._threads._max_workers):
        crypto._threads.submit(go_on.wait)
    yield go_on
    go_on.set()


async def test_a_flood_of_wrong_secrets_is_turned_away_and_keeps_no_known_client_out(
    anybody: httpx.AsyncClient, secret: str, request: pytest.FixtureRequest
) -> None:
    known = ("fife-systems", secret)
    assert (await anybody.post("/oauth/token", data=FORM, auth=known)).status_code == 200
    go_on: threading.Event = request.getfixturevalue("busy")
    guesses = [asyncio.create_task(crypto.matching(f"guess-{number}", [])) for number in range(crypto.MOST_WAITING)]
    await asyncio.sleep(0)  # each has taken its place

    refused = await anybody.post("/oauth/token", data=FORM, auth=("fife-systems", "one guess too many"))
    assert (refused.status_code, refused.json()["code"]) == (503, "busy")
    assert refused.headers["content-type"] == "application/problem+json"
    assert int(refused.headers["retry-after"]) > 0
    assert (await anybody.post("/oauth/token", data=FORM, auth=known)).status_code == 200

    # and when it is over, whoever is not known is looked at again
    go_on.set()
    assert not any(await asyncio.gather(*guesses))
    wrong = await anybody.post("/oauth/token", data=FORM, auth=("fife-systems", "a last guess"))
    assert (wrong.status_code, wrong.json()["error"]) == (401, "invalid_client")
