"""A worker dies while a timer fires: what it was to do is done once, by the next one."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.support.arena import Arena
from tests.support.processes import ServiceProcess
from tests.support.waiting import eventually

MOVABLE = {"CLOCK_MOVABLE": "true"}
EVERY_DAYS = 7
PROJECTS = [f"quiet-{number}" for number in range(5)]
TODAY = datetime.now(UTC).date()


async def asked(service: httpx.AsyncClient, method: str, path: str, body: object, **headers: str) -> None:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = await service.request(method, f"/api/v1{path}", json=body, headers=named)
    assert answer.is_success, answer.text


async def quiet(projects: ServiceProcess) -> list[str]:
    rows = await projects.sql(
        "SELECT aggregate_id FROM outbox_event WHERE event_type LIKE '%gone-quiet%' ORDER BY aggregate_id"
    )
    return [row["aggregate_id"] for row in rows]


@pytest.mark.parametrize("visit", [1, 3])
async def test_a_worker_that_dies_while_a_timer_fires_fires_it_once_when_it_is_back(arena: Arena, visit: int) -> None:
    await arena.streams("councils")
    projects = await arena.service("projects", start=False)
    await projects.start(**MOVABLE, CRASH_POINT=f"timer.before_commit:{visit}")
    async with projects.client(arena.token()) as office:
        for key in PROJECTS:
            await asked(office, "POST", "/projects", {"key": key, "name": "Told of now and then"})
            rhythm = {"every_days": EVERY_DAYS, "starts": TODAY.isoformat()}
            await asked(office, "PUT", f"/projects/{key}/update-rhythm", rhythm, If_Match="*")
        assert await quiet(projects) == []
        later = (TODAY + timedelta(days=EVERY_DAYS + 2)).isoformat()
        await asked(office, "POST", "/operations/projects/clock", {"today": later})
    await projects.died()
    assert projects.process.exit_code == -9, projects.process.log_tail(20)
    assert len(await quiet(projects)) == visit - 1, "the timer that was firing has left something behind"
    (waiting,) = await projects.sql("SELECT count(*) AS n FROM timer WHERE due_at < now() + interval '9 days'")
    assert waiting["n"] == len(PROJECTS) - visit + 1

    await projects.start(**MOVABLE)

    async def all_have_fired() -> None:
        assert await quiet(projects) == PROJECTS

    await eventually(all_have_fired, seconds=30)

    async def each_is_told_of_once() -> None:
        async with arena.operator() as client:
            info = await client.jetstream(timeout=5).stream_info("PROJECTS", subjects_filter="partnership.projects.>")
        told = {subject: count for subject, count in (info.state.subjects or {}).items() if "gone-quiet" in subject}
        assert (sorted(subject.rpartition(".")[2] for subject in told), set(told.values())) == (PROJECTS, {1})

    await eventually(each_is_told_of_once, seconds=30)
