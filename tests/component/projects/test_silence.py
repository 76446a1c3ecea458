"""Projects go quiet once, however many workers look, and whether or not one does."""

import pytest

from tests.support.moved import Days, settled
from tests.support.office import Office
from tests.support.progress import rhythm, shown
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


async def test_several_workers_let_each_of_several_projects_go_quiet_once(
    world: World, projects: Running, office: Office, days: Days
) -> None:
    beside = {"database_url": projects.settings.database_url, "clock_movable": True}
    workers = [await world.start("projects", "worker", trusted=False, **beside) for _ in range(2)]
    keys = [await office.project() for _ in range(12)]
    for key in keys:
        await rhythm(office, key, 7)
    now = await days.pass_by(8)
    await settled(projects, now)
    for worker in workers:
        await worker.stop()
    assert [(await office.recorded(key)).count("gone-quiet") for key in keys] == [1] * len(keys)


async def test_an_update_that_comes_too_late_while_no_worker_runs_was_missed_all_the_same(world: World) -> None:
    alone = await world.start("projects", "api", clock_movable=True)
    days = Days(alone)
    async with Office.at(world, alone) as office:
        key = await office.project()
        await office.post(f"/projects/{key}/progress-updates", {"text": "All is well", "own_rating": "green"})
        await rhythm(office, key, 7)
        await days.pass_by(20)
        told = await office.post(f"/projects/{key}/progress-updates", {"text": "Here we are"})
        assert (told["confidence"]["own"]["shown"], told["confidence"]["quiet_since"]) == ("green", None)
        names = await office.recorded(key)
        assert names[-3:] == ["gone-quiet", "progress-updated", "heard-again"]
        assert (await shown(office, key, days.day(-12)))[0] == "stale"
        assert (await shown(office, key, days.day(-13)))[0] == "green"
        waiting = await alone.sql("SELECT due_at FROM timer WHERE of = $1", key)
        assert [row["due_at"].date().isoformat() for row in waiting] == [days.day(8)]


async def test_a_rhythm_that_stays_as_it_was_lets_a_project_go_quiet_no_second_time(world: World) -> None:
    alone = await world.start("projects", "api", clock_movable=True)
    days = Days(alone)
    async with Office.at(world, alone) as office:
        key = await office.project()
        await rhythm(office, key, 7)
        await days.pass_by(20)
        await rhythm(office, key, 7)
        assert (await office.recorded(key)).count("gone-quiet") == 1
        assert await alone.sql("SELECT 1 FROM timer WHERE of = $1", key) == []


async def test_what_is_shown_of_today_is_asked_anew_tomorrow(office: Office, days: Days) -> None:
    key = await office.project()
    for path in (f"/projects/{key}/confidence", f"/projects/{key}/update-rhythm"):
        before = await office.ask("GET", path)
        await days.pass_by(1)
        after = await office.ask("GET", path, If_None_Match=before.headers["etag"])
        assert (after.status_code, before.headers["etag"]) == (200, after.headers["etag"])
        assert after.json()["as_at"] == days.day()
