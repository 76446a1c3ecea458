"""A deliverable from its release to its end, through three services: who uses it is asked, and what is silent rises."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from tests.support.waiting import eventually
from tests.support.world import Running, World

API = "/api/v1"
USING = [f"council-{number}" for number in range(5)]
OFFERED_ONLY = "council-5"
COUNCIL_SCOPES = ("programme:read", "adoptions:write", "events:read")
TODAY = datetime.now(UTC).date()


async def done(client: httpx.AsyncClient, method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
    headers = {"If-Match": "*"} if method == "PATCH" else {}
    answer = await client.request(method, API + path, json=body, headers=headers)
    assert answer.status_code in {200, 201}, answer.text
    return dict(answer.json())


async def listed(client: httpx.AsyncClient, path: str, count: int) -> list[dict[str, Any]]:
    """Return a list once it is as long as expected."""

    async def check() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await client.get(API + path)).json()["items"]
        assert len(found) == count, f"{len(found)} of {count} at {path}"
        return found

    return await eventually(check, seconds=20)


async def released(projects: httpx.AsyncClient, councils: httpx.AsyncClient) -> None:
    """Register what there is, and hand the toolkit over to six members, of whom five take it up."""
    for number, council in enumerate([*USING, OFFERED_ONLY]):
        said = {"slug": council, "name": council.title(), "gss_code": f"S1200000{number}"}
        await done(councils, "POST", "/councils", said)
        await done(councils, "POST", "/memberships", {"council": council, "joined": "2016-10", "certainty": "known"})
    await done(projects, "POST", "/projects", {"key": "gdpr", "name": "GDPR Readiness"})
    for key in ("toolkit", "next-toolkit"):
        await done(projects, "POST", "/deliverables", {"key": key, "project": "gdpr", "name": key.title()})
        await done(projects, "POST", f"/deliverables/{key}/state-changes", {"to": "live", "effective": "2018-02-25"})
    await done(projects, "POST", "/deliverables/toolkit/versions", {"version": "1.0", "effective": "2018-02-25"})
    await done(projects, "POST", "/releases", {"key": "release-one", "name": "Release One"})
    ready = {"deliverables": [{"deliverable": "toolkit", "ready": True}]}
    await done(projects, "POST", "/releases/release-one/deliverables", ready)
    await done(projects, "POST", "/releases/release-one/close", {"closed_on": "2018-03-01"})
    await listed(councils, "/adoptions", 6)
    for council in USING:
        await done(councils, "PATCH", f"/adoptions/{council}/toolkit", {"state": "in-use", "effective": "2019-03-01"})


async def report(reporting: Running, name: str) -> Any:
    """Return what a report says of the Partnership's own, to anybody."""
    async with reporting.anonymous() as anybody:
        return (await anybody.get(f"{API}/reports/{name}")).json()["partnership"]


async def moved_on(days: int, *services: Running) -> None:
    """Move the clocks of services on, so that they agree on the day."""
    for running in services:
        async with running.client() as operator:
            path = f"/operations/{running.service.name}/clock"
            await done(operator, "POST", path, {"today": (TODAY + timedelta(days=days)).isoformat()})


async def test_who_uses_what_is_withdrawn_is_asked_and_what_nobody_acknowledges_rises(world: World) -> None:
    running = [await world.start(name, clock_movable=True) for name in ("projects", "councils", "reporting")]
    for one in running:
        await one.ready()
    async with (
        running[0].client() as projects,
        running[1].client() as councils,
        running[1].client(*COUNCIL_SCOPES, council="council-0", client="a-council-system") as its_own,
    ):
        await released(projects, councils)
        end = {"to": "withdrawn", "reason": "The law has changed", "acknowledge_by": "2199-01-01"}
        await done(projects, "POST", "/deliverables/toolkit/state-changes", end)

        asked = await listed(councils, "/adoptions/acknowledgements?deliverable=toolkit", 5)
        assert [one["council"] for one in asked] == USING
        assert {(one["reason"], one["acknowledge_by"]) for one in asked} == {("The law has changed", "2199-01-01")}
        assert [one["council"] for one in await listed(its_own, "/adoptions/acknowledgements", 1)] == USING[:1]
        refused = await councils.patch(
            f"{API}/adoptions/{OFFERED_ONLY}/toolkit", json={"state": "planned"}, headers={"If-Match": "*"}
        )
        assert (refused.status_code, refused.json()["code"]) == (409, "deliverable-withdrawn")

        given = {"by_role": "council-digital-lead", "stops_using_on": (TODAY + timedelta(days=30)).isoformat()}
        await done(its_own, "POST", "/adoptions/council-0/toolkit/acknowledgement", given)
        await moved_on(30, *running)

        async def counted() -> None:
            (found,) = await report(running[2], "withdrawals")
            assert found["acknowledged"]["numerator"] == 1
            assert (found["asked"], found["waiting"]) == (5, 4)
            assert found["raised"] == {"digital-office": 4}

        await eventually(counted, seconds=20)
        waiting = await listed(councils, "/adoptions/acknowledgements?state=asked", 4)
        assert {one["raised_to"] for one in waiting} == {"digital-office"}
        every = (await report(running[2], "deliverables"))["deliverables"]
        (shown,) = [one for one in every if one["deliverable"] == "toolkit"]
        assert (shown["state"], shown["version"], shown["reason"]) == ("withdrawn", "1.0", "The law has changed")
