"""What is not acknowledged rises by itself, by a clock that moves: to the lead, then to the programme, once each."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest

from tests.component.councils.test_acknowledgements import GIVEN, MINE, asked, ended, events, move
from tests.component.councils.test_adoption_lines import API, COUNCIL_SCOPES, closed, lines
from tests.support.register import COUNCILS
from tests.support.waiting import eventually
from tests.support.world import Running, World

TODAY = datetime.now(UTC).date()
CLOCK = f"{API}/operations/councils/clock"


def later(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.fixture
async def replicas(world: World) -> list[Running]:
    """Two replicas of the service on one database, whose clock can be moved."""
    await world.streams("projects")
    first = await world.start("councils", clock_movable=True)
    second = await world.start("councils", clock_movable=True, database_url=first.settings.database_url)
    await asyncio.gather(first.ready(), second.ready())
    return [first, second]


@pytest.fixture
async def office(replicas: list[Running], world: World) -> AsyncIterator[httpx.AsyncClient]:
    """The Office's client, after a toolkit that Fife and Angus use was withdrawn."""
    async with replicas[0].client() as client:
        for council in COUNCILS:
            assert (await client.post(f"{API}/councils", json=council)).status_code == 201
            joined = {"council": council["slug"], "joined": "2016-10", "certainty": "known"}
            assert (await client.post(f"{API}/memberships", json=joined)).status_code == 201
        await world.say(closed("release-one", "toolkit"))
        await lines(client, 3)
        await move(client, "fife", "in-use", effective="2019-03-01")
        await move(client, "angus", "embedded", effective="2019-03-01")
        await world.say(ended(on="2026-11-01"))
        await asked(client, 2)
        yield client


async def on(client: httpx.AsyncClient, day: date) -> None:
    assert (await client.post(CLOCK, json={"today": day.isoformat()})).status_code == 200


async def agrees(replica: Running, day: date) -> None:
    """Wait until a replica that was not told itself goes by the day, too."""

    async def check() -> None:
        async with replica.client() as client:
            assert (await client.get(CLOCK)).json()["today"] == str(day)

    await eventually(check)


async def raised(world: World, count: int) -> list[tuple[str, str, str]]:
    """Return what has risen, once it is as much as expected."""
    found = await events(world, "acknowledgement-raised", count)
    return [(one["council"], one["level"], one["effective"]) for one in found]


async def test_what_is_not_acknowledged_rises_to_the_lead_and_then_to_the_programme_and_each_once(
    office: httpx.AsyncClient, replicas: list[Running], world: World
) -> None:
    due = await replicas[0].sql("SELECT kind, of, key, due_at::date AS day FROM timer ORDER BY of")
    assert [tuple(row) for row in due] == [
        ("acknowledgement-unanswered", f"{council}.toolkit.1", "council-digital-lead", later(14))
        for council in ("angus", "fife")
    ]
    await on(office, later(13))
    await on(office, later(15))
    lead = [("angus", "council-digital-lead", str(later(14))), ("fife", "council-digital-lead", str(later(14)))]
    assert sorted(await raised(world, 2)) == lead
    (shown,) = await asked(office, 1, "council=fife")
    assert (shown["raised_to"], shown["raised_on"]) == ("council-digital-lead", str(later(14)))
    assert (shown["rises_to"], shown["rises_on"]) == ("digital-office", str(later(28)))

    await agrees(replicas[1], later(15))
    async with replicas[1].client(*COUNCIL_SCOPES, council="fife", client="fife-systems") as fife:
        given = await fife.post(MINE, json=GIVEN)
        assert given.status_code == 201, given.text
        assert given.json()["acknowledged_on"] == str(later(15))
    await on(office, later(60))
    assert (await raised(world, 3))[2] == ("angus", "digital-office", str(later(28)))
    assert await replicas[0].sql("SELECT 1 FROM timer") == []
    assert await raised(world, 3)
    then = {one["council"]: one for one in await asked(office, 2, f"as_at={later(14)}")}
    assert (then["fife"]["state"], then["fife"]["raised_to"]) == ("asked", "council-digital-lead")
    assert then["angus"]["raised_to"] == "council-digital-lead"
    assert {one["raised_to"] for one in await asked(office, 2, f"as_at={later(13)}")} == {None}
    assert [one["council"] for one in await asked(office, 1, f"state=asked&as_at={later(59)}")] == ["angus"]


async def test_two_levels_that_are_overdue_at_once_rise_one_after_the_other(
    office: httpx.AsyncClient, world: World
) -> None:
    await on(office, later(90))
    found = await raised(world, 4)
    for council in ("angus", "fife"):
        assert [one[1:] for one in found if one[0] == council] == [
            ("council-digital-lead", str(later(14))),
            ("digital-office", str(later(28))),
        ]
