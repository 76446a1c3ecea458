"""ETag, If-Match and If-None-Match: nobody changes what they have not seen, and nobody reads again what they have."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.support import things
from tests.support.servers import Servers
from tests.support.templates import Templates
from tests.support.world import Running
from tests.support.world import world as provide_world

THING = "/api/v1/things/one"


@pytest.fixture(scope="module")
async def api(servers: Servers, templates: Templates) -> AsyncIterator[Running]:
    async with provide_world(servers, templates) as world:
        yield await things.start(world, "api")


@pytest.fixture
async def client(api: Running) -> AsyncIterator[httpx.AsyncClient]:
    await api.sql("DELETE FROM thing")
    await api.sql("DELETE FROM outbox_event")
    async with api.client() as client:
        answer = await client.post("/api/v1/things", json={"key": "one", "name": "One"})
        assert (answer.status_code, answer.headers["etag"], answer.headers["location"]) == (201, '"1"', THING)
        yield client


async def rename(client: httpx.AsyncClient, *if_match: str, name: str = "Two") -> httpx.Response:
    return await client.patch(THING, json={"name": name}, headers=[("If-Match", value) for value in if_match])


async def test_a_change_meant_for_the_version_there_is_made_and_gives_the_next_etag(client: httpx.AsyncClient) -> None:
    answer = await rename(client, '"1"')
    assert (answer.status_code, answer.headers["etag"], answer.json()["version"]) == (200, '"2"', 2)
    assert (await client.get(THING)).headers["etag"] == '"2"'


async def test_a_change_meant_for_another_version_is_refused_and_changes_nothing(client: httpx.AsyncClient) -> None:
    assert (await rename(client, '"1"')).status_code == 200
    for stale in ('"1"', '"0"', '"3"', '"999999999999999999"'):
        refused = await rename(client, stale, name="Three")
        assert (refused.status_code, refused.json()["code"]) == (412, "changed-meanwhile")
        assert '"2"' in refused.json()["detail"]
    assert (await client.get(THING)).json()["name"] == "Two"


async def test_a_change_that_does_not_say_which_version_is_refused(client: httpx.AsyncClient) -> None:
    refused = await rename(client)
    assert (refused.status_code, refused.json()["code"]) == (428, "if-match-required")


@pytest.mark.parametrize(
    "malformed", ["1", '"one"', "''", '"1', '"-1"', '"1", "2"', '"1.0"', "", '"1234567890123456789"']
)
async def test_an_if_match_that_is_no_etag_of_ours_is_refused(client: httpx.AsyncClient, malformed: str) -> None:
    refused = await client.patch(THING, json={"name": "Two"}, headers=[(b"If-Match", malformed.encode())])
    assert (refused.status_code, refused.json()["code"]) == (400, "malformed-etag"), refused.text


@pytest.mark.parametrize("any_version", ["*", 'W/"1"'])
async def test_any_version_and_a_weak_etag_are_understood(client: httpx.AsyncClient, any_version: str) -> None:
    assert (await rename(client, any_version)).status_code == 200


async def test_of_many_changes_to_one_version_one_is_made(client: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(rename(client, '"1"', name=f"N{number}") for number in range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 7
    assert (await client.get(THING)).headers["etag"] == '"2"'


@pytest.mark.parametrize("known", ['"1"', 'W/"1"', '"7", "1"'])
async def test_what_the_reader_has_already_is_not_sent_again(client: httpx.AsyncClient, known: str) -> None:
    answer = await client.get(THING, headers={"If-None-Match": known})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", '"1"')


@pytest.mark.parametrize("other", ['"2"', "1", "", "nonsense"])
async def test_what_the_reader_does_not_have_is_sent(client: httpx.AsyncClient, other: str) -> None:
    answer = await client.get(THING, headers={"If-None-Match": other})
    assert (answer.status_code, answer.json()["key"]) == (200, "one")


async def test_what_is_not_there_is_not_found_before_it_is_stale(client: httpx.AsyncClient) -> None:
    answer = await client.patch("/api/v1/things/none", json={"name": "N"}, headers={"If-Match": '"1"'})
    assert answer.status_code == 404
