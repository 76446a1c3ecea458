"""Work requests fall overdue, are answered late, and by several at once."""

import asyncio

import pytest

from tests.support.moved import Days, fired
from tests.support.office import Office
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


async def test_a_request_is_overdue_once_the_due_day_is_over_and_somebody_has_not_answered(
    office: Office, days: Days
) -> None:
    late, answered, moved = [await asked(office, days, due=days.day(2)) for _ in range(3)]
    for council in ("fife", "moray"):
        await answer(office, answered, council, "accepted")
    assert await office.running.sql("SELECT 1 FROM timer WHERE of = $1", answered) == []
    await answer(office, late, "fife", "accepted")
    terms = {"due": days.day(5), "by_role": "project-lead", "reason": "It is recess"}
    await office.change("PATCH", f"/work-requests/{moved}", terms, version=1)
    await days.pass_by(3)
    await fired(office, late, "work-request-overdue")
    assert (await office.get(f"/work-requests/{late}"))["overdue"] is True
    assert (await office.get(f"/work-requests/{late}?as_at={days.day(-1)}"))["overdue"] is False
    *_, told = await office.told(late, 2)
    assert (told.data["due"], told.data["effective"], told.data["priority"]) == (days.day(-1), days.day(), "should")
    await days.pass_by(3)
    await fired(office, moved, "work-request-overdue")
    assert (await office.recorded(late)).count("work-request-overdue") == 1
    assert "work-request-overdue" not in await office.recorded(answered)
    await answer(office, late, "moray", "accepted")
    assert (await office.get(f"/work-requests/{late}"))["overdue"] is False


async def test_an_overdue_request_that_becomes_more_pressing_is_not_overdue_again(office: Office, days: Days) -> None:
    late = await asked(office, days, due=days.day(1))
    await days.pass_by(2)
    await fired(office, late, "work-request-overdue")
    terms = {"priority": "must", "by_role": "project-lead", "reason": "The gate waits for it"}
    await office.change("PATCH", f"/work-requests/{late}", terms, version=2)
    assert await office.running.sql("SELECT 1 FROM timer WHERE of = $1", late) == []
    assert (await office.recorded(late)).count("work-request-overdue") == 1


async def test_what_a_request_is_today_is_asked_anew_tomorrow(office: Office, days: Days) -> None:
    key = await asked(office, days)
    before = await office.ask("GET", f"/work-requests/{key}")
    await days.pass_by(1)
    same = {"If_None_Match": before.headers["etag"]}
    after = await office.ask("GET", f"/work-requests/{key}", **same)
    assert (after.status_code, after.json()["as_at"]) == (200, days.day())
    on_that_day = await office.ask("GET", f"/work-requests/{key}?as_at={days.day(-1)}", **same)
    assert on_that_day.status_code == 304


async def test_a_state_is_told_from_the_day_on_which_the_last_answer_that_makes_it_holds(
    office: Office, days: Days
) -> None:
    key = await asked(office, days, effective=days.day(-20), due=days.day(30))
    await answer(office, key, "fife", "accepted", effective=days.day(-5))
    await answer(office, key, "moray", "accepted", effective=days.day(-9))
    *_, told = await office.told(key, 2)
    assert (told.name, told.data["to_state"]) == ("work-request-state-changed", "answered")
    assert told.data["effective"] == days.day(-5)
    assert (await office.get(f"/work-requests/{key}?as_at={days.day(-6)}"))["state"] == "open"


async def test_answers_told_late_change_their_own_days_and_no_earlier_ones(office: Office, days: Days) -> None:
    key = await asked(office, days, effective=days.day(-20), due=days.day(30))
    await office.refused("GET", f"/work-requests/{key}?as_at={days.day(-21)}", status=404, code="not-found")
    path = f"/work-requests/{key}?as_at={days.day(-10)}"
    await answer(office, key, "fife", "accepted", effective=days.day(-15))
    before = await office.get(path)
    assert (before["state"], before["counts"]["accepted"]) == ("open", 1)
    await answer(office, key, "moray", "done", effective=days.day(-9))
    await answer(office, key, "fife", "done", effective=days.day(-8))
    same = await office.get(path)
    assert {name: same[name] for name in same if name != "version"} == {
        name: before[name] for name in before if name != "version"
    }
    assert (await office.get(f"/work-requests/{key}?as_at={days.day(-9)}"))["state"] == "answered"
    assert (await office.get(f"/work-requests/{key}?as_at={days.day(-8)}"))["state"] == "done"


async def test_answers_at_once_are_all_kept_and_the_state_changes_once(office: Office, days: Days) -> None:
    key = await asked(office, days, *ALL)
    await asyncio.gather(*(answer(office, key, council, "accepted") for council in ALL))
    found = await office.get(f"/work-requests/{key}")
    assert (found["state"], found["counts"]["accepted"]) == ("answered", 6)
    assert await office.recorded(key) == ["work-request-opened", "work-request-state-changed"]
