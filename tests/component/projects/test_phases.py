"""Phases: which a project was in on a day, and when it planned to enter them."""

import asyncio

import pytest

from tests.component.projects.test_gates import on_its_way
from tests.support.office import GO, Json, Office


async def test_projects_are_listed_in_the_phase_they_were_in_on_a_day(office: Office) -> None:
    key = await on_its_way(office)
    await office.post(f"/projects/{key}/phase-changes", {"to": "beta", "effective": "2019-05-01", "decision": GO})

    async def on(query: str) -> list[tuple[str | None, str | None]]:
        listed = (await office.get(f"/projects?limit=200{query}"))["items"]
        return [(one["phase"], one["phase_since"]) for one in listed if one["key"] == key]

    assert await on("&as_at=2018-02-24") == [(None, None)]
    assert await on("&as_at=2018-02-25") == [("alpha", "2018-02-25")]
    assert await on("&as_at=2019-04-30") == [("alpha", "2018-02-25")]
    assert await on("&as_at=2019-05-01") == [("beta", "2019-05-01")]
    assert await on("") == [("beta", "2019-05-01")]
    assert await on("&phase=beta") == [("beta", "2019-05-01")]
    assert await on("&phase=alpha") == []
    assert await on("&phase=alpha&as_at=2018-12-01") == [("alpha", "2018-02-25")]
    assert await on("&phase=not-recorded&as_at=2018-01-01") == [(None, None)]
    assert await on("&phase=not-recorded") == []
    # looking back changes nothing
    found = await office.get(f"/projects/{key}")
    assert (found["phase"], found["phase_since"]) == ("beta", "2019-05-01")


async def test_two_changes_of_the_same_day_stand_in_the_order_they_were_told(office: Office) -> None:
    key = await on_its_way(office)
    for phase in ("beta", "live"):
        said = {"to": phase, "effective": "2019-05-01", "decision": GO}
        await office.post(f"/projects/{key}/phase-changes", said)
    listed = (await office.get("/projects?limit=200&as_at=2019-05-01"))["items"]
    assert [one["phase"] for one in listed if one["key"] == key] == ["live"]


async def test_of_two_changes_at_once_one_is_made_and_one_refused(office: Office) -> None:
    key = await on_its_way(office)
    said = {"to": "beta", "decision": GO}
    answers = await asyncio.gather(*(office.ask("POST", f"/projects/{key}/phase-changes", said) for _ in range(4)))
    assert sorted(one.status_code for one in answers) == [201, 409, 409, 409]
    assert {one.json()["code"] for one in answers if one.status_code == 409} == {"no-change"}
    assert [one.sequence for one in await office.told(key, 5)] == [1, 2, 3, 4, 5]


async def planned(office: Office, key: str, plan: dict[str, str], **said: str) -> Json:
    version = (await office.get(f"/projects/{key}"))["version"]
    body = {"phases": [{"phase": phase, "planned": day} for phase, day in plan.items()]} | said
    return await office.change("PUT", f"/projects/{key}/phase-plan", body, version=version)


def dates(found: Json) -> list[tuple[str, str | None, str | None, int | None]]:
    return [(one["phase"], one["planned"], one["actual"], one["days_late"]) for one in found["phases"]]


async def test_planned_and_actual_dates_stand_side_by_side_as_at_any_day(office: Office) -> None:
    key = await office.project(lifecycle=await office.lifecycle())
    await planned(office, key, {"alpha": "2018-02", "beta": "2018-06-01"}, effective="2018-01-10")
    for to, day in (("alpha", "2018-02-25"), ("beta", "2018-06-11")):
        moved = await office.post(f"/projects/{key}/phase-changes", {"to": to, "effective": day, "decision": GO})
    assert moved["change"]["planned"] == "2018-06-01"
    found = await planned(
        office, key, {"live": "2019", "beta": "2018-06-20"}, effective="2018-03-01", reason="The tender is late"
    )
    assert (found["phase"], found["plan"]["number"], found["plan"]["reason"]) == ("beta", 2, "The tender is late")
    assert dates(found) == [
        ("discovery", None, None, None),
        ("alpha", None, "2018-02-25", None),
        ("beta", "2018-06-20", "2018-06-11", -9),
        ("live", "2019", None, None),
    ]
    assert [one["first_planned"] for one in found["phases"]] == [None, "2018-02", "2018-06-01", "2019"]

    then = await office.get(f"/projects/{key}/phases?as_at=2018-02-28")
    assert (then["phase"], then["plan"]["number"]) == ("alpha", 1)
    assert dates(then)[1:3] == [("alpha", "2018-02", "2018-02-25", -3), ("beta", "2018-06-01", None, None)]
    before = await office.get(f"/projects/{key}/phases?as_at=2018-01-09")
    assert (before["phase"], before["plan"]) == (None, None)
    assert {one["planned"] for one in before["phases"]} == {None}
    assert [
        one["to_phase"] for one in (await office.get(f"/projects/{key}/phase-changes?as_at=2018-06-10"))["items"]
    ] == ["alpha"]


async def test_a_plan_is_told_whole_and_the_same_again_is_no_news(office: Office) -> None:
    key = await office.project(lifecycle=await office.lifecycle())
    first = await planned(office, key, {"beta": "2019", "alpha": "2018-02"}, effective="2018-01-10")
    again = await planned(office, key, {"alpha": "2018-02", "beta": "2019"}, effective="2018-01-11")
    assert again["version"] == first["version"]
    _, told = await office.told(key, 2)
    assert (told.name, told.data["effective"], told.data["phases"]) == (
        "phases-planned",
        "2018-01-10",
        [{"phase": "alpha", "planned": "2018-02"}, {"phase": "beta", "planned": "2019"}],
    )


async def test_a_move_says_when_it_was_planned_for(office: Office) -> None:
    key = await office.project(lifecycle=await office.lifecycle())
    await planned(office, key, {"alpha": "2018-02-01"}, effective="2018-01-10")
    said = {"to": "alpha", "effective": "2018-02-25", "decision": GO}
    await office.post(f"/projects/{key}/phase-changes", said)
    *_, changed = await office.told(key, 4)
    assert (changed.data["planned"], changed.data["actual"], changed.data["cause"]) == (
        "2018-02-01",
        "2018-02-25",
        "first-record",
    )


@pytest.mark.parametrize(
    ("plan", "said", "code", "words"),
    [
        ([("gamma", "2018")], {}, "unknown-phase", "has no phase 'gamma'; it has discovery, alpha, beta, live"),
        ([("alpha", "2018"), ("alpha", "2019")], {}, "phase-repeated", "more than once"),
        ([("beta", "2018-01-01"), ("alpha", "2018-02")], {}, "dates-out-of-order", "before 'alpha', 2018-02"),
        ([("alpha", "soon")], {}, "invalid", "phases.0.planned"),
        ([], {}, "invalid", "phases"),
        ([("alpha", "2018")], {"effective": "2199-01-01"}, "date-in-the-future", "has not come yet"),
    ],
)
async def test_a_plan_that_cannot_be_is_refused(
    office: Office, plan: list[tuple[str, str]], said: dict[str, str], code: str, words: str
) -> None:
    key = await office.project(lifecycle=await office.lifecycle())
    body = {"phases": [{"phase": phase, "planned": day} for phase, day in plan]} | said
    path = f"/projects/{key}/phase-plan"
    problem = await office.refused("PUT", path, body, status=422, code=code, If_Match='"1"')
    assert words in problem["detail"]


async def test_a_plan_needs_a_lifecycle_and_the_version_it_is_meant_for(office: Office) -> None:
    key = await office.project()
    path, body = f"/projects/{key}/phase-plan", {"phases": [{"phase": "alpha", "planned": "2018"}]}
    await office.refused("PUT", path, body, status=409, code="no-lifecycle", If_Match='"1"')
    await office.refused("PUT", path, body, status=412, code="changed-meanwhile", If_Match='"9"')
    await office.refused("PUT", path, body, status=428, code="if-match-required")
    assert (await office.get(f"/projects/{key}/phases"))["phases"] == []
