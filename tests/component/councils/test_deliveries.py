"""Councils tell what they delivered, and see it beside what they promised and have: each its own, and nobody else."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest

from shared.events.projects import CallClosed
from tests.component.councils.test_commitments import LEAD, SCOPES, known, published, told
from tests.support.waiting import eventually
from tests.support.world import Running, World

API = "/api/v1/commitments"
TODAY = datetime.now(UTC).date()
MONTH = f"{TODAY:%Y-%m}"
NEXT = f"{(TODAY.replace(day=1) + timedelta(days=32)):%Y-%m}"
MADE: dict[str, Any] = {
    "call": "gdpr",
    "role": "project-lead",
    "days": 1.5,
    "source": "Timesheets of the project",
    "by_role": "council-digital-lead",
}
CLOCK_MOVABLE = True


@pytest.fixture
async def fife(office: httpx.AsyncClient, councils: Running, world: World) -> AsyncIterator[httpx.AsyncClient]:
    """The client of Fife, once a call was published."""
    await world.say(published())
    await eventually(lambda: known(councils))
    async with councils.client(*SCOPES, council="fife", client="fife-systems") as client:
        yield client


async def tell(client: httpx.AsyncClient, version: int, month: str = MONTH, **changes: Any) -> httpx.Response:
    headers = {"If-Match": f'"{version}"'}
    return await client.put(f"{API}/delivered/fife/{month}", json=MADE | changes, headers=headers)


async def move_clock(office: httpx.AsyncClient, to: date) -> None:
    answer = await office.post("/api/v1/operations/councils/clock", json={"today": to.isoformat()})
    assert answer.status_code == 200, answer.text


async def test_what_was_delivered_is_told_role_by_role_and_changed_for_a_reason(
    fife: httpx.AsyncClient,
    councils: Running,
) -> None:
    empty = (await fife.get(f"{API}/delivered/fife/{MONTH}")).json()
    assert (empty["version"], empty["delivered"]) == (0, [])
    first = await tell(fife, 0)
    assert first.status_code == 200, first.text
    assert first.json()["delivered"] == [MADE | {"project": "gdpr-readiness"}]
    both = await tell(fife, 1, role="benefits-owner", days=0.5)
    assert [one["role"] for one in both.json()["delivered"]] == ["benefits-owner", "project-lead"]
    assert (await tell(fife, 2, days=2)).json()["code"] == "reason-missing"
    assert (await tell(fife, 1, days=2, reason="Late sheet")).json()["code"] == "changed-meanwhile"
    changed = (await tell(fife, 2, days=2, reason="Late sheet")).json()
    assert (changed["version"], changed["reason"], changed["delivered"][1]["days"]) == (3, "Late sheet", 2)
    events = await told(councils, "days-delivered")
    assert [(one["month"], len(one["delivered"]), one["reason"]) for one in events] == [
        (MONTH, 1, None),
        (MONTH, 2, None),
        (MONTH, 2, "Late sheet"),
    ]
    assert events[0]["delivered"] == [MADE | {"project": "gdpr-readiness"}]


async def test_a_council_sees_its_promises_beside_what_it_delivered_and_has(
    fife: httpx.AsyncClient,
    office: httpx.AsyncClient,
    world: World,
    councils: Running,
) -> None:
    promise = LEAD | {"days_per_month": 2, "from": TODAY.isoformat(), "to": "2030-01-31"}
    answer = await fife.post(f"{API}/answers", json=promise)
    assert answer.status_code == 201, answer.text
    given = {"role": "project-lead", "days": 1.5}
    assert (await fife.put(f"{API}/capacity/fife/{MONTH}", json=given, headers={"If-Match": '"0"'})).status_code == 200
    before = (await fife.get(f"{API}/balance/fife?from={MONTH}&to={MONTH}")).json()
    assert (before["promised"], before["delivered"]) == (2, None)
    later = TODAY + timedelta(days=1)
    await move_clock(office, later)
    assert (await tell(fife, 0)).status_code == 200
    whole = (await fife.get(f"{API}/balance/fife?from={MONTH}&to={NEXT}")).json()
    this, following = whole["months"]
    assert this["lines"] == [
        {
            "project": "gdpr-readiness",
            "call": "gdpr",
            "role": "project-lead",
            "promised": 2,
            "delivered": 1.5,
            "difference": -0.5,
        }
    ]
    assert this["roles"] == [
        {
            "role": "project-lead",
            "capacity": 1.5,
            "promised": 2,
            "delivered": 1.5,
            "over_committed": 0.5,
            "free": 0,
        }
    ]
    assert (following["lines"][0]["delivered"], following["roles"][0]["capacity"]) == (None, None)
    then = (await fife.get(f"{API}/balance/fife?from={MONTH}&to={MONTH}&as_at={TODAY}")).json()
    assert (then["promised"], then["delivered"], then["as_at"]) == (2, None, TODAY.isoformat())
    listed = (await fife.get(f"{API}/delivered?from={MONTH}")).json()["items"]
    assert [(one["council"], one["month"]) for one in listed] == [("fife", MONTH)]
    assert (await fife.get(f"{API}/delivered?as_at={TODAY}")).json()["items"] == []

    await world.say(CallClosed(call="gdpr", project="gdpr-readiness", cause="withdrawn", effective=later.isoformat()))
    await eventually(lambda: known(councils, open_now=False))
    freed = (await fife.get(f"{API}/balance/fife?from={NEXT}&to={NEXT}")).json()
    assert (freed["promised"], freed["months"][0]["lines"]) == (0, [])
    bound = (await fife.get(f"{API}/balance/fife?from={NEXT}&to={NEXT}&as_at={TODAY}")).json()
    assert bound["promised"] == 2


async def test_nobody_but_the_council_and_the_office_sees_what_it_delivered(
    fife: httpx.AsyncClient,
    office: httpx.AsyncClient,
    councils: Running,
) -> None:
    assert (await tell(fife, 0)).status_code == 200
    async with councils.client("programme:read", "adoptions:write", council="angus", client="angus-systems") as angus:
        for path in (f"delivered/fife/{MONTH}", "delivered?council=fife", "balance/fife", "balance/S12000047"):
            answer = await angus.get(f"{API}/{path}")
            assert (answer.status_code, answer.json()["code"]) == (403, "another-council"), path
        assert (await tell(angus, 1, days=9, reason="x")).status_code == 403
        assert (await angus.get(f"{API}/delivered")).json()["items"] == []
    assert (await office.get(f"{API}/balance/fife")).status_code == 200
    assert len((await office.get(f"{API}/delivered?council=S12000047")).json()["items"]) == 1


async def test_months_of_a_balance_out_of_order_are_refused(fife: httpx.AsyncClient) -> None:
    for query, code in (
        ("from=2026-03&to=2026-02", "dates-out-of-order"),
        ("from=2010-01&to=2020-01", "too-many-months"),
        ("from=2026", "invalid"),
    ):
        answer = await fife.get(f"{API}/balance/fife?{query}")
        assert (answer.status_code, answer.json()["code"]) == (422, code)
