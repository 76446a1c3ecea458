"""Conditions of gate decisions: set, met with evidence or waived with a reason, overdue once, and as they stood."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.projects.domain.conditions import state as state_on
from services.projects.models import GateCondition
from services.projects.timers import TIMERS
from shared.timers import Clockwork
from tests.support.moved import Days, fired
from tests.support.office import Json, Office
from tests.support.world import Running, World

LINK = "https://example.org/assessment"
MET = {"by_role": "sponsor", "evidence": [LINK]}


@pytest.fixture(scope="module")
async def projects(world: World) -> Running:
    await world.streams("councils")
    running = await world.start("projects", clock_movable=True)
    await running.ready()
    return running


@pytest.fixture(scope="module")
async def days(projects: Running) -> Days:
    return Days(projects)


async def conditions(office: Office, days: Days, *due: int, decided: int = -10, **said: Any) -> tuple[str, list[Json]]:
    """Have a project of its own decided on with conditions due so many days from today; return its key and them."""
    key = await office.project(**said)
    asked = [{"text": f"Do {day}", "owner_role": "project-lead", "due": days.day(day)} for day in due]
    body = {
        "outcome": "go-with-conditions",
        "by_role": "delivery-board",
        "decided_on": days.day(decided),
        "conditions": asked,
    }
    made = await office.post(f"/projects/{key}/gate-decisions", body)
    return key, made["decision"]["conditions"]


async def listed(office: Office, path: str) -> list[tuple[str, str]]:
    return [(one["text"], one["state"]) for one in (await office.get(path))["items"]]


async def test_a_condition_is_met_with_its_evidence(office: Office, days: Days) -> None:
    key, (condition,) = await conditions(office, days, 5)
    assert (condition["state"], condition["settled"]) == ("open", None)
    deliverable = await office.deliverable()
    path = f"/projects/{key}/gate-conditions/{condition['id']}"
    said = {"by_role": "sponsor", "on": days.day(-2), "evidence": [LINK], "evidence_deliverables": [deliverable]}
    answer = await office.post(f"{path}/meet", said | {"note": "Read and signed"}, status=200)
    met = answer["condition"]
    assert met["settled"] | {"recorded_at": ""} == {
        "outcome": "met",
        "on": days.day(-2),
        "by_role": "sponsor",
        "reason": "Read and signed",
        "evidence": [LINK],
        "evidence_deliverables": [deliverable],
        "recorded_at": "",
    }
    assert await office.get(path) == answer
    *_, told = await office.told(key, 3)
    assert (told.name, told.headers["ce-time"]) == ("gate-condition-met", f"{days.day(-2)}T00:00:00Z")
    assert told.data == {
        "project": key,
        "decision": condition["decision"],
        "condition": condition["id"],
        "text": "Do 5",
        "owner_role": "project-lead",
        "due": days.day(5),
        "by_role": "sponsor",
        "evidence": [LINK],
        "evidence_deliverables": [deliverable],
        "note": "Read and signed",
        "effective": days.day(-2),
    }
    assert await waiting(office, key) == []


async def test_a_role_lets_a_project_off_a_condition_and_says_why(office: Office, days: Days) -> None:
    key, (condition,) = await conditions(office, days, 5)
    path = f"/projects/{key}/gate-conditions/{condition['id']}"
    answer = await office.post(f"{path}/waive", {"by_role": "sponsor", "reason": "The law changed"}, status=200)
    settled = answer["condition"]["settled"]
    assert (answer["condition"]["state"], settled["on"], settled["reason"]) == ("waived", days.day(), "The law changed")
    *_, told = await office.told(key, 3)
    assert (told.name, told.data["by_role"], told.data["reason"], told.data["effective"]) == (
        "gate-condition-waived",
        "sponsor",
        "The law changed",
        days.day(),
    )


@pytest.mark.parametrize(
    ("verb", "said", "status", "code", "words"),
    [
        ("meet", {"by_role": "sponsor"}, 422, "evidence-missing", "by which it is seen that the condition is met"),
        ("meet", {"evidence": [LINK]}, 422, "invalid", "by_role: is missing"),
        ("meet", MET | {"evidence": ["minutes.pdf"]}, 422, "invalid", "must be an http or https address"),
        (
            "meet",
            {"by_role": "sponsor", "evidence_deliverables": ["no-such"]},
            404,
            "not-found",
            "There is no deliverable 'no-such'.",
        ),
        ("meet", MET | {"on": "2199-01-01"}, 422, "date-in-the-future", "has not come yet"),
        ("meet", MET | {"on": "2018-01-01"}, 422, "dates-out-of-order", "before the decision that set the condition"),
        ("waive", {"by_role": "sponsor"}, 422, "invalid", "reason: is missing"),
        ("waive", {"by_role": "sponsor", "reason": " "}, 422, "invalid", "reason"),
        ("waive", {"by_role": "Jane", "reason": "It is"}, 422, "invalid", "by_role"),
    ],
)
async def test_what_settles_nothing_is_refused(
    office: Office, days: Days, verb: str, said: Json, status: int, code: str, words: str
) -> None:
    key, (condition,) = await conditions(office, days, 5)
    path = f"/projects/{key}/gate-conditions/{condition['id']}/{verb}"
    problem = await office.refused("POST", path, said, status=status, code=code)
    assert words in problem["detail"]


async def test_a_condition_is_settled_once_whoever_asks_and_however_often(office: Office, days: Days) -> None:
    key, (condition,) = await conditions(office, days, 5)
    path = f"/projects/{key}/gate-conditions/{condition['id']}"
    waive = {"by_role": "sponsor", "reason": "Not needed"}
    asked = [office.ask("POST", f"{path}/meet", MET), office.ask("POST", f"{path}/waive", waive)]
    answers = await asyncio.gather(*asked, *(office.ask("POST", f"{path}/meet", MET) for _ in range(2)))
    assert sorted(one.status_code for one in answers) == [200, 409, 409, 409]
    assert {one.json()["code"] for one in answers if one.status_code == 409} == {"settled-already"}
    assert len(await office.recorded(key)) == 3


async def test_a_condition_is_found_only_with_its_project_and_from_its_day_on(office: Office, days: Days) -> None:
    key, (condition,) = await conditions(office, days, 5)
    other = await office.project()
    for path in (f"/projects/{other}/gate-conditions/{condition['id']}", f"/projects/{key}/gate-conditions/none"):
        await office.refused("GET", path, status=404, code="not-found")
        await office.refused("POST", f"{path}/meet", MET, status=404, code="not-found")
    path = f"/projects/{key}/gate-conditions/{condition['id']}?as_at={days.day(-11)}"
    assert "on" in (await office.refused("GET", path, status=404, code="not-found"))["detail"]
    await office.refused("GET", "/projects/no-such/gate-conditions", status=404, code="not-found")


async def test_conditions_are_listed_as_they_stood_what_is_due_first_first(office: Office, days: Days) -> None:
    key, _ = await conditions(office, days, -9, 3, -5, decided=-10)
    for text, on in (("Do -9", -4), ("Do -5", -2)):
        found = (await office.get(f"/projects/{key}/gate-conditions"))["items"]
        (one,) = [one for one in found if one["text"] == text]
        await office.post(f"/projects/{key}/gate-conditions/{one['id']}/meet", MET | {"on": days.day(on)}, status=200)
    path = f"/projects/{key}/gate-conditions"
    assert await listed(office, f"{path}?as_at={days.day(-11)}") == []
    assert await listed(office, f"{path}?as_at={days.day(-9)}") == [
        ("Do -9", "open"),
        ("Do -5", "open"),
        ("Do 3", "open"),
    ]
    assert await listed(office, f"{path}?as_at={days.day(-8)}&state=overdue") == [("Do -9", "overdue")]
    assert await listed(office, f"{path}?as_at={days.day(-5)}&state=open") == [("Do -5", "open"), ("Do 3", "open")]
    assert await listed(office, f"{path}?as_at={days.day(-3)}") == [
        ("Do -9", "met"),
        ("Do -5", "overdue"),
        ("Do 3", "open"),
    ]
    assert await listed(office, f"{path}?state=met") == [("Do -9", "met"), ("Do -5", "met")]
    first = await office.get(f"{path}?limit=2")
    assert [one["text"] for one in first["items"]] == ["Do -9", "Do -5"]
    rest = await office.get(str(first["next"]).removeprefix("/api/v1"))
    assert [one["text"] for one in rest["items"]] == ["Do 3"]
    # and a decision shows what had become of its conditions by the day
    (decision,) = (await office.get(f"/projects/{key}/gate-decisions?as_at={days.day(-3)}"))["items"]
    assert [(one["text"], one["state"]) for one in decision["conditions"]] == [
        ("Do -9", "met"),
        ("Do 3", "open"),
        ("Do -5", "overdue"),
    ]
    assert (await office.get(f"/projects/{key}/gate-decisions?as_at={days.day(-11)}"))["items"] == []


async def test_the_whole_programme_s_conditions_are_in_one_list(office: Office, days: Days) -> None:
    one, _ = await conditions(office, days, 20)
    other, _ = await conditions(office, days, 19, 21)
    found = (await office.get("/programme/gate-conditions?limit=200&state=open&owner_role=project-lead"))["items"]
    mine = [(item["project"], item["text"]) for item in found if item["project"] in {one, other}]
    assert mine == [(other, "Do 19"), (one, "Do 20"), (other, "Do 21")]
    assert await listed(office, f"/programme/gate-conditions?project={one}") == [("Do 20", "open")]
    assert await listed(office, f"/programme/gate-conditions?project={one}&owner_role=sponsor") == []


async def test_a_filter_finds_what_the_rules_say_of_every_day(office: Office, days: Days) -> None:
    key, set_ = await conditions(office, days, -8, -6, 2, 4)
    path = f"/projects/{key}/gate-conditions"
    await office.post(f"{path}/{set_[0]['id']}/meet", MET | {"on": days.day(-3)}, status=200)
    waive = {"by_role": "sponsor", "reason": "Not needed", "on": days.day(-7)}
    await office.post(f"{path}/{set_[1]['id']}/waive", waive, status=200)
    rows = [dict(row) for row in await office.running.sql("SELECT * FROM gate_condition WHERE project = $1", key)]
    for offset in range(-10, 8):
        day = days.day(offset)
        for state in ("open", "overdue", "met", "waived"):
            expected = {row["id"] for row in rows if state_on(GateCondition(**row), date.fromisoformat(day)) == state}
            found = (await office.get(f"{path}?as_at={day}&state={state}"))["items"]
            assert {one["id"] for one in found} == expected, (day, state)


async def waiting(office: Office, key: str) -> list[str]:
    rows = await office.running.sql("SELECT key FROM timer WHERE kind = 'gate-condition-overdue' AND of = $1", key)
    return [row["key"] for row in rows]


async def test_what_is_not_settled_in_time_is_said_to_be_overdue_once(office: Office, days: Days) -> None:
    key, set_ = await conditions(office, days, 1, 1, 30)
    met = f"/projects/{key}/gate-conditions/{set_[1]['id']}/meet"
    await office.post(met, MET, status=200)
    late, due = set_[0], days.day(1)
    await days.pass_by(1)
    assert (await office.get(f"/projects/{key}/gate-conditions/{late['id']}"))["condition"]["state"] == "open"
    assert await office.recorded(key) == ["registered", "gate-decided", "gate-condition-met"]
    await days.pass_by(1)
    await fired(office, key, "gate-condition-overdue")
    *_, told = await office.told(key, 4)
    assert told.data == {
        "project": key,
        "decision": late["decision"],
        "condition": late["id"],
        "text": "Do 1",
        "owner_role": "project-lead",
        "due": due,
        "effective": days.day(),
    }
    shown = (await office.get(f"/projects/{key}/gate-conditions/{late['id']}"))["condition"]
    assert (shown["state"], shown["days_overdue"]) == ("overdue", 1)
    assert await waiting(office, key) == [set_[2]["id"]]
    # what is met after all is overdue no more, and still was then
    await office.post(f"/projects/{key}/gate-conditions/{late['id']}/meet", MET, status=200)
    assert await listed(office, f"/projects/{key}/gate-conditions?state=overdue") == []


async def test_two_workers_that_look_at_once_say_it_once(office: Office, days: Days) -> None:
    key, _ = await conditions(office, days, *range(100, 110))
    await days.pass_by(1)
    database = office.running.app.state.database
    await office.running.sql(
        "UPDATE timer SET due_at = now() - interval '1 hour' WHERE kind = 'gate-condition-overdue' AND of = $1", key
    )
    await asyncio.gather(*(Clockwork(database, TIMERS, lambda seconds: seconds).fire_due() for _ in range(2)))

    async def said() -> list[str]:
        return [name for name in await office.recorded(key) if name == "gate-condition-overdue"]

    assert len(await said()) == 10
    assert await waiting(office, key) == []


async def test_what_the_last_release_decides_becomes_rows_too(office: Office, days: Days) -> None:
    key, decision = await office.project(), uuid4()
    due = date.fromisoformat(days.day(50))
    asked = f'[{{"text": "Publish", "owner_role": "sponsor", "due": "{due}"}}]'
    await office.running.sql(
        """INSERT INTO gate_decision (id, project, outcome, by_role, decided_on, evidence, conditions, recorded_at)
           VALUES ($1, $2, 'go-with-conditions', 'sponsor', $3, '[]', $4::jsonb, now())""",
        decision,
        key,
        date.fromisoformat(days.day()),
        asked,
    )
    (found,) = (await office.get(f"/projects/{key}/gate-conditions"))["items"]
    assert (found["id"], found["text"], found["state"]) == (f"{decision}-1", "Publish", "open")
    (timer,) = await office.running.sql("SELECT due_at FROM timer WHERE of = $1", key)
    assert timer["due_at"].isoformat() == f"{due + timedelta(days=1)}T00:00:00+00:00"
    await office.post(f"/projects/{key}/gate-conditions/{found['id']}/meet", MET, status=200)
