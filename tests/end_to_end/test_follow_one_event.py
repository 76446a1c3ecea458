"""The walk of the README: one command's event, followed through the whole system with nothing but HTTP."""

import asyncio
import json
import re
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.support.waiting import eventually
from tests.support.whole import Whole

EVERYWHERE_SECONDS = 2


async def test_a_retired_code_is_answered_with_the_council_and_its_live_code(office: httpx.AsyncClient) -> None:
    answer = await office.get("/api/v1/councils/S12000015")
    assert answer.status_code == 200, answer.text
    assert answer.json()["slug"] == "fife"
    assert answer.json()["gss_code"] == "S12000047"
    assert answer.json()["retired"] is True


async def test_a_phase_moves_on_with_a_decision_and_not_without(office: httpx.AsyncClient) -> None:
    project = await _fresh_project(office)
    refused = await office.post(f"/api/v1/projects/{project}/phase-changes", json={"to": "discovery"})
    assert refused.status_code == 422, refused.text
    go = {"outcome": "go", "by_role": "delivery-board"}
    moved = await office.post(f"/api/v1/projects/{project}/phase-changes", json={"to": "discovery", "decision": go})
    assert moved.status_code == 201, moved.text
    leap = await office.post(f"/api/v1/projects/{project}/phase-changes", json={"to": "live", "decision": go})
    assert leap.status_code == 409, leap.text
    assert "'alpha'" in leap.json()["detail"]

    async def told() -> None:
        page = await office.get("/api/v1/events", params={"types": "projects.phase-changed", "limit": 200})
        assert project in [event["subject"] for event in page.json()["items"]]

    await eventually(told, seconds=EVERYWHERE_SECONDS)


async def test_a_closed_release_is_everywhere_within_two_seconds(whole: Whole, office: httpx.AsyncClient) -> None:
    key, ready, late = await _open_release(office)
    heard: list[dict[str, Any]] = []
    listening = asyncio.Event()
    listener = asyncio.create_task(_listen(whole, heard, listening))
    await asyncio.wait_for(listening.wait(), 10)
    start_of_feed = (await office.get("/api/v1/events", params={"after": "latest"})).json()["cursor"]

    closed = await office.post(f"/api/v1/releases/{key}/close", json={"carry_over_to": f"{key}-next"})
    assert closed.status_code == 200, closed.text
    digest = closed.json()["manifest_sha256"]

    members = 32

    async def lines_are_open() -> None:
        found: list[str] = []
        address: str | None = f"/api/v1/adoptions?release={key}&limit=200"
        while address:
            page = (await office.get(address)).json()
            found += [f"{line['council']}/{line['deliverable']}" for line in page["items"]]
            address = page["next"]
        assert len(found) == len(set(found)) == members * len(ready)
        assert not [line for line in found if line.endswith(f"/{late}")]

    async def feed_has_it() -> None:
        page = await office.get(
            "/api/v1/events", params={"after": start_of_feed, "types": "projects.release-closed", "limit": 200}
        )
        assert key in [event["subject"] for event in page.json()["items"]]

    async def stream_had_it() -> None:
        assert key in [event["subject"] for event in heard]

    async def report_has_it() -> None:
        report = await office.get(f"/api/v1/reports/releases/{key}")
        assert report.status_code == 200, report.text
        assert digest in report.text

    async def page_has_it() -> None:
        assert key in (await office.get("/", headers={"Accept": "text/html"})).text

    checks = (lines_are_open, feed_has_it, stream_had_it, report_has_it, page_has_it)
    try:
        await asyncio.gather(*(eventually(check, seconds=EVERYWHERE_SECONDS) for check in checks))
    finally:
        listener.cancel()
        await asyncio.gather(listener, return_exceptions=True)

    again = await office.post(f"/api/v1/releases/{key}/close", json={"carry_over_to": f"{key}-next"})
    assert again.status_code == 409
    following = (await office.get(f"/api/v1/releases/{key}-next")).json()
    assert [item["deliverable"] for item in following["deliverables"]] == [late]


async def test_the_loaded_demonstration_release_is_open_and_release_one_is_closed(office: httpx.AsyncClient) -> None:
    one = (await office.get("/api/v1/releases/release-one")).json()
    assert (one["state"], one["closed_on"], len(one["deliverables"])) == ("closed", "2018-02", 13)
    demonstration = (await office.get("/api/v1/releases/demonstration-release")).json()
    assert demonstration["demonstration"] is True
    assert demonstration["ready"] >= 12 or demonstration["state"] == "closed"


async def test_a_council_moves_its_own_line_and_no_other_councils(whole: Whole, office: httpx.AsyncClient) -> None:
    client_id = f"test-fife-{uuid4().hex[:8]}"
    made = await office.post(
        "/api/v1/clients",
        json={
            "client_id": client_id,
            "name": "A council system under test",
            "council": "fife",
            "scopes": ["programme:read", "adoptions:write", "events:read"],
        },
    )
    assert made.status_code == 201, made.text
    async with whole.client(client_id, made.json()["secret"]) as fife:
        lines = (await fife.get("/api/v1/adoptions", params={"release": "release-one"})).json()["items"]
        assert {line["council"] for line in lines} == {"fife"}
        own = await fife.get(lines[0]["href"])
        moved = await fife.patch(
            lines[0]["href"], json={"state": "considering"}, headers={"If-Match": own.headers["etag"]}
        )
        if own.json()["state"] == "invited":
            assert moved.status_code == 200, moved.text
        other = f"/api/v1/adoptions/glasgow/{lines[0]['deliverable']}"
        refused = await fife.patch(other, json={"state": "considering"}, headers={"If-Match": '"1"'})
        assert refused.status_code == 403, refused.text
        seen = (await fife.get("/api/v1/events", params={"types": "councils.adoption-opened", "limit": 200})).json()
        assert {event["subject"] for event in seen["items"]} == {"fife"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/councils/S99999999", 404),
        ("GET", "/api/v1/projects?limit=-1", 422),
        ("GET", "/api/v1/projects?after=nonsense", 400),
        ("GET", "/api/v1/events?after=nonsense", 400),
        ("GET", "/api/v1/no-such-thing", 404),
        ("DELETE", "/api/v1/projects", 405),
        ("GET", "/api/v1/projects/%00", 400),
        ("GET", "/api/v1/reports/programme?as_at=yesterday", 422),
    ],
)
async def test_bad_input_is_refused_as_a_problem(
    office: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await office.request(method, path)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status


async def test_a_body_of_ten_megabytes_is_refused(office: httpx.AsyncClient) -> None:
    body = json.dumps({"key": "too-large", "name": "x", "notes": "x" * 10_000_000})
    answer = await office.post("/api/v1/projects", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_token_that_is_no_token_opens_nothing(whole: Whole) -> None:
    async with httpx.AsyncClient(base_url=whole.url, trust_env=False) as anyone:
        for path in ("/api/v1/projects", "/api/v1/councils", "/api/v1/events", "/api/v1/operations/projects/outbox"):
            for headers in ({}, {"Authorization": "Bearer nonsense"}):
                answer = await anyone.get(path, headers=headers)
                assert answer.status_code == 401, f"{path}: {answer.status_code}"
                assert answer.headers["content-type"] == "application/problem+json"


async def test_the_joined_documents_are_served_by_us(whole: Whole) -> None:
    async with httpx.AsyncClient(base_url=whole.url, trust_env=False) as anyone:
        document = (await anyone.get("/api/v1/openapi.json")).json()
        for path in ("/api/v1/projects", "/api/v1/councils", "/api/v1/events", "/api/v1/reports/programme"):
            assert path in document["paths"]
        events = (await anyone.get("/asyncapi.json")).json()
        assert events["asyncapi"].startswith("3.")
        docs = await anyone.get("/api/docs", follow_redirects=True)
        assert docs.status_code == 200
        loaded = re.findall(r'<(?:script|img|iframe)[^>]*\ssrc="([^"]+)"|<link[^>]*\shref="([^"]+)"', docs.text)
        addresses = [address for pair in loaded for address in pair if address]
        assert addresses
        assert all(address.startswith("/") and not address.startswith("//") for address in addresses), addresses
        page = await anyone.get("/")
        assert page.status_code == 200
        assert "GDPR Readiness" in page.text or "Release One" in page.text


async def _fresh_project(office: httpx.AsyncClient) -> str:
    key = f"test-{uuid4().hex[:10]}"
    made = await office.post(
        "/api/v1/projects",
        json={"key": key, "name": "A project of the tests", "lifecycle": "service", "demonstration": True},
    )
    assert made.status_code == 201, made.text
    return key


async def _open_release(office: httpx.AsyncClient) -> tuple[str, list[str], str]:
    """Plan a demonstration release with two deliverables ready and one that is not, and the one that follows it."""
    project = await _fresh_project(office)
    key = f"{project}-release"
    deliverables = [f"{project}-{name}" for name in ("toolkit", "template", "late")]
    for deliverable in deliverables:
        made = await office.post(
            "/api/v1/deliverables", json={"key": deliverable, "project": project, "name": deliverable}
        )
        assert made.status_code == 201, made.text
    for name in (key, f"{key}-next"):
        made = await office.post("/api/v1/releases", json={"key": name, "name": name, "demonstration": True})
        assert made.status_code == 201, made.text
    *ready, late = deliverables
    content = [{"deliverable": one, "ready": one != late} for one in deliverables]
    put = await office.post(f"/api/v1/releases/{key}/deliverables", json={"deliverables": content})
    assert put.status_code == 201, put.text
    return key, ready, late


async def _listen(whole: Whole, heard: list[dict[str, Any]], listening: asyncio.Event) -> None:
    """Read the live stream into a list until cancelled."""
    async with (
        whole.client() as client,
        client.stream("GET", "/api/v1/events/stream", params={"types": "projects.release-closed"}) as answer,
    ):
        assert answer.status_code == 200
        listening.set()
        async for line in answer.aiter_lines():
            if line.startswith("data:"):
                # one by one, so that what was heard can be seen while the stream goes on
                heard.append(json.loads(line.removeprefix("data:")))  # noqa: PERF401
