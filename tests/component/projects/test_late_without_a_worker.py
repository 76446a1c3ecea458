"""What was missed while no worker ran was missed all the same: who settles it later says so first."""

from collections.abc import AsyncIterator

import pytest

from tests.support.moved import Days
from tests.support.office import Office
from tests.support.work_requests import answer, asked
from tests.support.world import Running, World

BY = {"by_role": "project-lead", "reason": "It took longer"}


@pytest.fixture(scope="module")
async def projects(world: World) -> Running:
    await world.streams("councils")
    return await world.start("projects", "api", clock_movable=True)


@pytest.fixture(scope="module")
async def office(world: World, projects: Running) -> AsyncIterator[Office]:
    async with Office.at(world, projects) as made:
        yield made


@pytest.fixture(scope="module")
async def days(projects: Running) -> Days:
    return Days(projects)


async def test_a_condition_that_is_settled_late_was_overdue(office: Office, days: Days) -> None:
    key = await office.project()
    due = [{"text": f"Do {one}", "owner_role": "project-lead", "due": days.day(1)} for one in ("this", "that")]
    body = {"outcome": "go-with-conditions", "by_role": "delivery-board", "conditions": due}
    made = (await office.post(f"/projects/{key}/gate-decisions", body))["decision"]["conditions"]
    in_time = days.day(1)
    await days.pass_by(3)
    late, early = (f"/projects/{key}/gate-conditions/{one['id']}/waive" for one in made)
    await office.post(late, BY, status=200)
    await office.post(early, BY | {"on": in_time}, status=200)
    names = await office.recorded(key)
    assert names[2:] == ["gate-condition-overdue", "gate-condition-waived", "gate-condition-waived"]
    assert await office.running.sql("SELECT 1 FROM timer WHERE of = $1", key) == []


async def test_a_request_that_is_answered_or_moved_late_was_overdue(office: Office, days: Days) -> None:
    late, moved, early = [await asked(office, days, "fife", due=days.day(1)) for _ in range(3)]
    in_time = days.day(1)
    await days.pass_by(3)
    await answer(office, late, "fife", "accepted")
    await answer(office, early, "fife", "accepted", effective=in_time)
    terms = BY | {"due": days.day(5)}
    await office.change("PATCH", f"/work-requests/{moved}", terms, version=1)
    said = {key: await office.recorded(key) for key in (late, moved, early)}
    assert said[late][1:] == ["work-request-overdue", "work-request-state-changed"]
    assert said[moved][1:] == ["work-request-overdue", "work-request-due-changed"]
    assert said[early][1:] == ["work-request-state-changed"]
