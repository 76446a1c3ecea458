"""Signing keys: the first one, rotation without downtime, retirement when the last token is out."""

import asyncio
import base64
import json
from datetime import UTC, datetime, timedelta

import pytest

from services.councils.commands.keys import look_after_keys
from services.councils.domain.tokens import TokenRequest
from services.councils.queries import tokens
from shared.database import Database
from shared.errors import UnavailableError
from tests.support.waiting import eventually
from tests.support.world import Running, World

API = "/api/v1"


async def kid(councils: Running, secret: str) -> str:
    """Return which key signs now."""
    async with councils.anonymous() as anybody:
        answer = await anybody.post("/oauth/token", data={"grant_type": "client_credentials"}, auth=("machine", secret))
    assert answer.status_code == 200, answer.text
    header = str(answer.json()["access_token"]).partition(".")[0]
    return str(json.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4)))["kid"])


async def published(councils: Running) -> list[str]:
    async with councils.anonymous() as anybody:
        return [one["kid"] for one in (await anybody.get("/.well-known/jwks.json")).json()["keys"]]


@pytest.fixture
async def secret(councils: Running) -> str:
    async with councils.client() as client:
        wish = {"client_id": "machine", "name": "A machine", "scopes": ["programme:read"]}
        made = await client.post(f"{API}/clients", json=wish)
    assert made.status_code == 201, made.text
    return str(made.json()["secret"])


async def test_replicas_that_start_together_make_one_key_and_tell_of_it(world: World) -> None:
    await world.streams("projects")
    settings = await world.settings("councils")
    databases = [Database(settings, "councils") for _ in range(4)]
    await asyncio.gather(*(look_after_keys(database) for database in databases))
    for database in databases:
        await database.close()
    councils = await world.start("councils", database_url=settings.database_url)
    await councils.ready()
    (key,) = await published(councils)
    (message,) = await world.heard("COUNCILS", 1)
    assert message.subject == f"partnership.councils.signing-key-published.v1.{key}"
    assert b'"d"' not in message.data
    assert [row["kid"] for row in await councils.sql("SELECT kid FROM token_key WHERE kid <> 'test-key'")] == [key]


async def test_a_key_is_rotated_without_a_moment_in_which_a_token_is_refused(
    councils: Running, world: World, secret: str
) -> None:
    (old,) = await published(councils)
    async with councils.client() as office, councils.anonymous() as holder:
        granted = await holder.post("/oauth/token", data={"grant_type": "client_credentials"}, auth=("machine", secret))
        holder.headers["Authorization"] = f"Bearer {granted.json()['access_token']}"
        rotated = await office.post(f"{API}/clients/keys/rotate")
        assert rotated.status_code == 201, rotated.text
        new = rotated.json()["kid"]
        assert (rotated.json()["state"], rotated.headers["location"]) == ("waiting", f"{API}/clients/keys/{new}")
        assert (await office.get(rotated.headers["location"])).json() == rotated.json()
        assert await published(councils) == [old, new]
        assert await kid(councils, secret) == old, "a new key signs only once everybody has heard of it"
        again = await office.post(f"{API}/clients/keys/rotate")
        assert (again.status_code, again.json()["code"]) == (409, "rotation-under-way")

        async def signs_with_the_new_key() -> None:
            assert (await holder.get(f"{API}/councils")).status_code == 200
            assert await kid(councils, secret) == new

        await eventually(signs_with_the_new_key)
        listed = (await office.get(f"{API}/clients/keys")).json()["items"]
        assert [(one["kid"], one["state"]) for one in listed] == [(new, "signing"), (old, "retiring")]
        assert "private" not in listed[0]
        retires = datetime.fromisoformat(listed[1]["retires"])
        assert retires >= datetime.now(UTC) + timedelta(seconds=880)


async def test_an_old_key_is_retired_when_its_time_has_come_and_its_private_part_is_gone(
    councils: Running, world: World, secret: str
) -> None:
    (old,) = await published(councils)
    async with councils.client() as office, councils.anonymous() as holder:
        granted = await holder.post("/oauth/token", data={"grant_type": "client_credentials"}, auth=("machine", secret))
        holder.headers["Authorization"] = f"Bearer {granted.json()['access_token']}"
        new = (await office.post(f"{API}/clients/keys/rotate")).json()["kid"]
        await councils.sql("UPDATE signing_key SET activates = now() WHERE kid = $1", new)
        await councils.sql("UPDATE signing_key SET retires = now() WHERE kid = $1", old)

        async def retired() -> None:
            assert await published(councils) == [new]
            assert (await holder.get(f"{API}/councils")).status_code == 401

        await eventually(retired)
        listed = (await office.get(f"{API}/clients/keys")).json()["items"]
        assert [(one["kid"], one["state"]) for one in listed] == [(new, "signing"), (old, "retired")]
    (row,) = await councils.sql("SELECT private FROM signing_key WHERE kid = $1", old)
    assert row["private"] is None
    assert ".signing-key-retired." in (await world.heard("COUNCILS", 4))[-1].subject


async def test_a_due_retirement_is_not_forgotten_over_a_restart(councils: Running, world: World, secret: str) -> None:
    (old,) = await published(councils)
    async with councils.client() as office:
        new = (await office.post(f"{API}/clients/keys/rotate")).json()["kid"]
    await councils.stop()
    await councils.sql("UPDATE signing_key SET activates = now() WHERE kid = $1", new)
    await councils.sql("UPDATE signing_key SET retires = now() WHERE kid = $1", old)
    again = await world.start("councils", database_url=councils.dsn)

    async def retired() -> None:
        assert await published(again) == [new]

    await eventually(retired)
    assert await kid(again, secret) == new


async def test_keys_are_for_who_may_write_clients(councils: Running) -> None:
    async with councils.client("programme:read", "operations") as other:
        for answer in (
            await other.get(f"{API}/clients/keys"),
            await other.post(f"{API}/clients/keys/rotate"),
            await other.get(f"{API}/clients/keys/anything"),
        ):
            assert answer.status_code == 403
    async with councils.client() as office:
        assert (await office.get(f"{API}/clients/keys/anything")).status_code == 404


async def test_without_a_key_the_service_says_so_instead_of_failing(
    councils: Running, world: World, secret: str
) -> None:
    await councils.stop()
    await councils.sql("DELETE FROM signing_key")
    settings = await world.settings("councils", database_url=councils.dsn)
    database = Database(settings, "councils")
    try:
        asked = TokenRequest("machine", secret, None)
        with pytest.raises(UnavailableError, match="no signing key yet"):
            await tokens.token(database, asked, settings.public_url)
    finally:
        await database.close()
