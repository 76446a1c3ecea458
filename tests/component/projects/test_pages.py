"""Lists, page by page: nothing twice, nothing left out, and no cursor but our own."""

import base64
import json
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support.office import GO, Json, Office, unused


async def walk(office: Office, path: str, limit: int) -> list[Json]:
    """Follow the `next` links to the end."""
    found: list[Json] = []
    following: str | None = f"/api/v1{path}{'&' if '?' in path else '?'}limit={limit}"
    while following:
        answer = await office.http.get(following)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        assert len(page["items"]) <= limit
        assert page["items"] or not found, "a page that was announced is not empty"
        found += page["items"]
        assert len(found) < 500, "the walk goes in circles"
        following = page["next"]
    return found


@pytest.mark.parametrize("limit", [1, 2, 3, 200])
async def test_a_walk_over_the_pages_shows_everything_once_and_in_order(office: Office, limit: int) -> None:
    project = await office.project()
    made = [await office.deliverable(project=project) for _ in range(5)]
    found = await walk(office, f"/deliverables?project={project}", limit)
    assert [one["key"] for one in found] == sorted(made)


async def test_the_next_link_keeps_what_was_asked_for(office: Office) -> None:
    project = await office.project()
    for _ in range(2):
        await office.deliverable(project=project, state="live")
    page = await office.get(f"/deliverables?project={project}&state=live&limit=1")
    asked = parse_qs(urlsplit(page["next"]).query)
    assert (asked["project"], asked["state"], asked["limit"]) == ([project], ["live"], ["1"])


async def test_every_list_has_pages(office: Office) -> None:
    lifecycle = await office.lifecycle()
    project = await office.project(lifecycle=lifecycle)
    await office.project()
    await office.lifecycle()
    old, new = await office.portfolio(**{"from": "2016-10"}), await office.portfolio()
    for portfolio, starts in ((new, "2020"), (old, "2017-03"), (new, "2019-10-01"), (old, "2020-12-31")):
        await office.post(f"/projects/{project}/placements", {"portfolio": portfolio, "from": starts})
    for phase, day in (("alpha", "2019-01-01"), ("beta", "2019-01-01"), ("live", "2020-01-01")):
        await office.post(f"/projects/{project}/phase-changes", {"to": phase, "effective": day, "decision": GO})
    for _ in range(2):
        await office.filled(True, False)
        await office.post(
            "/benefit-profiles", {"key": unused("benefit"), "project": project, "statement": "Less paper"}
        )
    for path in (
        "/portfolios",
        "/portfolios?as_at=2021-01-01",
        "/lifecycles",
        "/projects",
        "/projects?as_at=2019-06-01",
        "/deliverables",
        "/releases",
        "/benefit-profiles",
        f"/benefit-profiles?project={project}",
        f"/projects/{project}/placements",
        f"/projects/{project}/gate-decisions",
        f"/projects/{project}/phase-changes",
    ):
        whole = await walk(office, path, 200)
        assert len(whole) >= 2, path
        assert await walk(office, path, 1) == whole, path
    places = await walk(office, f"/projects/{project}/placements", 3)
    assert [(one["from"], one["portfolio"]) for one in places[:2]] == [("2017-03", old), ("2019-10-01", new)]
    changes = await walk(office, f"/projects/{project}/phase-changes", 2)
    assert [(one["number"], one["to_phase"]) for one in changes] == [(1, "alpha"), (2, "beta"), (3, "live")]


@pytest.mark.parametrize("limit", ["0", "-1", "201", "ten", "1.5", "1e3", "9" * 5000, ""])
async def test_a_limit_that_is_none_is_refused(office: Office, limit: str) -> None:
    problem = await office.refused("GET", f"/projects?limit={limit}", status=422, code="invalid")
    assert problem["errors"][0]["field"] == "query.limit"


def sealed(*position: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")


@pytest.mark.parametrize("cursor", ["garbage", "%00", "äöü", "x" * 500, "x" * 501, sealed(), sealed("elsewhere", 1)])
async def test_a_cursor_that_no_list_gave_is_refused(office: Office, cursor: str) -> None:
    before = await office.state()
    answer = await office.ask("GET", f"/projects?after={cursor}")
    assert answer.status_code in {400, 422}, answer.text
    assert answer.json()["code"] in {"malformed-cursor", "malformed", "invalid"}
    assert await office.state() == before


@pytest.mark.parametrize(
    ("path", "position"),
    [
        ("phase-changes", ("one",)),
        ("phase-changes", (2**63,)),
        ("phase-changes", (2**31,)),
        ("phase-changes", (-1,)),
        ("phase-changes", (1.5,)),
        ("phase-changes", (True,)),
        ("phase-changes", (None,)),
        ("phase-changes", ([1],)),
        ("phase-changes", (1, 2)),
        ("placements", ("2019-10-01",)),
        ("placements", ("2019-13-01", "a")),
        ("placements", (20191001, "a")),
        ("placements", ("2019-10-01", {"a": 1})),
        ("gate-decisions", ("2019-10-01", "no-id")),
        ("gate-decisions", ("2019-10-01", 5)),
        ("gate-decisions", (None, None)),
    ],
)
async def test_a_cursor_with_the_wrong_things_in_it_is_refused(
    office: Office, path: str, position: tuple[object, ...]
) -> None:
    project = await office.project()
    whole = f"/projects/{project}/{path}"
    cursor = sealed(f"/api/v1{whole}", *position)
    await office.refused("GET", f"{whole}?after={cursor}", status=400, code="malformed-cursor")
