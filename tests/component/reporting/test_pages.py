"""The pages over HTTP: complete, self-contained, cached with care, and looking like pages also when they refuse."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from services.reporting.api.reports import LINKS
from services.reporting.pages.render import PAGES
from shared.events.councils import CouncilRegistered, MembershipStarted
from shared.events.projects import ProgrammePhaseChanged, ReleasePlanned
from tests.component.reporting.story import Story, story
from tests.support.page import BROWSER, Page
from tests.support.servers import Servers
from tests.support.templates import Templates
from tests.support.world import world

ADDRESSES = PAGES.assets.addresses

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


@pytest.fixture(scope="module")
async def told(servers: Servers, templates: Templates) -> AsyncIterator[Story]:
    """One small story for all of these tests: none of them changes anything."""
    async with world(servers, templates) as made:
        begun = await story(made)
        await _tell(begun)
        yield begun


async def _tell(begun: Story) -> None:
    await begun.tell(
        ProgrammePhaseChanged(programme="partnership", phase="build", effective="2016-10"),
        ReleasePlanned(release="invented", name="<b>Not real</b>", state="planned", demonstration=True),
        CouncilRegistered(
            council="eilean-siar",
            name="Comhairle nan Eilean Siar",
            gaelic_name="Comhairle nan Eilean Siar",
            gss_code="S12000013",
        ),
        MembershipStarted(council="eilean-siar", effective="2019-10-01", certainty="no-later-than"),
    )


async def test_a_page_is_complete_without_scripts_and_loads_everything_from_here(told: Story) -> None:
    async with told.reporting.anonymous() as client:
        answer = await client.get("/", headers=BROWSER)
        page = Page(answer.text)
        loaded = [await client.get(address) for address in page.loads]

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"] == POLICY
    assert (answer.headers["x-content-type-options"], answer.headers["referrer-policy"]) == ("nosniff", "no-referrer")
    assert page.all("script") == []
    assert not any(name.startswith("on") or name == "style" for _, found in page.tags for name in found)
    assert all(address.startswith("/assets/") for address in page.loads)
    assert {one.status_code for one in loaded} == {200}


async def test_a_page_can_be_found_ones_way_in_without_seeing_it(told: Story) -> None:
    async with told.reporting.anonymous() as client:
        page = Page((await client.get("/", headers=BROWSER)).text)

    assert page.all("html")[0]["lang"] == "en-GB"
    assert page.all("a")[0]["href"] == "#main"
    assert len(page.all("main")) == len(page.all("h1")) == 1
    assert len(page.all("caption")) == len(page.all("table")) > 0
    assert all(heading.get("scope") in {"col", "row"} for heading in page.all("th"))
    assert all(picture.get("aria-hidden") == "true" for picture in page.all("svg"))
    (date,) = page.all("input")
    assert [label["for"] for label in page.all("label")] == [date["id"]]


async def test_a_page_says_dates_in_words_and_marks_what_is_demonstration_gaelic_or_not_recorded(told: Story) -> None:
    async with told.reporting.anonymous() as client:
        html = (await client.get("/", headers=BROWSER)).text
        past = (await client.get("/?as_at=2016-11-30", headers=BROWSER)).text

    assert "since October 2016" in html
    assert '<span lang="gd">Comhairle nan Eilean Siar</span>' in html
    assert "1 October 2019 at the latest" in html
    assert "Demonstration, not real" in html
    assert "&lt;b&gt;Not real&lt;/b&gt;" in html
    assert "<b>Not real</b>" not in html
    assert "true at <strong>30 November 2016</strong>" in past
    assert "No source says how many councils were members." in past
    assert "Open Government Licence" in html


async def test_a_page_is_asked_about_every_time_and_what_it_loads_is_kept_for_good(told: Story) -> None:
    async with told.reporting.anonymous() as client:
        page = await client.get("/", headers=BROWSER)
        again = await client.get("/", headers=BROWSER | {"If-None-Match": page.headers["etag"]})
        report = await client.get("/api/v1/reports/programme")
        same = await client.get("/api/v1/reports/programme", headers={"If-None-Match": f"W/{report.headers['etag']}"})
        style = await client.get(ADDRESSES["partnership.css"])

    assert page.headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert (again.status_code, again.content) == (304, b"")
    assert (same.status_code, same.headers["etag"]) == (304, report.headers["etag"])
    assert style.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert re.findall(r'url\("(.*?)"\)', style.text) == [ADDRESSES["roboto-400.woff2"], ADDRESSES["roboto-700.woff2"]]


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/releases/no-such-release", 404, "There is no release &#39;no-such-release&#39;."),
        ("/projects/no-such-project", 404, "There is no project &#39;no-such-project&#39;."),
        ("/?as_at=2018-02-30", 422, "must be a day of the calendar"),
        ("/?as_at=" + "9" * 50, 422, "not as it should be"),
        ("/releases/invented?known_at=soon", 422, "must be a day as 2026-11-21"),
        ("/assets/nothing.css", 404, "Page not found"),
    ],
)
async def test_a_refusal_is_a_page_for_a_browser_and_a_problem_for_a_program(
    told: Story, path: str, status: int, says: str
) -> None:
    async with told.reporting.anonymous() as client:
        page = await client.get(path, headers=BROWSER)
        problem = await client.get(path, headers={"Accept": "application/json"})

    assert (page.status_code, problem.status_code) == (status, status)
    assert page.headers["content-security-policy"] == POLICY
    assert says in page.text
    assert "Scottish Local Government Digital Partnership" in page.text
    assert problem.headers["content-type"] == "application/problem+json"


async def test_a_bad_date_is_a_problem_that_names_its_field(told: Story) -> None:
    async with told.reporting.anonymous() as client:
        answers = [
            await client.get("/api/v1/reports/adoption", params={name: "31 June"}) for name in ("as_at", "known_at")
        ]

    for name, answer in zip(("as_at", "known_at"), answers, strict=True):
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-date")
        assert answer.json()["errors"][0]["field"] == name


async def test_an_empty_date_field_means_today(told: Story) -> None:
    async with told.reporting.anonymous() as client:
        assert (await client.get("/?as_at=", headers=BROWSER)).status_code == 200


async def test_the_list_of_reports_leads_to_each_of_them(told: Story) -> None:
    async with told.reporting.anonymous() as client:
        listed = (await client.get("/api/v1/reports")).json()["items"]
        answers = [await client.get(one["href"]) for one in listed]

    assert [answer.status_code for answer in answers] == [200] * len(LINKS)
    assert [answer.json()["href"] for answer in answers] == [one["href"] for one in listed]


async def test_the_documentation_loads_its_scripts_from_here_and_runs_none_inside_the_page(told: Story) -> None:
    async with told.reporting.anonymous() as client:
        answer = await client.get("/api/docs", headers=BROWSER)
        page = Page(answer.text)
        loaded: list[httpx.Response] = [await client.get(address) for address in page.loads]

    assert "script-src 'self'; style-src 'self';" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert "/api/docs/swagger-ui-bundle.js" in page.loads
    assert all(address.startswith("/") for address in page.loads)
    assert {one.status_code for one in loaded} == {200}
    assert all("src" in script for script in page.all("script"))
    assert 'url: "/api/v1/openapi.json"' in loaded[-1].text


async def test_what_is_asked_of_a_page_can_be_asked_without_its_content(told: Story) -> None:
    async with told.reporting.anonymous() as client:
        answer = await client.head("/")

    assert (answer.status_code, answer.content) == (200, b"")
