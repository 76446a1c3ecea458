"""Every refusal and failure is a problem in words its sender can act on, and loses nothing."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.support import things
from tests.support.outbox import outbox
from tests.support.servers import Servers
from tests.support.templates import Templates
from tests.support.world import Running
from tests.support.world import world as provide_world

LIST = "/api/v1/things"
MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
async def service(servers: Servers, templates: Templates) -> AsyncIterator[Running]:
    async with provide_world(servers, templates) as world:
        yield await things.start(world, "api", database_pool_size=3)


@pytest.fixture
async def client(service: Running) -> AsyncIterator[httpx.AsyncClient]:
    await service.sql("DELETE FROM thing")
    await service.sql("DELETE FROM outbox_event")
    async with service.client() as client:
        yield client


def check(answer: httpx.Response, *statuses: int) -> dict[str, Any]:
    """Return the problem that an answer tells, after looking whether it is told as all are."""
    assert answer.status_code in statuses, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-correlation-id"]
    problem: dict[str, Any] = answer.json()
    assert problem["status"] == answer.status_code
    assert problem.keys() >= {"type", "title", "status", "detail", "code"}
    assert problem["type"].endswith(problem["code"])
    assert problem["title"]
    assert problem["detail"]
    assert "Traceback" not in answer.text
    return problem


async def nothing_changed(service: Running) -> None:
    assert await outbox(service) == []
    assert await service.sql("SELECT 1 FROM thing") == []


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/", "/api/v1/things/", "/api/v1/things/a/b", "//", "/api/v1/%2e"])
async def test_an_unknown_address_is_not_found(client: httpx.AsyncClient, path: str) -> None:
    problem = check(await client.get(path), 404)
    assert problem["code"] == "not-found"


async def test_a_missing_thing_is_not_found_by_its_name(client: httpx.AsyncClient) -> None:
    assert "'none'" in check(await client.get(f"{LIST}/none"), 404)["detail"]


@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH", "TRACE"])
async def test_a_method_that_is_not_taken_is_told_with_those_that_are(client: httpx.AsyncClient, method: str) -> None:
    answer = await client.request(method, LIST)
    assert check(answer, 405)["code"] == "method-not-allowed"
    assert answer.headers["allow"] == "GET, POST", "all that the address takes, of whichever route"


@pytest.mark.parametrize("size", [MEGABYTE + 1, 10 * MEGABYTE])
async def test_a_body_over_a_megabyte_is_too_large(service: Running, client: httpx.AsyncClient, size: int) -> None:
    body = b'{"key": "one", "name": "' + b"x" * (size - 26) + b'"}'
    answer = await client.post(LIST, content=body, headers={"Content-Type": "application/json"})
    assert check(answer, 413)["code"] == "too-large"
    await nothing_changed(service)


async def test_a_body_that_grows_too_large_without_saying_so_is_too_large(
    service: Running, client: httpx.AsyncClient
) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(160):
            sent += 65_536
            yield b" " * 65_536

    try:
        answer = await client.post(LIST, content=endless(), headers={"Content-Type": "application/json"})
    except httpx.WriteError:
        # the server has answered and hung up while we were still sending
        assert sent < 160 * 65_536
    else:
        assert check(answer, 413)["code"] == "too-large"
    await nothing_changed(service)


async def test_a_body_of_almost_a_megabyte_is_looked_at(client: httpx.AsyncClient) -> None:
    body = b'{"key": "one", "name": "' + b"x" * (MEGABYTE - 100) + b'"}'
    check(await client.post(LIST, content=body, headers={"Content-Type": "application/json"}), 422)


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data", "json"]
)
async def test_a_body_that_is_not_json_by_its_type_is_not_taken(
    service: Running, client: httpx.AsyncClient, media_type: str
) -> None:
    body = json.dumps({"key": "one", "name": "One"})
    answer = await client.post(LIST, content=body, headers={"Content-Type": media_type})
    assert check(answer, 415)["code"] == "unsupported-media-type"
    await nothing_changed(service)


@pytest.mark.parametrize("media_type", ["application/json", "application/json; charset=utf-8", "application/x+json"])
async def test_json_by_any_of_its_names_is_taken(client: httpx.AsyncClient, media_type: str) -> None:
    body = json.dumps({"key": "one", "name": "One"})
    assert (await client.post(LIST, content=body, headers={"Content-Type": media_type})).status_code == 201


@pytest.mark.parametrize("body", [b"", b"{", b"nonsense", b'{"key": }', b"\xff\xfe", b"{'key': 1}", b'{"key": "\xff"}'])
async def test_a_body_that_is_no_json_cannot_be_read(service: Running, client: httpx.AsyncClient, body: bytes) -> None:
    answer = await client.post(LIST, content=body, headers={"Content-Type": "application/json"})
    check(answer, 400, 422)
    await nothing_changed(service)


RIGHT = {"key": "one", "name": "One"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"key": None}, "key"),
        ({"key": "Not A Key"}, "key"),
        ({"key": "k" * 81}, "key"),
        ({"key": "ключ"}, "key"),
        ({"key": "one\n"}, "key"),
        ({"name": ""}, "name"),
        ({"name": "   "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "x" * 10_000}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"name": "a\x07b"}, "name"),
        ({"name": ["One"]}, "name"),
        ({"name": {"a": 1}}, "name"),
        ({"name": 7}, "name"),
        ({"name": "\ud800"}, "name"),
        ({"note": "x" * 4001}, "note"),
        ({"weight": 0}, "weight"),
        ({"weight": 101}, "weight"),
        ({"weight": "many"}, "weight"),
        ({"weight": 10**40}, "weight"),
        ({"weight": 1.5}, "weight"),
        ({"colour": "red"}, "colour"),
        ({"colour\x00": "red"}, "body"),
        ({"note": {"deep": ["a\x00"]}}, "note"),
    ],
    ids=lambda value: ascii(value)[:40],
)
async def test_a_field_that_breaks_a_rule_is_named(
    service: Running, client: httpx.AsyncClient, wrong: dict[str, Any], field: str
) -> None:
    answer = await client.post(LIST, content=json.dumps(RIGHT | wrong), headers={"Content-Type": "application/json"})
    problem = check(answer, 422)
    assert [error["field"] for error in problem["errors"]] == [field]
    assert problem["errors"][0]["message"]
    await nothing_changed(service)


@pytest.mark.parametrize("body", ["[]", '"text"', "null", "7", "true", "[" * 5_000 + "]" * 5_000])
async def test_a_body_that_is_no_object_is_refused(service: Running, client: httpx.AsyncClient, body: str) -> None:
    answer = await client.post(LIST, content=body, headers={"Content-Type": "application/json"})
    check(answer, 400, 422)
    await nothing_changed(service)


@pytest.mark.parametrize(
    "address", ["/api/v1/things/a%00b", "/api/v1/things?after=%00", "/%00", "/api/v1/things?x=a%00b", "/livez?%00"]
)
async def test_nul_in_an_address_is_refused(client: httpx.AsyncClient, address: str) -> None:
    check(await client.get(address), 400, 422)


@pytest.mark.parametrize("key", ["x" * 10_000, "Caps", "a b", "é", "%ff%fe", "..", "a%2fb"])
async def test_a_key_in_the_path_that_is_none_is_refused(client: httpx.AsyncClient, key: str) -> None:
    check(await client.get(f"{LIST}/{key}"), 404, 422)


async def test_a_conflict_says_what_is_in_the_way(client: httpx.AsyncClient) -> None:
    assert (await client.post(LIST, json=RIGHT)).status_code == 201
    problem = check(await client.post(LIST, json=RIGHT), 409)
    assert problem["code"] == "exists"
    assert "'one'" in problem["detail"]


async def test_two_who_make_the_same_thing_at_once_are_told_apart(client: httpx.AsyncClient, service: Running) -> None:
    answers = await asyncio.gather(*(client.post(LIST, json=RIGHT) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 5
    assert len(await outbox(service)) == 1


async def test_a_failure_on_our_side_tells_nothing_of_the_inside_and_changes_nothing(
    service: Running, client: httpx.AsyncClient
) -> None:
    await service.sql("ALTER TABLE thing RENAME TO broken")
    try:
        for answer in (await client.get(LIST), await client.post(LIST, json=RIGHT)):
            problem = check(answer, 500)
            assert problem["code"] == "internal"
            assert "relation" not in answer.text
            assert "SELECT" not in answer.text
    finally:
        await service.sql("ALTER TABLE broken RENAME TO thing")
    await nothing_changed(service)
    assert (await client.post(LIST, json=RIGHT)).status_code == 201


async def test_when_every_connection_is_taken_the_answer_is_to_come_again(
    service: Running, client: httpx.AsyncClient
) -> None:
    database = things.database_of(service)
    taken = [await database.engine.connect() for _ in range(3)]
    try:
        answers = await asyncio.gather(client.get(LIST), client.post(LIST, json=RIGHT))
        for answer in answers:
            assert check(answer, 503)["code"] == "unavailable"
            assert int(answer.headers["retry-after"]) > 0
        assert (await client.get("/livez")).status_code == 200
    finally:
        for connection in taken:
            await connection.close()
    await nothing_changed(service)
    assert (await client.post(LIST, json=RIGHT)).status_code == 201


async def test_connections_that_were_cut_cost_at_most_a_request_each(
    service: Running, client: httpx.AsyncClient
) -> None:
    """As after the database was started again: the pool holds connections that are dead."""
    await asyncio.gather(*(client.get(LIST) for _ in range(10)))
    await service.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid()"
    )
    answers = [await client.get(LIST) for _ in range(6)]
    assert {answer.status_code for answer in answers} <= {200, 503}
    assert [answer.status_code for answer in answers[3:]] == [200, 200, 200]


async def test_every_answer_bears_the_correlation_of_its_request(client: httpx.AsyncClient) -> None:
    for path in ("/livez", LIST, "/nothing"):
        answer = await client.get(path, headers={"X-Correlation-ID": "mine"})
        assert answer.headers["x-correlation-id"] == "mine"
        for unfit in ("a b", "x" * 101, "é"):
            answer = await client.get(path, headers=[(b"X-Correlation-ID", unfit.encode())])
            assert answer.headers["x-correlation-id"] not in {unfit, ""}
