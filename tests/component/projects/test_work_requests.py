"""Work requests: asked of councils that take part, answered by each for itself, overdue when the due day is over."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.support.moved import Days
from tests.support.office import API, Json, Office, unused
from tests.support.work_requests import ALL, answer, asked
from tests.support.world import Running, World


@pytest.fixture(scope="module")
async def projects(world: World) -> Running:
    await world.streams("councils")
    running = await world.start("projects", clock_movable=True)
    await running.ready()
    return running


@pytest.fixture(scope="module")
async def days(projects: Running) -> Days:
    return Days(projects)


@pytest.fixture(scope="module")
async def fife(projects: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with projects.client(
        "programme:read", "adoptions:write", "events:read", council="fife", client="fife-system"
    ) as client:
        yield client


async def test_a_request_is_asked_of_councils_that_take_part_and_told(office: Office, days: Days) -> None:
    key = await asked(office, days, "fife", "moray", priority="must")
    found = await office.get(f"/work-requests/{key}")
    assert (found["state"], found["overdue"], found["priority"]) == ("open", False, "must")
    assert (found["councils"], found["answers"]) == (["fife", "moray"], [])
    assert found["counts"] == {
        "councils": 2,
        "accepted": 0,
        "declined": 0,
        "done": 0,
        "not_answered": 2,
        "withheld": None,
    }
    assert [(one["priority"], one["due"], one["reason"]) for one in found["terms"]] == [("must", days.day(14), None)]
    (told,) = await office.told(key, 1)
    assert told.name == "work-request-opened"
    assert told.data == {
        "request": key,
        "project": found["project"],
        "title": "Test the toolkit",
        "text": found["text"],
        "councils": ["fife", "moray"],
        "priority": "must",
        "due": days.day(14),
        "by_role": "project-lead",
        "effective": days.day(),
    }


@pytest.mark.parametrize(
    ("said", "status", "field", "code"),
    [
        ({"councils": ["shetland-islands"]}, 422, "councils", "council-takes-no-part"),
        ({"councils": ["fife", "fife"]}, 422, "councils", "council-named-twice"),
        ({"councils": []}, 422, "councils", "invalid"),
        ({"due": "2018-01-01"}, 422, "due", "dates-out-of-order"),
        ({"effective": "2199-01-01"}, 422, "effective", "date-in-the-future"),
        ({"priority": "urgent"}, 422, "priority", "invalid"),
        ({"by_role": "somebody"}, 422, "by_role", "invalid"),
        ({"project": "no-such-project"}, 404, "project", "not-found"),
        ({"text": ""}, 422, "text", "invalid"),
        ({"mood": "urgent"}, 422, "mood", "invalid"),
    ],
)
async def test_a_request_that_cannot_be_asked_is_refused(
    office: Office, days: Days, said: Json, status: int, field: str, code: str
) -> None:
    project = await office.project(lead_councils=["fife"])
    body: Json = {"key": unused("request"), "project": project, "title": "Test", "text": "Try it", "councils": ["fife"]}
    body |= {"priority": "could", "due": days.day(3), "by_role": "project-lead"}
    problem = await office.refused("POST", "/work-requests", body | said, status=status, code=code)
    assert [one["field"] for one in problem["errors"]] == [field]
    if code == "council-takes-no-part":
        assert "those that do: fife" in problem["detail"]


async def test_nothing_is_asked_twice_or_of_a_project_that_is_closed(office: Office, days: Days) -> None:
    key = await asked(office, days)
    found = await office.get(f"/work-requests/{key}")
    names = ("key", "project", "title", "text", "councils", "priority", "due", "by_role")
    body = {name: found[name] for name in names}
    await office.refused("POST", "/work-requests", body, status=409, code="exists-already")
    closing = {"outcome": "delivered", "by_role": "delivery-board"}
    await office.post(f"/projects/{found['project']}/close", closing, status=200)
    body["key"] = unused("request")
    await office.refused("POST", "/work-requests", body, status=409, code="project-closed")


async def test_a_request_is_answered_by_all_then_done_by_all_that_accepted(office: Office, days: Days) -> None:
    key = await asked(office, days, "fife", "moray", "angus")
    assert (await answer(office, key, "fife", "accepted", by_day=days.day(10)))["state"] == "open"
    assert (await answer(office, key, "moray", "declined"))["state"] == "open"
    assert (await answer(office, key, "angus", "accepted"))["state"] == "answered"
    assert (await answer(office, key, "fife", "done"))["state"] == "answered"
    whole = await answer(office, key, "angus", "done", note="With two teams")
    assert whole["state"] == "done"
    assert [(one["council"], one["answer"], one["told_by"]) for one in whole["answers"]] == [
        ("angus", "done", "office"),
        ("fife", "done", "office"),
        ("moray", "declined", "office"),
    ]
    every = (await office.get(f"/work-requests/{key}/answers"))["items"]
    assert [one["answer"] for one in every] == ["accepted", "declined", "accepted", "done", "done"]
    assert await office.recorded(key) == ["work-request-opened"] + ["work-request-state-changed"] * 2
    *_, told = await office.told("angus", (await office.recorded("angus")).count("work-request-answered"))
    assert told.data | {"project": ""} == {
        "request": key,
        "project": "",
        "council": "angus",
        "from_answer": "accepted",
        "answer": "done",
        "note": "With two teams",
        "by_day": None,
        "told_by": "office",
        "effective": days.day(),
    }


async def test_a_council_answers_for_itself_alone_and_sees_the_others_as_counts(
    office: Office, days: Days, fife: httpx.AsyncClient
) -> None:
    key = await asked(office, days, *ALL)
    path = f"{API}/work-requests/{key}"
    await answer(office, key, "moray", "declined", note="Our budget is spent")
    mine = await fife.post(f"{path}/answers", json={"answer": "accepted", "by_day": days.day(9)})
    assert mine.status_code == 201, mine.text
    view = mine.json()
    assert [(one["council"], one["told_by"]) for one in view["answers"]] == [("fife", "council")]
    assert view["counts"] == {
        "councils": 5,
        "accepted": 0,
        "declined": 1,
        "done": 0,
        "not_answered": 4,
        "withheld": None,
    }
    for shown in (await fife.get(path), await fife.get(f"{path}/answers"), await fife.get(f"{API}/work-requests")):
        assert shown.status_code == 200
        assert "Our budget is spent" not in shown.text
    other = await fife.post(f"{path}/answers", json={"council": "moray", "answer": "accepted"})
    assert (other.status_code, other.json()["code"]) == (403, "another-council")
    for method, to, body in (
        ("POST", "/work-requests", {}),
        ("PATCH", f"/work-requests/{key}", {"due": days.day(5), "by_role": "project-lead", "reason": "Later"}),
        ("POST", f"/work-requests/{key}/cancel", {"by_role": "project-lead", "reason": "Not needed"}),
    ):
        refused = await fife.request(method, API + to, json=body, headers={"If-Match": "*"})
        assert (refused.status_code, refused.json()["code"]) == (403, "scope-missing")


async def test_counts_of_a_few_councils_are_withheld_from_each_of_them(
    office: Office, days: Days, fife: httpx.AsyncClient
) -> None:
    key = await asked(office, days, "fife", "moray")
    await answer(office, key, "moray", "accepted")
    counts = (await fife.get(f"{API}/work-requests/{key}")).json()["counts"]
    assert counts["withheld"] == "too few to show"
    assert (counts["councils"], counts["accepted"], counts["not_answered"]) == (1, None, None)


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        ({"council": "stirling"}, "council", "council-not-asked"),
        ({"council": None}, "council", "council-missing"),
        ({"answer": "declined"}, "note", "note-missing"),
        ({"answer": "done", "by_day": "2199-01-01"}, "by_day", "by-day-not-allowed"),
        ({"by_day": "2018-01-01"}, "by_day", "dates-out-of-order"),
        ({"effective": "2018-01-01"}, "effective", "dates-out-of-order"),
        ({"effective": "2199-01-01"}, "effective", "date-in-the-future"),
        ({"answer": "perhaps"}, "answer", "invalid"),
    ],
)
async def test_an_answer_that_does_not_hang_together_is_refused(
    office: Office, days: Days, said: Json, field: str, code: str
) -> None:
    path = f"/work-requests/{await asked(office, days)}/answers"
    body = {"council": "fife", "answer": "accepted"} | said
    problem = await office.refused("POST", path, body, status=422, code=code)
    assert [one["field"] for one in problem["errors"]] == [field]


async def test_a_council_may_think_again_and_says_why_where_it_was_done(office: Office, days: Days) -> None:
    key = await asked(office, days, "fife", "moray")
    await answer(office, key, "fife", "accepted")
    same: Json = {"council": "fife", "answer": "accepted"}
    await office.refused("POST", f"/work-requests/{key}/answers", same, status=409, code="no-change")
    await answer(office, key, "moray", "declined")
    await answer(office, key, "fife", "done")
    await office.refused("POST", f"/work-requests/{key}/answers", same, status=422, code="note-missing")
    again = await answer(office, key, "fife", "accepted", note="One team was left out")
    assert again["state"] == "answered"


async def test_a_request_becomes_more_pressing_and_due_on_another_day_for_a_reason(office: Office, days: Days) -> None:
    key = await asked(office, days)
    path = f"/work-requests/{key}"
    said: Json = {"priority": "must", "due": days.day(7), "by_role": "delivery-board", "reason": "The release is near"}
    changed = await office.change("PATCH", path, said, version=1)
    assert (changed["priority"], changed["due"], changed["version"]) == ("must", days.day(7), 3)
    assert (await office.change("PATCH", path, said, version=3))["version"] == 3
    terms = (await office.get(path))["terms"]
    assert [(one["priority"], one["reason"]) for one in terms] == [("should", None), ("must", "The release is near")]
    _, pressing, due = await office.told(key, 3)
    assert (pressing.name, pressing.data["from_priority"], pressing.data["to_priority"]) == (
        "work-request-priority-changed",
        "should",
        "must",
    )
    assert (due.name, due.data["from_due"], due.data["to_due"]) == (
        "work-request-due-changed",
        days.day(14),
        days.day(7),
    )
    for wrong, status, code in (
        ({"priority": "could", "by_role": "project-lead"}, 422, "invalid"),
        ({"by_role": "project-lead", "reason": "None"}, 422, "nothing-to-change"),
        (said | {"due": "2018-01-01"}, 422, "dates-out-of-order"),
    ):
        await office.refused("PATCH", path, wrong, status=status, code=code, If_Match='"3"')
    await office.refused("PATCH", path, said, status=412, code="changed-meanwhile", If_Match='"1"')


async def test_the_list_begins_with_what_is_most_pressing_and_is_found_by_its_filters(
    office: Office, days: Days
) -> None:
    project = await office.project(lead_councils=["fife"], participants={"councils": ["moray"]})
    wanted = [("could", 3), ("must", 9), ("should", 5), ("must", 4)]
    keys = [await asked(office, days, project=project, priority=how, due=days.day(due)) for how, due in wanted]
    expected = [keys[3], keys[1], keys[2], keys[0]]
    assert await listed(office, f"project={project}") == expected
    assert await listed(office, f"project={project}&limit=1") == expected
    await answer(office, keys[1], "fife", "accepted")
    await answer(office, keys[1], "moray", "done")
    await answer(office, keys[2], "fife", "done")
    await answer(office, keys[2], "moray", "declined")
    await office.post(
        f"/work-requests/{keys[0]}/cancel", {"by_role": "sponsor", "reason": "Done by others"}, status=200
    )
    states = {"open": [keys[3]], "answered": [keys[1]], "done": [keys[2]], "cancelled": [keys[0]]}
    for state, of_it in states.items():
        assert await listed(office, f"project={project}&state={state}") == of_it
        assert [(await office.get(f"/work-requests/{key}"))["state"] for key in of_it] == [state]
    only_moray = await asked(office, days, "moray", project=project)
    assert await listed(office, f"project={project}&council=fife") == expected
    assert only_moray in await listed(office, f"project={project}&council=moray")
    assert await listed(office, f"project={project}&as_at={days.day(-1)}") == []


async def listed(office: Office, query: str) -> list[str]:
    found: list[str] = []
    path: str | None = f"/work-requests?{query}"
    while path:
        page = await office.get(path)
        found += [item["key"] for item in page["items"]]
        path = page["next"] and page["next"].removeprefix(API)
    return found


async def test_a_cancelled_request_asks_nothing_any_more(office: Office, days: Days) -> None:
    key = await asked(office, days)
    said: Json = {"by_role": "project-lead", "reason": "Another project has done it"}
    await office.refused("POST", f"/work-requests/{key}/cancel", {"by_role": "sponsor"}, status=422, code="invalid")
    cancelled = await office.post(f"/work-requests/{key}/cancel", said, status=200)
    assert (cancelled["state"], cancelled["cancelled_reason"]) == ("cancelled", said["reason"])
    body: Json = {"council": "fife", "answer": "accepted"}
    await office.refused("POST", f"/work-requests/{key}/answers", body, status=409, code="request-cancelled")
    await office.refused("POST", f"/work-requests/{key}/cancel", said, status=409, code="request-cancelled")
    terms = {"due": days.day(20), "by_role": "sponsor", "reason": "Later"}
    await office.refused("PATCH", f"/work-requests/{key}", terms, status=409, code="request-cancelled", If_Match="*")
    assert await office.running.sql("SELECT 1 FROM timer WHERE of = $1", key) == []
