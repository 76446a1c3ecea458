"""What councils commit is compared with what a call asks: said once for each worsening, and when it is made up."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from tests.support.asking import changed, committed, move, published, today
from tests.support.office import Json, Office, Told
from tests.support.waiting import eventually
from tests.support.world import Running, World


@pytest.fixture(scope="module")
async def projects(world: World) -> Running:
    await world.streams("councils")
    running = await world.start("projects", clock_movable=True)
    await running.ready()
    return running


@pytest.fixture(scope="module")
async def office(world: World, projects: Running) -> AsyncIterator[Office]:
    async with Office.at(world, projects) as office:
        yield office


async def heard(office: Office, call: Json, days: float) -> None:
    """Wait until projects knows of so many days committed in a month."""

    async def check() -> None:
        found = await office.get(f"/calls/{call['key']}/check")
        roles = [role for month in found["months"] for role in month["roles"]]
        assert {role["committed_days"] for role in roles} == {days}

    await eventually(check)


async def over(office: Office, call: Json) -> None:
    """Let the deadline of a call pass."""
    await move(office, await today(office) + timedelta(days=11))

    async def check() -> None:
        assert (await office.get(f"/calls/{call['key']}"))["state"] == "closed"

    await eventually(check)


async def said(office: Office, call: Json, count: int) -> list[Told]:
    """Return what was told of a call after it closed."""
    return (await office.told(call["key"], 3 + count))[3:]


async def test_what_is_missing_at_the_deadline_is_said_then_once_a_worsening_and_then_that_it_is_made_up(
    office: Office,
) -> None:
    call = await published(office)
    answers = {council: committed(call, council, 2) for council in ("angus", "fife", "moray")}
    for answer in answers.values():
        await office.world.say(answer)
    await heard(office, call, 6)
    await over(office, call)
    assert await said(office, call, 0) == []

    at = await today(office)
    await office.world.say(changed(answers["fife"], 1, at))
    (shortfall,) = await said(office, call, 1)
    asked = call["asks"][0]
    first, second = asked["from"][:7], asked["to"][:7]
    assert shortfall.name == "commitment-shortfall"
    assert shortfall.data == {
        "call": call["key"],
        "project": call["project"],
        "role": asked["role"],
        "from_month": first,
        "to_month": second,
        "months": [{"month": one, "asked_days": 6.0, "committed_days": 5.0} for one in (first, second)],
        "cause": "commitment-changed",
        "effective": at.isoformat(),
    }
    await office.world.say(changed(answers["fife"], 1.5, at))
    await heard(office, call, 5.5)
    await office.world.say(changed(answers["fife"], 0, at))
    worse = (await said(office, call, 2))[1]
    assert [one["committed_days"] for one in worse.data["months"]] == [None, None], "two councils tell of each other"
    await office.world.say(changed(answers["angus"], 4, at))
    made_up = (await said(office, call, 3))[2]
    assert (made_up.name, made_up.data["role"]) == ("commitment-shortfall-resolved", asked["role"])


async def test_nobody_is_told_of_a_shortfall_before_the_deadline(office: Office) -> None:
    call = await published(office)
    await office.world.say(committed(call, "fife", 1))
    await heard(office, call, 1)
    assert await office.recorded(call["key"]) == ["call-drafted", "call-published"]
    await over(office, call)
    (shortfall,) = await said(office, call, 1)
    day = (await today(office)).isoformat()
    assert (shortfall.data["cause"], shortfall.data["effective"]) == ("deadline", day)


async def test_two_workers_close_a_call_and_say_its_shortfall_once(office: Office, world: World) -> None:
    calls = [await published(office) for _ in range(5)]
    url = office.running.settings.database_url
    others = [await world.start("projects", "worker", database_url=url, clock_movable=True) for _ in range(2)]
    await over(office, calls[0])
    for call in calls:
        told = await said(office, call, 1)
        assert [one.name for one in told] == ["commitment-shortfall"]
    for other in others:
        await other.stop()


async def test_what_was_committed_to_a_withdrawn_call_binds_nobody(office: Office) -> None:
    call, other = await published(office), await published(office)
    await office.world.say(committed(call, "fife", 2))
    await heard(office, call, 2)

    async def elsewhere() -> float:
        found = await office.get(f"/calls/{other['key']}/check")
        return float(found["months"][-1]["roles"][0]["committed_elsewhere_days"])

    before = await elsewhere()
    await office.post(f"/calls/{call['key']}/withdraw", {"reason": "No budget"}, status=200)
    assert (before - await elsewhere()) == 2
    assert await office.recorded(call["key"]) == ["call-drafted", "call-published", "call-closed"]
