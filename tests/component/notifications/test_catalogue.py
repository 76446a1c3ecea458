"""The catalogue of event types over HTTP."""

import httpx
import pytest
from jsonschema import Draft202012Validator

from services.notifications.catalogue import EventTypeView
from shared.web.resources import Page
from tests.support.world import Running, World


@pytest.fixture
async def notifications(world: World) -> Running:
    return await world.start("notifications", "api")


async def test_every_type_is_listed_with_its_schema_and_an_example_that_fits(office: httpx.AsyncClient) -> None:
    page = Page[EventTypeView].model_validate_json((await office.get("/api/v1/event-types")).content)
    assert {"projects.phase-changed", "councils.adoption-moved", "reporting.release-report-frozen"} <= {
        one.name for one in page.items
    }
    for one in page.items:
        Draft202012Validator.check_schema(one.json_schema)
        Draft202012Validator(one.json_schema).validate(one.example["data"])
        assert (await office.get(one.href)).json()["type"] == one.type


async def test_a_type_is_found_by_its_short_and_its_full_name(office: httpx.AsyncClient) -> None:
    short = await office.get("/api/v1/event-types/projects.phase-changed")
    full = await office.get("/api/v1/event-types/partnership.projects.phase-changed.v1")
    assert short.json() == full.json()
    description = short.json()["description"]
    assert description.startswith("A project moved to a phase of its lifecycle on a gate decision; `from_phase` null")
    assert short.json() | {"json_schema": {}, "example": {}} == {
        "href": "/api/v1/event-types/partnership.projects.phase-changed.v1",
        "type": "partnership.projects.phase-changed.v1",
        "name": "projects.phase-changed",
        "version": 1,
        "title": "Project phase changed",
        "description": description,
        "source": "/projects",
        "subject": "partnership.projects.phase-changed.v1.{project}",
        "about": "project",
        "aggregate": "project",
        "identity": ["project"],
        "audience": "public",
        "json_schema": {},
        "example": {},
    }
    missing = await office.get("/api/v1/event-types/projects.phase-chnaged")
    assert missing.status_code == 404
    assert "projects.phase-chnaged" in missing.json()["detail"]
