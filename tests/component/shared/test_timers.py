"""Timers fire once at their time, by a clock that can be moved, however many replicas look."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest

from shared.clock import Clock, end_of
from shared.database import Transaction
from shared.events.projects import DeliverableRenamed
from shared.service import Service
from shared.timers import Clockwork, Due, Timer, drop_timer, set_timer
from tests.support import bare, things
from tests.support.things import CAUSE, Thing
from tests.support.waiting import eventually
from tests.support.world import Running, World

RING = "ring"
TODAY = datetime.now(UTC).date()
CLOCK = "/api/v1/operations/projects/clock"
TIMERS = "/api/v1/operations/projects/timers"


class Bell:
    """What fires in these tests: it renames its thing, and does as it is told beside."""

    def __init__(self) -> None:
        self.fired: list[Due] = []
        self.fails = 0
        self.again: timedelta | None = None

    async def ring(self, change: Transaction, row: Thing, due: Due) -> None:
        self.fired.append(due)
        row.name = f"{row.name} {due.key}"
        change.record(DeliverableRenamed(deliverable=row.key, project="p", name=row.name), of=row)
        if self.again:
            await set_timer(change, RING, row.key, due.due_at + self.again, key=due.key)
        if self.fails:
            self.fails -= 1
            raise RuntimeError("the bell is cracked")


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
async def service(world: World, bell: Bell) -> Running:
    """Its API alone: what fires, fires when the test says so, or in a worker that it starts."""
    return await start(world, bell, "api")


async def start(world: World, bell: Bell, role: Any, **changes: Any) -> Running:
    made = Service(
        name="projects",
        description="Keeps things that ring.",
        routers=[things.router],
        tables=bare.NO_TABLES,
        timers=[Timer(RING, Thing, bell.ring)],
    )
    return await bare.start(world, made, things.THINGS, role, clock_movable=True, **changes)


def clockwork(service: Running, bell: Bell) -> Clockwork:
    return Clockwork(things.database_of(service), [Timer(RING, Thing, bell.ring)], service.settings.scaled)


async def set_for(service: Running, key: str, due_at: datetime, *, name: str = "") -> None:
    async with things.database_of(service).transaction(CAUSE) as change:
        change.session.add(await things.found(change, key))
        await set_timer(change, RING, key, due_at, key=name)


async def said(service: Running, key: str) -> list[str]:
    rows = await service.sql("SELECT payload FROM outbox_event WHERE aggregate_id = $1 ORDER BY aggregate_version", key)
    return [DeliverableRenamed.model_validate_json(row["payload"]).name for row in rows]


async def waiting(service: Running) -> list[tuple[str, str]]:
    return [(row["of"], row["key"]) for row in await service.sql("SELECT of, key FROM timer ORDER BY due_at, of, key")]


async def moved_to(service: Running, day: date) -> httpx.Response:
    async with service.client() as client:
        return await client.post(CLOCK, json={"today": day.isoformat()})


async def test_what_is_due_fires_once_and_what_is_not_waits(service: Running, bell: Bell) -> None:
    await set_for(service, "one", datetime.now(UTC) - timedelta(seconds=1))
    await set_for(service, "two", datetime.now(UTC) + timedelta(hours=1))
    works = clockwork(service, bell)
    assert [await works.fire_due() for _ in range(2)] == [1, 0]
    assert await said(service, "one") == ["one "]
    assert await waiting(service) == [("two", "")]


async def test_two_replicas_that_look_at_once_fire_each_timer_once(service: Running, bell: Bell) -> None:
    for number in range(30):
        await set_for(service, f"thing-{number}", datetime.now(UTC))
    await asyncio.gather(*(clockwork(service, bell).fire_due() for _ in range(4)))
    told = await service.sql("SELECT count(*) AS n, count(DISTINCT aggregate_id) AS things FROM outbox_event")
    assert [(row["n"], row["things"]) for row in told] == [(30, 30)]
    assert await waiting(service) == []


async def test_a_timer_that_is_set_again_moves_and_one_that_is_dropped_never_fires(
    service: Running, bell: Bell
) -> None:
    past, later = datetime.now(UTC) - timedelta(hours=1), datetime.now(UTC) + timedelta(hours=1)
    await set_for(service, "moved", past)
    await set_for(service, "moved", later)
    for name in ("a", "b"):
        await set_for(service, "dropped", past, name=name)
    await set_for(service, "in-part", past, name="a")
    await set_for(service, "in-part", past, name="b")
    async with things.database_of(service).transaction(CAUSE) as change:
        await drop_timer(change, RING, "dropped")
        await drop_timer(change, RING, "in-part", key="a")
    await clockwork(service, bell).fire_due()
    assert [(due.of, due.key) for due in bell.fired] == [("in-part", "b")]
    assert await waiting(service) == [("moved", "")]


async def test_a_timer_that_fails_does_nothing_stops_no_other_and_is_tried_again(service: Running, bell: Bell) -> None:
    await set_for(service, "first", datetime.now(UTC) - timedelta(hours=2))
    await set_for(service, "second", datetime.now(UTC) - timedelta(hours=1))
    bell.fails = 1
    works = clockwork(service, bell)
    assert await works.fire_due() == 2
    assert (await said(service, "first"), await said(service, "second")) == ([], ["second "])
    assert await waiting(service) == [("first", "")]

    async def fired() -> None:
        await works.fire_due()
        assert await said(service, "first") == ["first "]

    await eventually(fired)
    assert await waiting(service) == []


async def test_a_timer_may_set_the_next_and_none_is_left_out_when_the_clock_jumps(service: Running, bell: Bell) -> None:
    bell.again = timedelta(days=30)
    await set_for(service, "monthly", end_of(TODAY + timedelta(days=30)))
    assert (await moved_to(service, TODAY + timedelta(days=100))).status_code == 200
    works = clockwork(service, bell)
    while await works.fire_due():
        pass
    days = [(due.due_at.date() - TODAY).days for due in bell.fired]
    assert days == [31, 61, 91]
    assert await waiting(service) == [("monthly", "")]


async def test_a_worker_fires_by_itself_once_the_clock_has_been_moved_in_another_process(
    world: World, service: Running, bell: Bell
) -> None:
    await set_for(service, "later", end_of(TODAY + timedelta(days=3)))
    await start(world, bell, "worker", beside=service)
    assert await said(service, "later") == []
    assert (await moved_to(service, TODAY + timedelta(days=4))).json()["ahead_days"] == 4

    async def fired() -> None:
        assert await said(service, "later") == ["later "]

    await eventually(fired)


async def test_a_kind_that_this_version_does_not_know_is_left_for_the_one_that_does(
    service: Running, bell: Bell
) -> None:
    async with things.database_of(service).transaction(CAUSE) as change:
        await set_timer(change, "of-tomorrow", "one", datetime.now(UTC) - timedelta(days=1))
    assert await clockwork(service, bell).fire_due() == 0
    assert await waiting(service) == [("one", "")]


async def test_the_clock_moves_forward_only_and_every_way_of_asking_agrees(service: Running) -> None:
    day = TODAY + timedelta(days=10)
    answer = await moved_to(service, day)
    assert (answer.status_code, answer.json()["today"], answer.json()["ahead_days"]) == (200, day.isoformat(), 10)
    assert (await moved_to(service, day)).json()["ahead_days"] == 10
    refused = await moved_to(service, TODAY)
    assert (refused.status_code, refused.json()["code"]) == (409, "clock-moves-forward")
    far = await moved_to(service, TODAY + timedelta(days=40_000))
    assert (far.status_code, far.json()["code"]) == (422, "too-far-ahead")
    async with service.client() as client:
        assert (await client.get(CLOCK)).json()["today"] == day.isoformat()
    assert things.database_of(service).clock.today() == day
    again = Clock(things.database_of(service).engine)
    await again.read()
    assert again.ahead == timedelta(days=10)


async def test_a_system_that_goes_by_the_machine_s_clock_cannot_be_moved(world: World) -> None:
    service = await things.start(world, "api")
    answer = await moved_to(service, TODAY + timedelta(days=1))
    assert (answer.status_code, answer.json()["code"]) == (409, "clock-not-movable")
    assert things.database_of(service).clock.today() == datetime.now(UTC).date()


async def test_operators_see_what_will_happen_page_by_page(service: Running) -> None:
    for number in range(3):
        await set_for(service, f"thing-{number}", end_of(TODAY + timedelta(days=number)), name="x")
    async with service.client() as client:
        page = (await client.get(TIMERS, params={"limit": 2})).json()
        assert [one["of"] for one in page["items"]] == ["thing-0", "thing-1"]
        rest = (await client.get(page["next"])).json()
        assert ([one["of"] for one in rest["items"]], rest["next"]) == (["thing-2"], None)
        assert (await client.get(TIMERS, params={"after": "nonsense"})).status_code == 400
    async with service.client("programme:read") as client:
        assert (await client.get(TIMERS)).status_code == 403
