"""Lists: the next link walks through everything once, and a cursor that is none is told so."""

import base64
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.support import things
from tests.support.servers import Servers
from tests.support.templates import Templates
from tests.support.world import Running
from tests.support.world import world as provide_world

LIST = "/api/v1/things"
LETTERS = "/api/v1/operations/projects/dead-letters"


@pytest.fixture(scope="module")
async def service(servers: Servers, templates: Templates) -> AsyncIterator[Running]:
    async with provide_world(servers, templates) as world:
        yield await things.start(world, "api")


@pytest.fixture
async def api(service: Running) -> Running:
    await service.sql("DELETE FROM thing")
    await service.sql(
        """INSERT INTO thing (key, name, version, created_at, changed_at)
           SELECT 'k' || to_char(n * 10, 'FM0000'), 'n', 1, now(), now() FROM generate_series(1, 130) AS n"""
    )
    return service


@pytest.fixture
async def client(api: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with api.client() as client:
        yield client


async def walk(client: httpx.AsyncClient, url: str) -> AsyncIterator[list[dict[str, Any]]]:
    """Follow the next links and yield each page's items."""
    following: str | None = url
    while following is not None:
        answer = await client.get(following)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        yield page["items"]
        following = page["next"]


@pytest.mark.parametrize("limit", [1, 7, 65, 130, 200])
async def test_the_next_link_walks_through_everything_once(client: httpx.AsyncClient, limit: int) -> None:
    pages = [items async for items in walk(client, f"{LIST}?limit={limit}")]
    keys = [item["key"] for items in pages for item in items]
    assert keys == [f"k{number * 10:04}" for number in range(1, 131)]
    assert all(len(items) == limit for items in pages[:-1])
    assert pages[-1]


async def test_a_page_has_fifty_items_unless_asked(client: httpx.AsyncClient) -> None:
    assert [len(items) async for items in walk(client, LIST)] == [50, 50, 30]


async def test_what_was_there_from_the_start_is_seen_once_while_others_write(
    api: Running, client: httpx.AsyncClient
) -> None:
    seen: list[str] = []
    async for items in walk(client, f"{LIST}?limit=10"):
        seen += [item["key"] for item in items]
        number = 5 + len(seen) * 10
        # one behind us and one before us
        for key in (f"k{number - 100:04}", f"k{number + 100:04}"):
            made = await client.post(LIST, json={"key": key, "name": "late"})
            assert made.status_code in {201, 409}
    assert len(seen) == len(set(seen))
    assert set(seen) >= {f"k{number * 10:04}" for number in range(1, 131)}
    assert seen == sorted(seen)


async def test_the_next_link_keeps_what_else_was_asked_for(api: Running, client: httpx.AsyncClient) -> None:
    first = (await client.get(LIST, params={"limit": 2, "not_named": "red&blue=1"})).json()
    url = httpx.URL(first["next"])
    assert url.params["limit"] == "2"
    assert url.params["not_named"] == "red&blue=1"


async def test_a_parameter_that_a_list_does_not_have_is_refused(client: httpx.AsyncClient) -> None:
    for address in (LIST, LETTERS):
        refused = await client.get(address, params={"limit": 2, "colour": "red"})
        assert (refused.status_code, refused.json()["code"]) == (422, "unknown-parameter")
        assert "limit" in refused.json()["detail"]


async def test_an_empty_list_is_a_page(api: Running, client: httpx.AsyncClient) -> None:
    await api.sql("DELETE FROM thing")
    assert (await client.get(LIST)).json() == {"items": [], "next": None}


def sealed(*content: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(list(content)).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "%00",
        "a" * 499,
        "ünïcode",
        "=" * 8,
        sealed(),
        sealed(LIST),
        sealed("/api/v1/others", "k"),
        base64.urlsafe_b64encode(b'{"a": 1}').decode(),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
        sealed(LIST, "a\x00b"),
        sealed(LIST, {"a": "\x00"}),
    ],
)
async def test_a_cursor_that_is_none_is_told_so(client: httpx.AsyncClient, cursor: str) -> None:
    answer = await client.get(f"{LIST}?after={cursor}")
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("position", ["text", None, [], {}, 1.5, True, -1, 2**63, 10**30, "\ud800"])
async def test_a_forged_position_never_fails_inside(client: httpx.AsyncClient, position: Any) -> None:
    for path in (LIST, LETTERS):
        answer = await client.get(path, params={"after": sealed(path, position)})
        assert answer.status_code in {200, 400}, answer.text
        if path == LETTERS:
            assert answer.status_code == 400, answer.text


async def test_a_cursor_of_one_list_is_none_of_another(client: httpx.AsyncClient) -> None:
    cursor = httpx.URL((await client.get(f"{LIST}?limit=1")).json()["next"]).params["after"]
    answer = await client.get(LETTERS, params={"after": cursor})
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed-cursor")


@pytest.mark.parametrize("limit", ["0", "-1", "201", "many", "1.5", "", str(10**30), "1e2", "\x00"])
async def test_a_limit_out_of_bounds_is_refused_with_its_field(client: httpx.AsyncClient, limit: str) -> None:
    answer = await client.get(LIST, params={"limit": limit})
    assert answer.status_code in {400, 422}
    if answer.status_code == 422:
        assert [error["field"] for error in answer.json()["errors"]] == ["query.limit"]


async def test_a_cursor_longer_than_any_is_refused(client: httpx.AsyncClient) -> None:
    assert (await client.get(LIST, params={"after": "a" * 501})).status_code == 422
