"""Machine clients: registered, given secrets, revoked; and that no secret is ever kept."""

import json

import httpx
import pytest

from tests.support.waiting import eventually
from tests.support.world import Running, World

API = "/api/v1"
FIFE = {
    "client_id": "fife-systems",
    "name": "Systems of Fife",
    "council": "S12000015",
    "scopes": ["programme:read", "adoptions:write", "events:read"],
}
GRANT = {"grant_type": "client_credentials"}


async def token(councils: Running, client_id: str, secret: str) -> httpx.Response:
    async with councils.anonymous() as anybody:
        return await anybody.post("/oauth/token", data=GRANT, auth=(client_id, secret))


@pytest.fixture
async def fife(office: httpx.AsyncClient) -> str:
    """The secret of a client of Fife."""
    made = await office.post(f"{API}/clients", json=FIFE)
    assert made.status_code == 201, made.text
    return str(made.json()["secret"])


async def test_a_registered_client_gets_a_token_of_its_council(
    office: httpx.AsyncClient, councils: Running, world: World
) -> None:
    made = await office.post(f"{API}/clients", json=FIFE)
    assert made.status_code == 201, made.text
    assert made.headers["location"] == f"{API}/clients/fife-systems"
    assert made.headers["cache-control"] == "no-store"
    assert made.json()["council"] == "fife"
    granted = await token(councils, "fife-systems", made.json()["secret"])
    assert granted.status_code == 200, granted.text
    async with councils.anonymous() as client:
        client.headers["Authorization"] = f"Bearer {granted.json()['access_token']}"
        assert (await client.get(f"{API}/councils/fife")).status_code == 200
        assert (await client.get(f"{API}/adoptions?council=angus")).status_code == 403
        assert (await client.get(f"{API}/clients")).status_code == 403

    messages = await world.heard("COUNCILS", 8)
    (registered,) = [json.loads(one.data) for one in messages if ".client-registered." in one.subject]
    assert registered == {"client": "fife-systems", "council": "fife", "scopes": FIFE["scopes"], "expires": None}


async def test_a_secret_is_shown_once_and_kept_nowhere(
    office: httpx.AsyncClient, councils: Running, world: World
) -> None:
    headers = {"Idempotency-Key": "register-fife"}
    made = await office.post(f"{API}/clients", json=FIFE, headers=headers)
    secret = made.json()["secret"]
    again = await office.post(f"{API}/clients", json=FIFE, headers=headers)
    assert (again.status_code, again.json()["secret"]) == (201, None)
    assert "ask for another" in again.json()["notice"]
    issued = await office.post(f"{API}/clients/fife-systems/secrets", json={}, headers={"Idempotency-Key": "another"})
    assert issued.status_code == 201, issued.text
    for address in ("/fife-systems", ""):
        assert "hashed" not in (await office.get(f"{API}/clients{address}")).text

    tables = await councils.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    kept = [row for one in tables for row in await councils.sql(f'SELECT t::text FROM "{one["tablename"]}" AS t')]  # noqa: S608 - the server's own names
    said = [bytes(one.data).decode() for one in await world.heard("COUNCILS", 9)]
    for shown in (secret, issued.json()["secret"]):
        assert len(shown) >= 40
        assert not any(shown in row["t"] for row in kept)
        assert not any(shown in text for text in said)
    hashes = await councils.sql("SELECT hashed FROM client_secret")
    assert all(row["hashed"].startswith("$argon2id$") for row in hashes)


async def test_two_secrets_are_good_at_once_and_never_three(
    office: httpx.AsyncClient, councils: Running, fife: str
) -> None:
    second = (await office.post(f"{API}/clients/fife-systems/secrets", json={})).json()
    assert [one["expires"] is None for one in second["secrets"]] == [False, True]
    for secret in (fife, second["secret"]):
        assert (await token(councils, "fife-systems", secret)).status_code == 200
    third = (await office.post(f"{API}/clients/fife-systems/secrets", json={})).json()
    good = [
        (await token(councils, "fife-systems", one)).status_code for one in (fife, second["secret"], third["secret"])
    ]
    assert good == [401, 200, 200]


async def test_a_leaked_secret_can_be_ended_at_once(office: httpx.AsyncClient, councils: Running, fife: str) -> None:
    assert (await token(councils, "fife-systems", fife)).status_code == 200
    wish = {"old_valid_for_seconds": 0}
    issued = await office.post(f"{API}/clients/fife-systems/secrets", json=wish)
    assert issued.status_code == 201, issued.text
    assert (await token(councils, "fife-systems", fife)).status_code == 401


async def test_a_secret_that_has_expired_is_refused_although_it_was_checked_before(
    office: httpx.AsyncClient, councils: Running, fife: str
) -> None:
    assert (await office.post(f"{API}/clients/fife-systems/secrets", json={})).status_code == 201
    assert (await token(councils, "fife-systems", fife)).status_code == 200
    await councils.sql("UPDATE client_secret SET expires = now() WHERE expires IS NOT NULL")
    assert (await token(councils, "fife-systems", fife)).status_code == 401
    assert len((await office.get(f"{API}/clients/fife-systems")).json()["secrets"]) == 1


async def test_a_revoked_client_is_refused_with_the_tokens_it_holds(
    office: httpx.AsyncClient, councils: Running, world: World, fife: str
) -> None:
    granted = await token(councils, "fife-systems", fife)
    async with councils.anonymous() as client:
        client.headers["Authorization"] = f"Bearer {granted.json()['access_token']}"
        assert (await client.get(f"{API}/councils/fife")).status_code == 200
        unread = await office.delete(f"{API}/clients/fife-systems")
        assert unread.status_code == 428
        revoked = await office.delete(f"{API}/clients/fife-systems", headers={"If-Match": '"1"'})
        assert (revoked.status_code, revoked.json()["revoked"], revoked.json()["secrets"]) == (200, True, [])
        refused = await client.get(f"{API}/councils/fife")
        assert (refused.status_code, refused.json()["detail"]) == (401, "This client was revoked.")
    assert (await token(councils, "fife-systems", fife)).json()["error"] == "invalid_client"
    assert ".client-revoked." in (await world.heard("COUNCILS", 9))[-1].subject

    again = await office.post(f"{API}/clients", json=FIFE)
    assert (again.status_code, again.json()["code"]) == (409, "exists-already")
    another = await office.post(f"{API}/clients/fife-systems/secrets", json={})
    assert (another.status_code, another.json()["code"]) == (409, "client-revoked")


async def test_another_replica_refuses_a_revoked_client_soon(
    office: httpx.AsyncClient, councils: Running, world: World, fife: str
) -> None:
    replica = await world.start("councils", database_url=councils.dsn)
    granted = await token(replica, "fife-systems", fife)
    async with replica.anonymous() as client:
        client.headers["Authorization"] = f"Bearer {granted.json()['access_token']}"
        assert (await client.get(f"{API}/councils/fife")).status_code == 200
        await office.delete(f"{API}/clients/fife-systems", headers={"If-Match": "*"})

        async def refused() -> None:
            assert (await client.get(f"{API}/councils/fife")).status_code == 401

        await eventually(refused)


async def test_a_client_gives_no_scope_that_it_does_not_have(office: httpx.AsyncClient, councils: Running) -> None:
    every = {"client_id": "strong", "name": "All scopes", "scopes": ["operations", "clients:write"]}
    assert (await office.post(f"{API}/clients", json=every)).status_code == 201
    async with councils.client("clients:write", "programme:read", client="clerk") as clerk:
        wish = {"client_id": "mine", "name": "Mine", "scopes": ["clients:write", "operations"]}
        refused = await clerk.post(f"{API}/clients", json=wish)
        assert (refused.status_code, refused.json()["code"]) == (403, "scope-not-yours")
        refused = await clerk.post(f"{API}/clients/strong/secrets", json={})
        assert (refused.status_code, refused.json()["code"]) == (403, "scope-not-yours")
        made = await clerk.post(f"{API}/clients", json=wish | {"scopes": ["programme:read"]})
        assert made.status_code == 201, made.text


async def test_a_councils_client_has_the_scopes_of_councils_only(office: httpx.AsyncClient) -> None:
    refused = await office.post(f"{API}/clients", json=FIFE | {"scopes": ["programme:read", "programme:write"]})
    assert (refused.status_code, refused.json()["code"]) == (422, "scope-not-for-councils")
    assert "programme:write" in refused.json()["detail"]
    unknown = await office.post(f"{API}/clients", json=FIFE | {"scopes": ["everything"]})
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "scopes.0")
    nowhere = await office.post(f"{API}/clients", json=FIFE | {"council": "atlantis"})
    assert nowhere.status_code == 404


async def test_clients_are_listed_page_by_page(office: httpx.AsyncClient, fife: str) -> None:
    assert fife
    other = {"client_id": "angus-systems", "name": "Systems of Angus", "scopes": ["programme:read"]}
    assert (await office.post(f"{API}/clients", json=other)).status_code == 201
    first = (await office.get(f"{API}/clients?limit=1")).json()
    rest = (await office.get(first["next"])).json()
    assert [one["client_id"] for one in first["items"] + rest["items"]] == ["angus-systems", "fife-systems"]
