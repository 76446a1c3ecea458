"""Councils by slug and by any code, and the codes that follow a moved boundary."""

import json

import httpx
import pytest

from tests.support.world import Running, World

FIFE = {
    "slug": "fife",
    "name": "Fife Council",
    "gss_code": "S12000047",
    "former_gss_codes": ["S12000015"],
    "population": 374130,
    "population_year": 2020,
    "website": "https://www.fife.gov.uk/",
}


@pytest.fixture
async def councils(world: World) -> Running:
    await world.streams("projects")
    running = await world.start("councils")
    await running.ready()
    return running


@pytest.fixture
async def office(councils: Running) -> httpx.AsyncClient:
    client = councils.client()
    answer = await client.post("/api/v1/councils", json=FIFE)
    assert answer.status_code == 201, answer.text
    return client


async def test_a_registered_council_is_told_on_the_stream(councils: Running, world: World) -> None:
    async with councils.client() as client:
        answer = await client.post("/api/v1/councils", json=FIFE)
        assert answer.status_code == 201, answer.text
        assert answer.headers["location"] == "/api/v1/councils/fife"
        assert answer.headers["etag"] == '"1"'
        assert (await client.get("/api/v1/councils/fife")).json() == answer.json()

    messages = await world.heard("COUNCILS", 2)
    (told,) = [json.loads(one.data) for one in messages if one.subject == "partnership.councils.registered.v1.fife"]
    assert told["gss_code"] == "S12000047"
    assert told["former_gss_codes"] == ["S12000015"]
