"""A command's way: refused or done, once, with its event on the stream."""

import json

import pytest

from tests.support.world import Running, World


@pytest.fixture
async def projects(world: World) -> Running:
    await world.streams("COUNCILS".lower())
    running = await world.start("projects")
    await running.ready()
    return running


async def test_a_registered_project_is_answered_with_its_address_and_told_on_the_stream(
    projects: Running, world: World
) -> None:
    async with projects.client() as client:
        answer = await client.post("/api/v1/projects", json={"key": "gdpr-readiness", "name": "GDPR Readiness"})
        assert answer.status_code == 201, answer.text
        assert answer.headers["location"] == "/api/v1/projects/gdpr-readiness"
        assert answer.headers["etag"] == '"1"'
        found = await client.get(answer.headers["location"])
        assert found.json() == answer.json()

    (message,) = await world.heard("PROJECTS", 1)
    assert message.subject == "partnership.projects.registered.v1.gdpr-readiness"
    assert message.headers["ce-type"] == "partnership.projects.registered.v1"
    assert message.headers["ce-sequence"] == "1"
    assert message.headers["ce-actor"] == "client:digital-office"
    assert json.loads(message.data)["name"] == "GDPR Readiness"
