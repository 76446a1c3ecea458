"""Running projects are moved to another version of their template: looked at first, then all of them or none."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.support.office import GO, Json, Office

TODAY = datetime.now(UTC).date()
BEFORE = (TODAY - timedelta(days=30)).isoformat()
WORD = {"by_role": "digital-office", "reason": "Beta is two phases now"}


async def next_version(office: Office, key: str, *phases: str) -> None:
    body = {"key": key, "name": "Service", "phases": [{"key": one, "name": one.title()} for one in phases]}
    await office.post("/lifecycles", body)


async def in_phase(office: Office, lifecycle: str, phase: str | None) -> str:
    project = await office.project(lifecycle=lifecycle)
    if phase:
        body = {"to": phase, "decision": GO, "effective": BEFORE}
        await office.post(f"/projects/{project}/phase-changes", body)
    return project


async def move(office: Office, lifecycle: str, **said: Any) -> Json:
    return await moved(await office.ask("POST", f"/lifecycles/{lifecycle}/moves", WORD | said))


async def moved(answer: Any) -> Json:
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_a_dry_run_says_what_would_happen_to_each_and_changes_nothing(office: Office) -> None:
    key = await office.lifecycle("discovery", "beta", "live")
    beta, live, none = [await in_phase(office, key, phase) for phase in ("beta", "live", None)]
    await next_version(office, key, "discovery", "private-beta", "public-beta", "live")
    before = await office.state()
    seen = await move(office, key, dry_run=True)
    assert (seen["to_number"], seen["dry_run"], seen["moves"]) == (2, True, 2)
    assert {one["project"]: (one["outcome"], one["to_phase"]) for one in seen["projects"]} == {
        beta: ("cannot-move", None),
        live: ("moves", "live"),
        none: ("moves", None),
    }
    assert await office.state() == before
    assert (await office.get(f"/projects/{beta}"))["lifecycle_number"] == 1


async def test_each_project_that_moves_is_told_of_and_its_history_stays(office: Office) -> None:
    key = await office.lifecycle("discovery", "beta", "live")
    beta, live = await in_phase(office, key, "beta"), await in_phase(office, key, "live")
    await next_version(office, key, "discovery", "public-beta", "live")
    done = await move(office, key, phases={"beta": "public-beta"})
    assert done["moves"] == 2
    for project, before, after in ((beta, "beta", "public-beta"), (live, "live", "live")):
        shown = await office.get(f"/projects/{project}")
        assert (shown["lifecycle_number"], shown["phase"]) == (2, after)
        assert (await office.get(f"/projects/{project}?as_at={BEFORE}"))["phase"] == before
        told = (await office.told(project, 4))[-1]
        assert (told.name, told.data["from_phase"], told.data["to_phase"]) == ("lifecycle-moved", before, after)
        assert (told.data["from_number"], told.data["to_number"], told.data["reason"]) == (1, 2, WORD["reason"])
    # what stayed in its phase has been in it since the day it entered it
    assert (await office.get(f"/projects/{live}"))["phase_since"] == BEFORE
    assert (await office.get(f"/projects/{beta}"))["phase_since"] == TODAY.isoformat()
    again = await move(office, key, phases={"beta": "public-beta"})
    assert (again["moves"], again["projects"]) == (0, [])


async def test_nothing_moves_if_one_cannot_and_what_can_is_moved_by_name(office: Office) -> None:
    key = await office.lifecycle("discovery", "beta", "live")
    beta, live = await in_phase(office, key, "beta"), await in_phase(office, key, "live")
    await next_version(office, key, "discovery", "live")
    problem = await office.refused("POST", f"/lifecycles/{key}/moves", WORD, status=409, code="cannot-move")
    assert f"{beta}: it is in 'beta', which version 2 does not have" in problem["detail"]
    assert (await office.get(f"/projects/{live}"))["lifecycle_number"] == 1
    await move(office, key, projects=[live])
    assert (await office.get(f"/projects/{live}"))["lifecycle_number"] == 2
    assert (await office.get(f"/projects/{beta}"))["lifecycle_number"] == 1


async def test_what_is_asked_wrongly_is_refused_with_what_would_be_right(office: Office) -> None:
    key = await office.lifecycle("discovery", "live")
    stranger = await office.project()
    path = f"/lifecycles/{key}/moves"
    await office.refused("POST", "/lifecycles/nowhere/moves", WORD, status=404, code="not-found")
    await office.refused("POST", path, WORD | {"to": 7}, status=404, code="not-found")
    await office.refused("POST", path, WORD | {"phases": {"live": "beta"}}, status=422, code="unknown-phase")
    await office.refused("POST", path, WORD | {"projects": [stranger]}, status=422, code="not-of-this-lifecycle")
    later = (TODAY + timedelta(days=1)).isoformat()
    await office.refused("POST", path, WORD | {"effective": later}, status=422, code="date-in-the-future")
    await office.refused("POST", path, {"by_role": "sponsor"}, status=422, code="invalid")


async def test_two_moves_at_once_move_each_project_once(office: Office) -> None:
    key = await office.lifecycle("discovery", "live")
    projects = [await in_phase(office, key, "live") for _ in range(5)]
    await next_version(office, key, "discovery", "live")
    answers = await asyncio.gather(*(office.ask("POST", f"/lifecycles/{key}/moves", WORD) for _ in range(4)))
    assert [answer.status_code for answer in answers] == [200] * 4
    assert sum(answer.json()["moves"] for answer in answers) == 5
    for project in projects:
        assert (await office.recorded(project)).count("lifecycle-moved") == 1
