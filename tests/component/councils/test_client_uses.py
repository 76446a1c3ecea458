"""When a client was last used, that it can end by itself, and that keeping this never stands in the way of a token."""

import asyncio
from datetime import UTC, datetime, timedelta

import asyncpg
import httpx
import pytest

from tests.support.waiting import eventually
from tests.support.world import Running

API = "/api/v1"
CLIENT = f"{API}/clients/fife-systems"
GRANT = {"grant_type": "client_credentials"}
FIFE = {"client_id": "fife-systems", "name": "Systems of Fife", "council": "fife", "scopes": ["programme:read"]}


async def token(councils: Running, secret: str) -> httpx.Response:
    async with councils.anonymous() as anybody:
        return await anybody.post("/oauth/token", data=GRANT, auth=("fife-systems", secret))


@pytest.fixture
async def first(office: httpx.AsyncClient) -> str:
    """The first secret of a client of Fife."""
    made = await office.post(f"{API}/clients", json=FIFE)
    assert (made.json()["last_used"], made.json()["warnings"]) == (None, [])
    return str(made.json()["secret"])


async def uses(councils: Running) -> int:
    return int((await councils.sql("SELECT count(*) FROM client_use"))[0]["count"])


async def test_a_token_shows_when_client_and_secret_were_last_used(
    office: httpx.AsyncClient, councils: Running, first: str
) -> None:
    before = datetime.now(UTC)
    assert (await token(councils, "wrong")).status_code == 401
    assert (await token(councils, first)).status_code == 200

    async def shows() -> None:
        shown = (await office.get(CLIENT)).json()
        assert shown["last_used"] is not None
        assert before <= datetime.fromisoformat(shown["last_used"]) <= datetime.now(UTC)
        assert shown["secrets"][0]["last_used"] == shown["last_used"]
        assert shown["version"] == 1

    await eventually(shows)
    listed = (await office.get(f"{API}/clients")).json()["items"]
    assert listed[0]["last_used"] is not None


async def test_many_tokens_are_one_row_written_once_a_minute(councils: Running, first: str) -> None:
    assert (await token(councils, first)).status_code == 200

    async def kept() -> None:
        assert await uses(councils) == 1

    await eventually(kept)
    (written,) = await councils.sql("SELECT used_at, xmin::text FROM client_use")
    for _ in range(10):
        assert (await token(councils, first)).status_code == 200
    assert [written] == await councils.sql("SELECT used_at, xmin::text FROM client_use")
    await councils.sql("UPDATE client_use SET used_at = used_at - interval '61 seconds'")
    assert (await token(councils, first)).status_code == 200

    async def later() -> None:
        (row,) = await councils.sql("SELECT used_at FROM client_use")
        assert row["used_at"] > written["used_at"]

    await eventually(later)


async def test_the_old_secret_in_use_after_the_new_one_is_warned_of(
    office: httpx.AsyncClient, councils: Running, first: str
) -> None:
    assert (await token(councils, first)).status_code == 200
    issued = (await office.post(f"{CLIENT}/secrets", json={"old_valid_for_seconds": 3600})).json()
    assert issued["warnings"] == []
    assert (await token(councils, issued["secret"])).status_code == 200
    assert (await token(councils, first)).status_code == 200

    async def warns() -> None:
        shown = (await office.get(CLIENT)).json()
        assert [one["code"] for one in shown["warnings"]] == ["old-secret-in-use"]
        assert all(one["last_used"] for one in shown["secrets"])

    await eventually(warns)
    ended = (await office.post(f"{CLIENT}/secrets", json={"old_valid_for_seconds": 0})).json()
    assert ended["warnings"] == []
    assert ended["last_used"] is not None, "what a secret that is gone was used for is not forgotten"


async def test_a_use_that_cannot_be_kept_keeps_nobody_waiting(councils: Running, first: str) -> None:
    connection = await asyncpg.connect(councils.dsn)
    try:
        async with connection.transaction():
            await connection.execute("LOCK TABLE client_use IN EXCLUSIVE MODE")
            # whoever waited for the table would wait for ten seconds
            async with asyncio.timeout(8):
                for _ in range(3):
                    assert (await token(councils, first)).status_code == 200
    finally:
        await connection.close()

    async def kept() -> None:
        assert await uses(councils) == 1

    await eventually(kept)


async def test_a_client_ends_by_itself_and_its_tokens_with_it(office: httpx.AsyncClient, councils: Running) -> None:
    ends = datetime.now(UTC) + timedelta(minutes=5)
    made = await office.post(f"{API}/clients", json=FIFE | {"expires": ends.isoformat()})
    assert made.status_code == 201, made.text
    assert [one["code"] for one in made.json()["warnings"]] == ["ends-soon"]
    first = made.json()["secret"]
    granted = (await token(councils, first)).json()
    assert 240 < granted["expires_in"] <= 300
    await councils.sql("UPDATE client SET expires = now()")
    assert (await token(councils, first)).json()["error"] == "invalid_client"
    refused = await office.post(f"{CLIENT}/secrets", json={})
    assert (refused.status_code, refused.json()["code"]) == (409, "client-expired")
    renewed = await office.post(f"{CLIENT}/secrets", json={"expires": None})
    assert (renewed.status_code, renewed.json()["expires"]) == (201, None)
    assert (await token(councils, renewed.json()["secret"])).json()["expires_in"] == 900
