"""Walking through a list page by page while others write: what was there from the start is seen once, in order."""

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.support import things
from tests.support.servers import Servers
from tests.support.some import KEYS, fewer
from tests.support.templates import Templates
from tests.support.world import Running
from tests.support.world import world as provide_world

LIST = "/api/v1/things"
LETTERS = "/api/v1/operations/projects/dead-letters"
MAKE = "INSERT INTO thing (key, name, version, created_at, changed_at) VALUES ($1, 'n', 1, now(), now())"
PARK = """INSERT INTO dead_letter (consumer, subject, stream, stream_seq, payload, headers, cause, error, deliveries)
          VALUES ('projects', 's', 'COUNCILS', $1, '', '{}', 'failed', 'e', 9) RETURNING id"""


@pytest.fixture(scope="module")
async def service(servers: Servers, templates: Templates) -> AsyncIterator[Running]:
    async with provide_world(servers, templates) as world:
        yield await things.start(world, "api")


@pytest.fixture(scope="module")
async def client(service: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with service.client() as client:
        yield client


@pytest.fixture(scope="module")
async def database(service: Running) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(service.dsn)
    yield connection
    await connection.close()


async def page(client: httpx.AsyncClient, address: str) -> tuple[list[Any], str | None]:
    answer = await client.get(address)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    return body["items"], body["next"]


@settings(max_examples=fewer(40))
@given(
    first=some.sets(KEYS, max_size=12),
    steps=some.lists(some.just("read") | KEYS, max_size=20),
    limit=some.integers(1, 5),
)
async def test_a_list_by_key(
    client: httpx.AsyncClient, database: asyncpg.Connection, first: set[str], steps: list[str], limit: int
) -> None:
    await database.execute("DELETE FROM thing")
    await database.executemany(MAKE, [(key,) for key in first])
    there, seen = set(first), list[str]()
    following: str | None = f"{LIST}?limit={limit}"
    for step in [*steps, *["read"] * (len(first) + len(steps) + 1)]:
        if step != "read":
            if step not in there:
                await database.execute(MAKE, step)
                there.add(step)
        elif following is not None:
            items, following = await page(client, following)
            seen += [item["key"] for item in items]
    assert following is None
    assert seen == sorted(set(seen)), "each once, in order"
    assert first <= set(seen) <= there


@settings(max_examples=fewer(20))
@given(
    first=some.integers(0, 10),
    steps=some.lists(some.sampled_from(["read", "park", "begin", "commit"]), max_size=20),
    limit=some.integers(1, 4),
)
async def test_a_list_by_number_which_is_taken_before_it_is_committed(
    service: Running, client: httpx.AsyncClient, database: asyncpg.Connection, first: int, steps: list[str], limit: int
) -> None:
    """A letter whose transaction ends late has a smaller number than some that can be seen already."""
    await database.execute("TRUNCATE dead_letter RESTART IDENTITY")
    from_the_start = {await database.fetchval(PARK, number) for number in range(1, first + 1)}
    late = await asyncpg.connect(service.dsn)
    open_one: Any = None
    seen: list[int] = []
    following: str | None = f"{LETTERS}?limit={limit}"
    try:
        for number, step in enumerate([*steps, *["read"] * (first + len(steps) + 1)], start=first + 1):
            if step == "park":
                await database.execute(PARK, number)
            elif step == "begin" and open_one is None:
                open_one = late.transaction()
                await open_one.start()
                await late.execute(PARK, number)
            elif step == "commit" and open_one is not None:
                await open_one.commit()
                open_one = None
            elif step == "read" and following is not None:
                items, following = await page(client, following)
                seen += [item["id"] for item in items]
    finally:
        if open_one is not None:
            await open_one.rollback()
        await late.close()
    assert following is None
    assert seen == sorted(set(seen)), "each once, in order"
    assert from_the_start <= set(seen)
