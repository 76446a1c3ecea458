"""Idempotency-Key: a request that is sent again is answered again, and carried out once."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.support import things
from tests.support.outbox import outbox
from tests.support.waiting import eventually
from tests.support.world import Running, World

THING = {"key": "one", "name": "One"}


@pytest.fixture
async def api(world: World) -> Running:
    return await things.start(world, "api")


@pytest.fixture
async def client(api: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with api.client() as client:
        yield client


async def make(client: httpx.AsyncClient, key: str, body: Any = None) -> httpx.Response:
    return await client.post("/api/v1/things", json=body or THING, headers={"Idempotency-Key": key})


async def test_the_same_request_gets_the_same_answer_and_has_one_effect(
    api: Running, client: httpx.AsyncClient
) -> None:
    first = await make(client, "k")
    again = await make(client, "k")
    assert first.status_code == again.status_code == 201
    assert again.json() == first.json()
    for header in ("location", "etag", "content-type"):
        assert again.headers[header] == first.headers[header]
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert len(await outbox(api)) == 1


async def test_the_answer_is_the_one_given_then_also_after_the_thing_has_changed(
    api: Running, client: httpx.AsyncClient
) -> None:
    first = await make(client, "k")
    changed = await client.patch("/api/v1/things/one", json={"name": "Two"}, headers={"If-Match": '"1"'})
    assert changed.status_code == 200
    assert (await make(client, "k")).json() == first.json()


@pytest.mark.parametrize(
    "other", [{"key": "two", "name": "One"}, {"key": "one", "name": "Other"}, {"name": "One", "key": "one"}]
)
async def test_a_key_that_was_used_for_another_request_is_refused(
    client: httpx.AsyncClient, other: dict[str, str]
) -> None:
    assert (await make(client, "k")).status_code == 201
    refused = await make(client, "k", other)
    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency-key-reused")


async def test_requests_under_one_key_at_the_same_moment_have_one_effect(
    api: Running, client: httpx.AsyncClient
) -> None:
    things.held.clear()
    try:
        requests = [asyncio.create_task(make(client, "k")) for _ in range(5)]

        async def others_wait() -> None:
            rows = await api.sql(
                "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            assert len(rows) == 4

        await eventually(others_wait)
    finally:
        things.held.set()
    answers = await asyncio.gather(*requests)
    assert [answer.status_code for answer in answers] == [201] * 5
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert sum("idempotency-replayed" in answer.headers for answer in answers) == 4
    assert len(await outbox(api)) == 1


async def test_a_refused_request_leaves_its_key_free(api: Running, client: httpx.AsyncClient) -> None:
    await make(client, "other")
    assert (await make(client, "k")).status_code == 409
    assert await api.sql("SELECT 1 FROM idempotency_key WHERE key = 'k'") == []
    assert (await make(client, "k", {"key": "two", "name": "Two"})).status_code == 201


async def test_a_request_that_failed_leaves_its_key_free(api: Running, client: httpx.AsyncClient) -> None:
    await api.sql("ALTER TABLE thing RENAME TO broken")
    assert (await make(client, "k")).status_code == 500
    await api.sql("ALTER TABLE broken RENAME TO thing")
    answer = await make(client, "k")
    assert answer.status_code == 201
    assert "idempotency-replayed" not in answer.headers


async def test_keys_of_different_clients_have_nothing_to_do_with_one_another(api: Running) -> None:
    async with api.client(client="one") as one, api.client(client="other") as other:
        assert (await make(one, "k")).status_code == 201
        answer = await make(other, "k", {"key": "two", "name": "Two"})
    assert (answer.status_code, answer.json()["key"]) == (201, "two")


@pytest.mark.parametrize("key", ["", "a b", "é", "x" * 256, "tab\there"])
async def test_a_key_that_is_none_is_refused(api: Running, client: httpx.AsyncClient, key: str) -> None:
    answer = await client.post(
        "/api/v1/things", json=THING, headers=[(b"Idempotency-Key", key.encode("latin-1", "replace"))]
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed-key")
    assert await outbox(api) == []


async def test_a_key_of_255_characters_is_taken(client: httpx.AsyncClient) -> None:
    assert (await make(client, "x" * 255)).status_code == 201
    assert "idempotency-replayed" in (await make(client, "x" * 255)).headers


async def test_without_a_key_a_second_request_is_a_second_request(client: httpx.AsyncClient) -> None:
    assert (await client.post("/api/v1/things", json=THING)).status_code == 201
    assert (await client.post("/api/v1/things", json=THING)).status_code == 409
