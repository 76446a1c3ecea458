"""Councils' systems tell of the progress of the projects they lead, by file or by event, as people do by hand."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.support.office import Office, unused
from tests.support.reporting import SCOPES, done, mistakes, sent, submitted
from tests.support.world import Running, World

BASE = "/api/v1/projects"
TYPE = "council.update-reported.v1"
DAY = "2026-01-15"


@pytest.fixture(scope="module")
async def projects(world: World) -> Running:
    await world.streams("councils")
    running = await world.start("projects")
    await running.ready()
    return running


@pytest.fixture
async def led(office: Office) -> str:
    """A project that Fife leads."""
    key = unused("led")
    await office.post("/projects", {"key": key, "name": "Led by two", "lead_councils": ["fife", "angus"]})
    return key


@pytest.fixture
async def fife(projects: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with projects.client(*SCOPES, council="fife", client="fife-systems") as client:
        yield client


async def updates(office: Office, key: str) -> list[tuple[int, str, int | None]]:
    found = (await office.get(f"/projects/{key}/progress-updates"))["items"]
    return [(one["number"], one["text"], one["corrects"]) for one in found]


async def test_the_same_update_by_three_roads_is_one_update(office: Office, fife: httpx.AsyncClient, led: str) -> None:
    told = {"text": "All is well", "effective": DAY, "by_role": "project-lead"}
    await office.post(f"/projects/{led}/progress-updates", told)
    event = (await submitted(fife, TYPE, told | {"project": led}, base=BASE)).json()
    assert (event["outcome"], event["fact"]) == ("already-known", f"{led}/{DAY}/project-lead")
    file = f"project,effective,text\n{led},{DAY},All is well\n"
    run = await done(fife, (await sent(fife, file, "updates", base=BASE)).json())
    assert (run["known"], run["new"], run["owner"]) == (1, 0, "fife")
    assert await updates(office, led) == [(1, "All is well", None)]
    assert (await office.recorded(led)).count("progress-updated") == 1


async def test_a_file_of_updates_is_applied_and_later_put_right_by_a_correction(
    office: Office, fife: httpx.AsyncClient, led: str
) -> None:
    file = f'project,effective,text,evidence\n{led},{DAY},"Tested,\nand found good",https://example.org/a\n{led},2026-02-15,Live,\n'
    run = await done(fife, (await sent(fife, file, "updates", base=BASE)).json())
    assert (run["new"], run["rows"]) == (2, 2)
    again = await done(fife, (await sent(fife, file.replace("Live", "In use"), "updates", base=BASE)).json())
    assert (again["known"], again["changed"]) == (1, 1)
    assert await updates(office, led) == [(1, "Tested,\nand found good", None), (2, "Live", None), (3, "In use", 2)]
    # and what was put right is told again as it is: nothing new
    third = await done(fife, (await sent(fife, file.replace("Live", "In use"), "updates", base=BASE)).json())
    assert third["known"] == 2


async def test_what_a_person_told_of_a_day_is_not_overwritten_until_somebody_decides(
    office: Office, fife: httpx.AsyncClient, led: str
) -> None:
    await office.post(f"/projects/{led}/progress-updates", {"text": "All is well", "effective": DAY})
    reported = {"project": led, "effective": DAY, "text": "It is late"}
    answer = (await submitted(fife, TYPE, reported, base=BASE)).json()
    assert answer["outcome"] == "conflict"
    assert await updates(office, led) == [(1, "All is well", None)]
    found = (await fife.get(answer["conflict"])).json()
    assert (found["standing"]["content"]["text"], found["standing"]["by"]) == ("All is well", "project-lead")
    assert found["reported"]["content"] == {"text": "It is late"}
    decided = await fife.post(f"{answer['conflict']}/resolve", json={"keep": "reported", "reason": "It is"})
    assert decided.status_code == 200, decided.text
    found = (await office.get(f"/projects/{led}/progress-updates"))["items"]
    assert [(one["text"], one["corrects"], one["correction_reason"]) for one in found] == [
        ("All is well", None, None),
        ("It is late", 1, "It is"),
    ]


async def test_a_council_tells_of_the_projects_it_leads_alone(
    office: Office, fife: httpx.AsyncClient, projects: Running
) -> None:
    key = await office.project()
    file = f"project,effective,text,by_role\n{key},{DAY},Ours,\nnothing,{DAY},Ours,\n{key},someday,Ours,board\n"
    run = (await sent(fife, file, "updates", base=BASE)).json()
    assert await mistakes(fife, run) == [
        (2, "project", key),
        (3, "project", "nothing"),
        (4, "effective", "someday"),
        (4, "by_role", "board"),
    ]
    refused = await submitted(fife, TYPE, {"project": key, "effective": DAY, "text": "Ours"}, base=BASE)
    assert (refused.status_code, refused.json()["code"]) == (403, "another-council")
    future = await submitted(office.http, TYPE, {"project": key, "effective": "2199-01-01", "text": "x"}, base=BASE)
    assert (future.status_code, future.json()["code"]) == (422, "date-in-the-future")
    async with projects.client("programme:read", "adoptions:write") as other:
        scopeless = await submitted(other, TYPE, {"project": key, "effective": DAY, "text": "x"}, base=BASE)
        assert (scopeless.status_code, scopeless.json()["code"]) == (403, "scope-missing")


@pytest.mark.parametrize("key", ["imports", "submissions", "conflicts"])
async def test_no_project_is_called_as_an_address_is(office: Office, key: str) -> None:
    answer = await office.ask("POST", "/projects", {"key": key, "name": "Taken"})
    assert (answer.status_code, answer.json()["code"]) == (409, "key-taken")
