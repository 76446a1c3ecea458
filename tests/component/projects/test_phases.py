"""Phases: which a project was in on a day, and when it planned to enter them."""

import asyncio

from tests.component.projects.test_gates import on_its_way
from tests.support.office import GO, Office


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
