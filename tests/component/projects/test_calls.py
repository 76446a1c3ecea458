"""Calls for participation: drafted, checked, published with what was warned of, changed for a reason, closed."""

from datetime import timedelta

import httpx
import pytest

from tests.support.asking import ROLE, ask, drafted, give, month, move, published, today, wish
from tests.support.office import Json, Office, unused
from tests.support.waiting import eventually
from tests.support.world import Running, World


@pytest.fixture(scope="module")
async def projects(world: World) -> Running:
    await world.streams("councils")
    running = await world.start("projects", clock_movable=True)
    await running.ready()
    return running


async def period(office: Office, **said: object) -> str:
    """Add a recess in the third month from now, and return its key."""
    starts = month(await today(office), 2)
    body = {
        "key": unused("period"),
        "kind": "recess",
        "name": "Summer recess",
        "from": starts.isoformat(),
        "to": (starts + timedelta(days=13)).isoformat(),
        "effect": "avoid",
    }
    return str((await office.post("/programme/calendar", body | said))["key"])


async def ended(office: Office, key: str) -> None:
    version = (await office.get(f"/programme/calendar/{key}"))["version"]
    answer = await office.ask("DELETE", f"/programme/calendar/{key}?reason=Over", If_Match=f'"{version}"')
    assert answer.status_code == 200, answer.text


async def test_a_call_goes_from_draft_to_published_to_closed_and_each_step_is_told(office: Office) -> None:
    body = await wish(office)
    draft = await office.post("/calls", body)
    key = draft["key"]
    assert {name: draft[name] for name in body if name != "planned_gates"} == body
    assert (draft["state"], draft["version"], draft["published_on"]) == ("draft", 1, None)
    better = await office.change("PATCH", f"/calls/{key}", {"title": "Help with privacy"}, version=1)
    refused = await office.refused("POST", f"/calls/{key}/publish", {}, status=409, code="warnings-not-accepted")
    assert refused["errors"] == [{"field": "accept_warnings", "message": "does not name 'capacity-not-told'"}]
    wanted = {"accept_warnings": ["capacity-not-told"]}
    live = await office.post(f"/calls/{key}/publish", wanted, status=200)
    assert (live["state"], live["accepted_warnings"], live["title"]) == (
        "published",
        ["capacity-not-told"],
        better["title"],
    )
    later = (await today(office) + timedelta(days=20)).isoformat()
    await office.refused(
        "PATCH", f"/calls/{key}", {"deadline": later}, status=422, code="reason-missing", If_Match='"3"'
    )
    changed = await office.change(
        "PATCH", f"/calls/{key}", {"deadline": later, "reason": "Councils asked for it"}, version=3
    )
    assert (changed["deadline"], changed["reason"]) == (later, "Councils asked for it")
    closed = await office.post(f"/calls/{key}/close", {"reason": "Enough came forward"}, status=200)
    assert (closed["state"], closed["cause"], closed["closed_on"]) == (
        "closed",
        "closed",
        (await today(office)).isoformat(),
    )
    for path, said in (("close", {"reason": "x"}), ("withdraw", {"reason": "x"})):
        await office.refused("POST", f"/calls/{key}/{path}", said, status=409, code="call-not-open")
    await office.refused("POST", f"/calls/{key}/publish", {}, status=409, code="not-a-draft")
    await office.refused(
        "PATCH", f"/calls/{key}", {"title": "x", "reason": "y"}, status=409, code="call-not-open", If_Match='"1"'
    )
    told = await office.told(key, 6)
    assert [one.name for one in told] == [
        "call-drafted",
        "call-drafted",
        "call-published",
        "call-changed",
        "call-closed",
        "commitment-shortfall",
    ]
    assert told[2].data["asks"] == [
        {"role": ROLE, "days_per_month": 2.0, "starts": body["asks"][0]["from"], "ends": body["asks"][0]["to"]}
        | {"councils_wanted": 3}
    ]
    assert (told[3].data["reason"], told[4].data["cause"]) == ("Councils asked for it", "closed")


async def test_a_call_is_shown_as_it_stood_on_a_day(office: Office) -> None:
    first = await today(office)
    call = await published(office)
    key = call["key"]
    await move(office, first + timedelta(days=2))
    await office.change("PATCH", f"/calls/{key}", {"title": "Another", "reason": "Clearer"}, version=call["version"])
    await move(office, first + timedelta(days=4))
    await office.post(f"/calls/{key}/withdraw", {"reason": "No budget"}, status=200)

    async def on(days: int) -> tuple[str, str]:
        found = await office.get(f"/calls/{key}?as_at={first + timedelta(days=days)}")
        listed = (await office.get(f"/calls?limit=200&as_at={first + timedelta(days=days)}"))["items"]
        assert [one for one in listed if one["key"] == key] == [found]
        return found["state"], found["title"]

    assert await on(0) == ("published", call["title"])
    assert await on(2) == ("published", "Another")
    assert await on(4) == ("withdrawn", "Another")
    await office.refused("GET", f"/calls/{key}?as_at={first - timedelta(days=1)}", status=404, code="not-found")


async def test_a_call_closes_by_itself_when_its_deadline_is_over(office: Office) -> None:
    call = await published(office)
    await move(office, await today(office) + timedelta(days=11))

    async def closed() -> None:
        assert (await office.get(f"/calls/{call['key']}"))["state"] == "closed"

    await eventually(closed)
    found = await office.get(f"/calls/{call['key']}")
    assert (found["cause"], found["closed_on"]) == ("deadline", (await today(office)).isoformat())
    on_the_day = await office.get(f"/calls/{call['key']}?as_at={call['deadline']}")
    assert on_the_day["state"] == "published"


async def test_a_draft_is_the_office_s_own_until_it_is_published(office: Office, reader: httpx.AsyncClient) -> None:
    draft, call = await drafted(office), await published(office)
    assert (await reader.get(f"/api/v1/calls/{draft['key']}")).status_code == 404
    assert (await reader.get(f"/api/v1/calls/{call['key']}")).status_code == 200
    listed = (await reader.get("/api/v1/calls?limit=200")).json()["items"]
    assert call["key"] in {one["key"] for one in listed}
    assert draft["key"] not in {one["key"] for one in listed}
    answer = await reader.get(f"/api/v1/calls/{call['key']}/check")
    assert (answer.status_code, answer.json()["code"]) == (403, "office-only")
    await office.post(f"/calls/{draft['key']}/withdraw", {"reason": "No budget"}, status=200)
    *_, told = await office.told(draft["key"], 2)
    assert (told.name, told.data["reason"]) == ("call-draft-withdrawn", "No budget")


async def test_an_ask_is_checked_against_capacity_and_calendar_month_by_month(office: Office) -> None:
    key = await period(office, effect=0.5)
    starts = month(await today(office), 2)
    for council in ("fife", "angus"):
        await give(office, council, starts, 8)
    gate = starts + timedelta(days=5)
    body = {
        "asks": [await ask(office)],
        "deadline": (starts + timedelta(days=1)).isoformat(),
        "planned_gates": [{"name": "End of alpha", "on": gate.isoformat()}],
    }

    async def heard() -> Json:
        found = await office.post_unsaved("/calls/check", body)
        assert found["months"][0]["roles"][0]["capacity_councils"] == 2
        return found

    found = await eventually(heard)
    first, second = found["months"]
    assert first["month"] == f"{starts:%Y-%m}"
    (role,) = first["roles"]
    days = (month(starts, 1) - starts).days
    usable = round(16 * (days - 7) / days, 2)
    assert (role["asked_days"], role["capacity_days"], role["usable_days"], role["free_days"]) == (
        6,
        16,
        usable,
        usable,
    )
    assert [one["key"] for one in first["periods"]] == [key]
    assert {one["code"] for one in first["warnings"]} == {"ask-in-recess", "gate-in-recess", "deadline-in-recess"}
    assert {one["code"] for one in second["warnings"]} == {"capacity-not-told"}
    assert second["roles"][0]["capacity_days"] is None
    assert found["codes"] == ["ask-in-recess", "capacity-not-told", "deadline-in-recess", "gate-in-recess"]
    over = body | {"asks": [await ask(office, days_per_month=6)]}
    warned = (await office.post_unsaved("/calls/check", over))["warnings"]
    (text,) = [one["text"] for one in warned if one["code"] == "ask-over-capacity"]
    assert text.startswith(f"'{ROLE}': 18 days are asked for, and ")
    await ended(office, key)


async def test_a_gate_that_a_project_plans_is_warned_of_where_it_lies_in_a_period(office: Office) -> None:
    project = await office.project(lifecycle=await office.lifecycle("discovery", "alpha", "live"))
    starts = month(await today(office), 2)
    plan = {"phases": [{"phase": "alpha", "planned": f"{starts:%Y-%m}"}]}
    await office.change("PUT", f"/projects/{project}/phase-plan", plan, version=1)
    key = await period(office, kind="pre-election")
    body = {"project": project, "asks": [await ask(office)], "deadline": (await today(office)).isoformat()}
    found = await office.post_unsaved("/calls/check", body)
    (text,) = [one["text"] for one in found["warnings"] if one["code"] == "gate-in-pre-election"]
    assert text.startswith(f"the gate 'to alpha' is planned for some day from {starts} to ")
    call = await drafted(office, project=project)
    assert "gate-in-pre-election" in (await office.get(f"/calls/{call['key']}/check"))["codes"]
    await ended(office, key)


async def test_a_check_of_an_unsaved_ask_is_made_anew_whatever_key_comes_with_it(office: Office) -> None:
    body = {"asks": [await ask(office)], "deadline": (await today(office)).isoformat()}
    same = unused("key")
    before = await office.state()
    first = await office.ask("POST", "/calls/check", body, Idempotency_Key=same)
    other = await office.ask(
        "POST", "/calls/check", body | {"asks": [await ask(office, days_per_month=1)]}, Idempotency_Key=same
    )
    assert (first.status_code, other.status_code) == (200, 200)
    assert first.json()["months"] != other.json()["months"]
    assert await office.state() == before


async def test_a_period_is_added_put_right_and_taken_out_and_the_calendar_remembers(office: Office) -> None:
    first = await today(office)
    key = await period(office, councils=["fife"])
    await move(office, first + timedelta(days=1))
    changed = await office.change(
        "PATCH", f"/programme/calendar/{key}", {"effect": 0.25, "reason": "Schools told us"}, version=1
    )
    assert (changed["effect"], changed["reason"]) == (0.25, "Schools told us")
    await office.refused(
        "PATCH", f"/programme/calendar/{key}", {"name": "x"}, status=422, code="invalid", If_Match='"2"'
    )
    await move(office, first + timedelta(days=2))
    await ended(office, key)

    async def listed(query: str) -> list[object]:
        found = (await office.get(f"/programme/calendar?limit=200&{query}"))["items"]
        return [one["effect"] for one in found if one["key"] == key]

    assert await listed(f"as_at={first}") == ["avoid"]
    assert await listed(f"as_at={first + timedelta(days=1)}&council=fife") == [0.25]
    assert await listed(f"as_at={first + timedelta(days=1)}&council=angus") == []
    assert await listed("") == []
    assert await listed(f"as_at={first}&to={first}") == []
    assert await listed(f"as_at={first}&from={first}&to={month(first, 4)}") == ["avoid"]
    await office.refused(
        "PATCH",
        f"/programme/calendar/{key}",
        {"name": "x", "reason": "y"},
        status=409,
        code="period-ended",
        If_Match='"3"',
    )
    told = await office.told(key, 3)
    assert [one.name for one in told] == ["calendar-period-added", "calendar-period-changed", "calendar-period-ended"]
    assert (told[0].data["factor"], told[1].data["factor"], told[2].data["reason"]) == (None, 0.25, "Over")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"deadline": "2199-12-31"}, "dates-out-of-order"),
        ({"contact_role": "Jane Smith"}, "invalid"),
        ({"asks": []}, "invalid"),
        ({"project": "unheard-of"}, "not-found"),
        ({"colour": "red"}, "invalid"),
    ],
)
async def test_a_draft_that_does_not_hang_together_is_refused(
    office: Office, said: dict[str, object], code: str
) -> None:
    body = await wish(office) | said
    await office.refused("POST", "/calls", body, status=404 if code == "not-found" else 422, code=code)


async def test_asks_that_end_before_they_begin_or_meet_are_refused(office: Office) -> None:
    one = await ask(office)
    backwards = await wish(office, asks=[one | {"to": one["from"], "from": one["to"]}])
    await office.refused("POST", "/calls", backwards, status=422, code="dates-out-of-order")
    await office.refused("POST", "/calls", await wish(office, asks=[one, one]), status=422, code="asks-overlap")
    long = await ask(office, to="2090-01-01")
    await office.refused("POST", "/calls", await wish(office, asks=[long]), status=422, code="ask-too-long")
    third = await ask(office, days_per_month=0.3)
    problem = await office.refused("POST", "/calls", await wish(office, asks=[third]), status=422, code="invalid")
    assert problem["errors"] == [{"field": "asks.0.days_per_month", "message": "must be a multiple of 0.25"}]


async def test_what_is_asked_again_under_the_same_key_is_done_once(office: Office) -> None:
    body = await wish(office)
    steps: list[tuple[str, Json]] = [
        ("/calls", body),
        (f"/calls/{body['key']}/publish", {"accept_warnings": ["capacity-not-told"]}),
        (f"/calls/{body['key']}/close", {"reason": "Enough"}),
    ]
    for path, said in steps:
        same = unused("key")
        first = await office.ask("POST", path, said, Idempotency_Key=same)
        assert first.is_success, first.text
        again = await office.ask("POST", path, said, Idempotency_Key=same)
        assert (again.status_code, again.json()) == (first.status_code, first.json())
        assert again.headers["idempotency-replayed"] == "true"


async def test_a_draft_whose_deadline_is_over_is_not_published(office: Office) -> None:
    call = await drafted(office)
    await move(office, await today(office) + timedelta(days=11))
    wanted = {"accept_warnings": ["capacity-not-told"]}
    await office.refused("POST", f"/calls/{call['key']}/publish", wanted, status=422, code="deadline-passed")
