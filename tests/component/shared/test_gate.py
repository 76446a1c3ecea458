"""The gate: no token, no entry; a token is good if our key signed it, for us, in time, for a client not revoked."""

import asyncio
import base64
import hmac
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from shared.auth import SCOPES
from tests.support import things
from tests.support.servers import Servers
from tests.support.templates import Templates
from tests.support.waiting import eventually
from tests.support.world import Running, World
from tests.support.world import world as provide_world

LIST = "/api/v1/things"


@pytest.fixture(scope="module")
async def service(servers: Servers, templates: Templates) -> AsyncIterator[Running]:
    async with provide_world(servers, templates) as world:
        yield await things.start(world, "api")


@pytest.fixture
def world(service: Running) -> World:
    return service.world


@pytest.fixture
async def client(service: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with service.anonymous() as client:
        yield client


async def ask(client: httpx.AsyncClient, token: str, path: str = LIST) -> httpx.Response:
    return await client.get(path, headers={"Authorization": f"Bearer {token}"})


def refused(answer: httpx.Response) -> str:
    assert answer.status_code == 401, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"].startswith("Bearer")
    detail: str = answer.json()["detail"]
    return detail


@pytest.mark.parametrize("path", ["/api/v1/nowhere", "/api/v1/things"])
async def test_a_refused_request_is_answered_when_all_of_it_has_come(service: Running, path: str) -> None:
    """The next one on the same connection is understood."""
    reader, writer = await asyncio.open_connection("127.0.0.1", service.settings.port)
    body = b'{"key": "k", "name": "n"}'
    head = f"DELETE {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    for _ in range(2):
        writer.write(head.encode())
        await writer.drain()
        early = asyncio.create_task(reader.readline())
        done, _ = await asyncio.wait([early], timeout=0.3)
        assert not done, "it is answered before its body has come"
        writer.write(body)
        assert (await early).startswith(b"HTTP/1.1 401")
        rest = (await reader.readuntil(b"\r\n\r\n")).lower()
        await reader.readexactly(int(rest.partition(b"content-length: ")[2].partition(b"\r\n")[0]))
    writer.close()


async def test_a_good_token_opens(client: httpx.AsyncClient, world: World) -> None:
    assert (await ask(client, world.token(["programme:read"]))).status_code == 200


@pytest.mark.parametrize(
    "path", [LIST, "/api/v1/nothing", "/nothing", "/docs", "/openapi.json", "/livez/", "/LIVEZ", "/api/v1/reports-x"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "OPTIONS", "HEAD", "PROPFIND"])
async def test_without_a_token_nothing_is_told_not_even_what_is_there(
    client: httpx.AsyncClient, method: str, path: str
) -> None:
    answer = await client.request(method, path)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Basic dXNlcjpwYXNz",
        "bearer x",
        "Bearer a.b.c",
        "Bearer ....",
        "Token x",
        "",
        "Bearer \xff",
        f"Bearer {base64.urlsafe_b64encode(b'[' * 6000).decode()}",
    ],
)
async def test_a_header_that_holds_no_token_is_refused(client: httpx.AsyncClient, header: str) -> None:
    refused(await client.get(LIST, headers=[(b"Authorization", header.encode("latin-1"))]))


async def test_an_expired_token_is_refused(client: httpx.AsyncClient, world: World) -> None:
    assert "expired" in refused(await ask(client, world.token(["programme:read"], lives=timedelta(seconds=-10))))


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another-service"},
        {"aud": ["a", "b"]},
        {"aud": None},
        {"iss": "http://elsewhere.test"},
        {"iss": None},
        {"sub": None},
        {"exp": None},
        {"exp": "never"},
        {"nbf": 4_102_444_800},
    ],
    ids=str,
)
async def test_a_token_for_another_or_lacking_a_claim_is_refused(
    client: httpx.AsyncClient, world: World, claims: dict[str, Any]
) -> None:
    token = world.token(["programme:read"], **claims)
    refused(await ask(client, token))


def signed_otherwise(world: World, header: dict[str, str], key: Any) -> str:
    """Return a token with our claims under another header and key."""
    _, payload, _ = world.token(["programme:read"]).split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return jwt.encode(header, claims, key, algorithms=[header["alg"]])


async def test_a_token_of_an_unknown_key_is_refused(client: httpx.AsyncClient, world: World) -> None:
    stranger = ECKey.generate_key("P-256")
    assert "not, or no longer, ours" in refused(
        await ask(client, signed_otherwise(world, {"alg": "ES256", "kid": "strange"}, stranger))
    )


async def test_a_token_that_borrows_the_name_of_our_key_is_refused(client: httpx.AsyncClient, world: World) -> None:
    stranger = ECKey.generate_key("P-256")
    assert "signature" in refused(
        await ask(client, signed_otherwise(world, {"alg": "ES256", "kid": "test-key"}, stranger))
    )


async def test_a_token_signed_with_our_public_key_as_a_secret_is_refused(
    client: httpx.AsyncClient, world: World
) -> None:
    """The oldest trick: the algorithm that the token names must not decide what the key is used for."""
    _, payload, _ = world.token(["programme:read"]).split(".")
    for secret in (world.key.as_pem(private=False), json.dumps(world.key.as_dict(private=False)).encode()):
        signed = f"{encoded(json.dumps({'alg': 'HS256', 'kid': 'test-key'}).encode())}.{payload}"
        signature = encoded(hmac.digest(secret, signed.encode(), "sha256"))
        refused(await ask(client, f"{signed}.{signature}"))


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


async def test_a_token_without_a_signature_is_refused(client: httpx.AsyncClient, world: World) -> None:
    _, payload, signature = world.token(["programme:read"]).split(".")
    for algorithm in ("none", "ES256"):
        header = encoded(json.dumps({"alg": algorithm, "kid": "test-key"}).encode())
        refused(await ask(client, f"{header}.{payload}."))
    other = world.token(["programme:read"], client="somebody").split(".")[1]
    refused(await ask(client, f"{header}.{other}.{signature}"))


async def test_a_token_without_the_scope_of_a_route_is_forbidden_there(client: httpx.AsyncClient, world: World) -> None:
    for scopes in ([], ["events:read"], [scope for scope in SCOPES if scope != "programme:read"], ["PROGRAMME:READ"]):
        answer = await ask(client, world.token(scopes))
        assert (answer.status_code, answer.json()["code"]) == (403, "scope-missing")
        assert "programme:read" in answer.json()["detail"]
    reader = world.token(["programme:read"])
    answer = await client.post(LIST, json={"key": "k", "name": "n"}, headers={"Authorization": f"Bearer {reader}"})
    assert answer.status_code == 403
    assert (await ask(client, reader, "/api/v1/nothing")).status_code == 404


async def test_a_revoked_client_is_refused_also_with_a_token_that_was_good_a_moment_ago(
    client: httpx.AsyncClient, world: World, service: Running
) -> None:
    token = world.token(["programme:read"], client="fallen")
    assert (await ask(client, token)).status_code == 200
    await service.sql("INSERT INTO revoked_client VALUES ('fallen', now())")

    async def revoked() -> None:
        answer = await ask(client, token)
        assert answer.status_code == 401
        assert "revoked" in answer.json()["detail"]

    await eventually(revoked)
    assert (await ask(client, world.token(["programme:read"]))).status_code == 200


async def test_a_new_key_is_good_at_once_and_a_retired_one_no_longer(
    client: httpx.AsyncClient, world: World, service: Running
) -> None:
    fresh = ECKey.generate_key("P-256", parameters={"kid": "fresh"})
    await service.sql(
        "INSERT INTO token_key (kid, jwk, retired) VALUES ('fresh', $1, false)",
        json.dumps(fresh.as_dict(private=False)),
    )
    token = signed_otherwise(world, {"alg": "ES256", "kid": "fresh"}, fresh)

    async def is_good() -> None:
        assert (await ask(client, token)).status_code == 200

    await eventually(is_good, seconds=2)
    await service.sql("UPDATE token_key SET retired = true WHERE kid = 'fresh'")

    async def is_not() -> None:
        assert (await ask(client, token)).status_code == 401

    await eventually(is_not)


async def test_a_flood_of_unknown_keys_does_not_ask_the_database_each_time(
    client: httpx.AsyncClient, world: World, service: Running
) -> None:
    reloads = 0
    tokens = service.app.state.tokens
    reload = tokens.reload

    async def counted() -> None:
        nonlocal reloads
        reloads += 1
        await reload()

    tokens.reload = counted
    try:
        stranger = ECKey.generate_key("P-256")
        for number in range(50):
            refused(await ask(client, signed_otherwise(world, {"alg": "ES256", "kid": f"k{number}"}, stranger)))
    finally:
        tokens.reload = reload
    assert reloads < 50


async def test_health_needs_no_token_and_looks_at_none(client: httpx.AsyncClient) -> None:
    for path in ("/livez", "/readyz", "/healthz"):
        assert (await client.get(path)).status_code in {200, 503}
        assert (await client.get(path, headers={"Authorization": "Bearer nonsense"})).status_code in {200, 503}
    assert (await client.post("/livez")).status_code == 401
