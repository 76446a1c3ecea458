"""Councils say what they have to give, and answer calls: each for itself, until the deadline."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest

from shared.events.projects import CallAsk, CallChanged, CallClosed, CallPublished
from tests.support.waiting import eventually
from tests.support.world import Running, World

API = "/api/v1"
SCOPES = ("programme:read", "adoptions:write", "events:read")
TODAY = datetime.now(UTC).date()
ASK = CallAsk(role="project-lead", days_per_month=2, starts="2030-01-01", ends="2030-03-31", councils_wanted=3)
LEAD: dict[str, Any] = {"call": "gdpr", "council": "fife", "answer": "commit", "role": "project-lead"}
CLOCK_MOVABLE = True


@pytest.fixture
async def fife(office: httpx.AsyncClient, councils: Running, world: World) -> AsyncIterator[httpx.AsyncClient]:
    """The client of Fife, once a call was published that may be answered for ten days."""
    await world.say(published())
    await eventually(lambda: known(councils))
    async with councils.client(*SCOPES, council="fife", client="fife-systems") as client:
        yield client


def published(**said: Any) -> CallPublished:
    values: dict[str, Any] = {
        "call": "gdpr",
        "project": "gdpr-readiness",
        "title": "Help",
        "summary": "Write it together",
        "asks": (ASK, ASK.model_copy(update={"role": "benefits-owner"})),
        "deadline": (TODAY + timedelta(days=10)).isoformat(),
        "contact_role": "project-lead",
        "effective": TODAY.isoformat(),
    }
    return CallPublished(**(values | said))


async def known(councils: Running, *, open_now: bool = True, deadline: date | None = None) -> None:
    rows = await councils.sql("SELECT open, deadline FROM known_call")
    assert [row["open"] for row in rows] == [open_now]
    assert deadline is None or rows[0]["deadline"] == deadline


async def refused(client: httpx.AsyncClient, body: dict[str, Any], status: int, code: str) -> None:
    answer = await client.post(f"{API}/commitments/answers", json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


async def told(councils: Running, name: str) -> list[dict[str, Any]]:

    rows = await councils.sql(
        "SELECT payload FROM outbox_event WHERE event_type LIKE $1 ORDER BY position", f"%.{name}.%"
    )
    return [json.loads(row["payload"]) for row in rows]


async def test_a_council_answers_a_call_adds_a_role_and_thinks_again(
    fife: httpx.AsyncClient, councils: Running
) -> None:
    first = await fife.post(f"{API}/commitments/answers", json=LEAD | {"days_per_month": 2})
    assert first.status_code == 201, first.text
    assert first.json()["commitments"] == [
        {"role": "project-lead", "days_per_month": 2.0, "from": "2030-01-01", "to": "2030-03-31"}
    ]
    more = LEAD | {"role": "benefits-owner", "days_per_month": 0.5, "from": "2030-02-01"}
    both = (await fife.post(f"{API}/commitments/answers", json=more)).json()
    assert [(one["role"], one["from"]) for one in both["commitments"]] == [
        ("benefits-owner", "2030-02-01"),
        ("project-lead", "2030-01-01"),
    ]
    no = {"call": "gdpr", "council": "S12000047", "answer": "no", "reason": "No people in spring"}
    assert (await fife.post(f"{API}/commitments/answers", json=no)).json()["commitments"] == []
    whole = (await fife.get(f"{API}/commitments/answers/gdpr/fife")).json()
    assert (whole["version"], whole["answer"], [one["answer"] for one in whole["history"]]) == (
        3,
        "no",
        ["commit", "commit", "no"],
    )
    events = await told(councils, "call-answered")
    assert [(one["council"], one["answer"], len(one["commitments"])) for one in events] == [
        ("fife", "commit", 1),
        ("fife", "commit", 2),
        ("fife", "no", 0),
    ]


async def test_a_council_sees_and_says_its_own_answers_only(fife: httpx.AsyncClient, office: httpx.AsyncClient) -> None:
    body = LEAD | {"days_per_month": 2, "council": "angus"}
    await refused(fife, body, 403, "another-council")
    assert (await office.post(f"{API}/commitments/answers", json=body)).status_code == 201
    assert (await fife.post(f"{API}/commitments/answers", json=LEAD | {"days_per_month": 1})).status_code == 201
    for path in ("?council=angus", "/gdpr/angus"):
        answer = await fife.get(f"{API}/commitments/answers{path}")
        assert (answer.status_code, answer.json()["code"]) == (403, "another-council")
    mine = (await fife.get(f"{API}/commitments/answers")).json()["items"]
    assert [one["council"] for one in mine] == ["fife"]
    every = (await office.get(f"{API}/commitments/answers?call=gdpr&answer=commit")).json()["items"]
    assert [one["council"] for one in every] == ["angus", "fife"]
    first = (await office.get(f"{API}/commitments/answers?limit=1")).json()
    assert [one["council"] for one in (await office.get(first["next"])).json()["items"]] == ["fife"]


async def test_no_answer_is_taken_after_the_deadline_but_a_commitment_can_be_lowered_for_a_reason(
    fife: httpx.AsyncClient, office: httpx.AsyncClient, councils: Running
) -> None:
    assert (await fife.post(f"{API}/commitments/answers", json=LEAD | {"days_per_month": 2})).status_code == 201
    later = TODAY + timedelta(days=10)
    clock = f"{API}/operations/councils/clock"
    assert (await office.post(clock, json={"today": later.isoformat()})).status_code == 200
    assert (await fife.post(f"{API}/commitments/answers", json=LEAD | {"days_per_month": 3})).status_code == 201
    later += timedelta(days=1)
    assert (await office.post(clock, json={"today": later.isoformat()})).status_code == 200
    await refused(fife, LEAD | {"days_per_month": 4}, 409, "deadline-passed")
    line = f"{API}/commitments/answers/gdpr/fife"
    wish = {"role": "project-lead", "days_per_month": 1, "reason": "Two people left"}

    async def changed(body: dict[str, Any], etag: str | None = '"2"') -> tuple[int, str]:
        answer = await fife.patch(line, json=body, headers={"If-Match": etag} if etag else {})
        return answer.status_code, answer.json().get("code", "")

    assert await changed(wish, None) == (428, "if-match-required")
    assert await changed(wish, '"1"') == (412, "changed-meanwhile")
    assert await changed({"role": "project-lead", "days_per_month": 1}) == (422, "invalid")
    assert await changed(wish | {"role": "sponsor"}) == (409, "no-commitment")
    assert await changed(wish | {"days_per_month": 3}) == (409, "no-change")
    assert await changed(wish) == (200, "")
    assert await changed(wish | {"days_per_month": 0}, '"3"') == (200, "")
    lowered, taken_back = await told(councils, "commitment-changed")
    assert (lowered["commitments"][0]["days_per_month"], lowered["reason"]) == (1.0, "Two people left")
    assert (taken_back["commitments"], taken_back["effective"]) == ([], later.isoformat())
    as_at = (await fife.get(f"{line}?as_at={TODAY}")).json()
    assert [one["days_per_month"] for one in as_at["commitments"]] == [2.0]
    listed = (await fife.get(f"{API}/commitments/answers?as_at={later - timedelta(days=1)}")).json()["items"]
    assert [one["commitments"][0]["days_per_month"] for one in listed] == [3.0]


async def test_a_call_that_was_changed_is_answered_as_it_is_now_and_one_that_closed_not_at_all(
    fife: httpx.AsyncClient, councils: Running, world: World
) -> None:
    later = TODAY + timedelta(days=20)
    said = published(asks=(ASK.model_copy(update={"role": "sponsor"}),), deadline=later.isoformat())
    await world.say(CallChanged(reason="Clearer", **said.model_dump()))
    await eventually(lambda: known(councils, deadline=later))
    await refused(fife, LEAD | {"days_per_month": 1}, 422, "role-not-asked")
    await world.say(CallClosed(call="gdpr", project="gdpr-readiness", cause="withdrawn", effective=TODAY.isoformat()))
    await eventually(lambda: known(councils, open_now=False))
    await refused(fife, LEAD | {"role": "sponsor", "days_per_month": 1}, 409, "call-closed")


async def test_capacity_is_given_by_month_by_the_council_itself(
    fife: httpx.AsyncClient, office: httpx.AsyncClient, councils: Running
) -> None:
    at = f"{API}/commitments/capacity"
    empty = await fife.get(f"{at}/fife/2030-01")
    assert (empty.json()["version"], empty.json()["given"], empty.headers["etag"]) == (0, [], '"0"')
    wish = {"role": "project-lead", "days": 4}
    first = await fife.put(f"{at}/S12000047/2030-01", json=wish, headers={"If-Match": '"0"'})
    assert (first.status_code, first.json()["version"]) == (200, 1), first.text
    stale = await fife.put(f"{at}/fife/2030-01", json=wish | {"days": 5}, headers={"If-Match": '"0"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "changed-meanwhile")
    same = await fife.put(f"{at}/fife/2030-01", json=wish, headers={"If-Match": '"1"'})
    assert same.json()["version"] == 1
    lines = [
        {"month": "2030-02", "role": "sponsor", "days": 0.5},
        {"month": "2030-01", "role": "sponsor", "days": 0.25},
    ]
    several = await fife.post(at, json={"council": "fife", "capacity": lines})
    assert [one["month"] for one in several.json()["months"]] == ["2030-01", "2030-02"]
    mine = (await fife.get(f"{at}?from=2030-01&to=2030-01")).json()["items"]
    assert [one["given"] for one in mine] == [
        [{"role": "project-lead", "days": 4.0}, {"role": "sponsor", "days": 0.25}]
    ]
    angus = await fife.put(f"{at}/angus/2030-01", json=wish, headers={"If-Match": '"0"'})
    assert (angus.status_code, angus.json()["code"]) == (403, "another-council")
    await office.post(at, json={"council": "angus", "capacity": lines})
    assert len((await office.get(at)).json()["items"]) == 4
    assert {one["council"] for one in (await fife.get(at)).json()["items"]} == {"fife"}
    assert (await office.get(f"{at}?as_at={TODAY - timedelta(days=1)}")).json()["items"] == []
    wrong = await fife.put(f"{at}/fife/2030-13", json=wish, headers={"If-Match": '"0"'})
    assert wrong.status_code == 422
    events = await told(councils, "capacity-given")
    assert [(one["council"], one["month"], len(one["given"])) for one in events] == [
        ("fife", "2030-01", 1),
        ("fife", "2030-01", 2),
        ("fife", "2030-02", 1),
        ("angus", "2030-01", 1),
        ("angus", "2030-02", 1),
    ]
