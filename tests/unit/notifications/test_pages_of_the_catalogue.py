"""The catalogue as pages: for anybody, complete without a script, and as good to find one's way in as the others."""

from collections.abc import AsyncIterator

import httpx
import pytest

from services.notifications.catalogue import every_type, view
from services.notifications.catalogue.handling import CLASSES, class_of_field, fields, kind
from services.notifications.catalogue.types import versions
from services.notifications.pages.descriptions import coded, first_sentence, paragraphs
from shared.events import Event
from shared.events.councils import RoleAssigned
from shared.events.projects import ProjectPhaseChanged
from tests.support.house import app
from tests.support.page import BROWSER, Page, refuse_barriers


@pytest.fixture
async def browser() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app("notifications"))
    async with httpx.AsyncClient(transport=transport, base_url="http://partnership.test", headers=BROWSER) as client:
        yield client


async def test_every_type_is_on_the_page_and_leads_to_its_own(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/event-types")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    page = Page(answer.text)
    refuse_barriers(page)
    assert not page.all("script")
    assert {f"/event-types/{one.type_name()}" for one in every_type()} <= {*page.links()}
    for service in ("projects", "councils", "reporting"):
        assert f"types of event that {service} says" in page.section(service) or "1 type" in page.section(service)
    assert all(name.capitalize() in page.section("classes") for name in CLASSES.values())


@pytest.mark.parametrize("name", [one.type_name() for one in every_type()])
async def test_each_type_has_a_page_that_tells_all_of_it(browser: httpx.AsyncClient, name: str) -> None:
    answer = await browser.get(f"/event-types/{name}")
    assert answer.status_code == 200, answer.text
    page = Page(answer.text)
    refuse_barriers(page)
    (event,) = (one for one in every_type() if one.type_name() == name)
    seen = view(event)
    assert all(field.path in page.section("fields") for field in seen.fields)
    assert seen.classification.capitalize() in page.section("readers")
    assert f"/api/v1/event-types/{name}/schema" in page.links()
    assert '"specversion": "1.0"' in page.section("example")


async def test_who_keeps_a_page_is_told_that_it_is_as_it_was(browser: httpx.AsyncClient) -> None:
    first = await browser.get("/event-types/projects.phase-changed")
    again = await browser.get("/event-types/projects.phase-changed", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_type_that_there_is_not_is_refused_by_a_page(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/event-types/projects.nothing")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "projects.nothing" in answer.text


class ThingHappened(Event, about="thing", audience="public"):
    """A thing happened."""

    thing: str


class ThingHappenedAgain(Event, about="thing", audience="public", version=2):
    """A thing happened, told otherwise."""

    thing: str


def test_of_several_versions_all_but_the_newest_are_deprecated() -> None:
    ThingHappenedAgain.wire_name = ThingHappened.wire_name
    among = [ThingHappened, ThingHappenedAgain]
    assert versions(ThingHappened, among) == [ThingHappenedAgain, ThingHappened]
    first, second = (view(one, among=among) for one in among)
    assert (first.deprecated, second.deprecated) == (True, False)
    assert [(one.version, one.newest, one.deprecated) for one in first.versions] == [(2, True, False), (1, False, True)]


def test_who_a_person_is_is_confidential_in_an_event_that_is_open() -> None:
    assert class_of_field(ProjectPhaseChanged, "person") == "confidential"
    assert class_of_field(ProjectPhaseChanged, "words") == "open"
    seen = view(RoleAssigned)
    assert seen.personal_data == "opaque-ids"
    assert {one.path for one in seen.fields if one.holds == "person"} == {"data.holder", "data.deputy"}


def test_fields_are_told_with_their_parts_and_in_words() -> None:
    found = {one.path: one for one in view(ProjectPhaseChanged).fields}
    assert found["data.override.reason"].holds == "words"
    assert (found["data.override"].kind, found["data.override.of"].kind) == ("object or nothing", "list of text")
    assert (found["data.project"].always, found["data.from_phase"].always) == (True, False)
    assert [path for path, *_ in fields(ThingHappened)] == ["data.thing"]
    assert kind({"enum": ["one", "two"]}, {}) == "“one” or “two”"
    assert kind({"type": "string", "format": "uuid"}, {}) == "UUID"


def test_descriptions_are_shown_as_text_and_never_as_markup() -> None:
    assert coded("a `b` <c>") == "a <code>b</code> &lt;c&gt;"
    assert paragraphs("One\nline.\n\nTwo `x`.") == ["One line.", "Two <code>x</code>."]
    assert first_sentence("First one. Second.\n\nMore.") == "First one"


@pytest.mark.parametrize("event", every_type(), ids=lambda event: str(event.short_name()))
def test_a_field_that_names_somebody_is_marked(event: type[Event]) -> None:
    people = {"holder", "deputy", "person"}
    named = {one.path for one in view(event).fields if one.path.rpartition(".")[2].removesuffix("[]") in people}
    assert named == {one.path for one in view(event).fields if one.holds == "person"}
