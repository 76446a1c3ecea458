"""What the feed refuses, and how it says so; no event is needed for that, nor NATS."""

import httpx
import pytest

from tests.support.world import Running, World


@pytest.fixture
async def notifications(world: World) -> Running:
    return await world.start("notifications", "api")


async def test_a_type_that_does_not_exist_is_refused_by_its_name(office: httpx.AsyncClient) -> None:
    answer = await office.get("/api/v1/events", params={"types": "projects.registered,projects.phase-chnaged"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert "projects.phase-chnaged" in answer.json()["detail"]
    assert answer.json()["errors"][0]["field"] == "types"


async def test_a_cursor_that_is_no_cursor_is_refused(office: httpx.AsyncClient) -> None:
    given = (await office.get("/api/v1/events")).json()["cursor"]
    damaged = ("A" if given[5] != "A" else "B").join([given[:5], given[6:]])
    for after in ("nonsense", "x" * 10_000, "e30.AAAAAAAA", "caf\u00e9", "0", "e30", ".", damaged, given + "AAAA"):
        for path in ("/api/v1/events", "/api/v1/events/stream"):
            answer = await office.get(path, params={"after": after})
            assert answer.status_code == 400, after
            assert answer.json()["code"] == "malformed-cursor"


async def test_a_limit_out_of_bounds_is_refused(office: httpx.AsyncClient) -> None:
    for limit in ("-1", "0", "201", "many"):
        answer = await office.get("/api/v1/events", params={"limit": limit})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "query.limit"


async def test_an_event_that_is_not_there_is_not_found(office: httpx.AsyncClient) -> None:
    for event in ("00000000-0000-4000-8000-000000000000", "nothing", "stream2"):
        answer = await office.get(f"/api/v1/events/{event}")
        assert answer.status_code == 404
        assert event in answer.json()["detail"]


async def test_events_need_their_scope(notifications: Running) -> None:
    for path in ("events", "events/stream", "events/00000000-0000-4000-8000-000000000000", "event-types"):
        async with notifications.client("programme:read") as client:
            assert (await client.get(f"/api/v1/{path}")).status_code == 403
        async with notifications.anonymous() as client:
            assert (await client.get(f"/api/v1/{path}")).status_code == 401
