"""The inbox: every effect happens once and in order, whatever the broker delivers and however often."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from shared.database import Transaction
from shared.messaging import provision
from shared.messaging.consumer import Consumer
from shared.messaging.provision import Topology
from shared.messaging.subscription import Heard
from shared.settings import Settings
from tests.support.echo import Echo, all_settled, durable_of, effects, parked, renamed, say_raw
from tests.support.things import database_of
from tests.support.waiting import eventually
from tests.support.world import Running, World

QUICK = 0.01
"""A scale at which all tries of a message are over in about a second."""


@pytest.fixture
async def world_with_streams(world: World) -> World:
    await world.streams("projects", "councils")
    return world


@pytest.fixture
def echo() -> Echo:
    return Echo()


@pytest.fixture
async def hearing(world_with_streams: World, echo: Echo) -> Running:
    running = await echo.start(world_with_streams, time_scale=QUICK)
    await running.ready()
    return running


@pytest.mark.parametrize("guard", ["strict", "newer", "none"])
async def test_an_event_that_is_delivered_again_has_its_effect_once(world_with_streams: World, guard: Any) -> None:
    """Published a second time after the stream has forgotten the first; without a guard the inbox stands alone."""
    world = world_with_streams
    hearing = await Echo(guard).start(world, time_scale=QUICK)
    await provision.ensure_stream(world.js, Topology("projects", [], Settings(duplicate_window=0.1)))
    again = await world.say(renamed("d"), sequence=1)
    await effects(hearing, 1)

    async def stored_twice() -> None:
        await world.say(renamed("d"), sequence=1, event_id=again)
        assert (await world.js.stream_info("PROJECTS")).state.messages >= 2

    await eventually(stored_twice)
    await world.say(renamed("d"), sequence=2)
    await all_settled(world)
    assert await effects(hearing, 2) == [("d", 1), ("d", 2)]
    assert await parked(hearing, 0) == []


async def test_a_whole_stream_delivered_again_changes_nothing(hearing: Running, echo: Echo, world: World) -> None:
    for number in range(50):
        await world.say(renamed(f"d{number % 5}"))
    await effects(hearing, 50)
    await all_settled(world)
    await world.js.delete_consumer("PROJECTS", "reporting")

    async def delivered_again() -> None:
        assert sum(echo.lists) >= 50
        assert (await durable_of(world)).delivered.stream_seq == 50

    await eventually(delivered_again)
    await all_settled(world)
    await effects(hearing, 50)


async def test_events_that_come_out_of_order_are_applied_in_order(hearing: Running, world: World) -> None:
    for sequence in (3, 1, 2, 5, 4):
        await world.say(renamed("d"), sequence=sequence)
    assert await effects(hearing, 5) == [("d", 1), ("d", 2), ("d", 3), ("d", 4), ("d", 5)]
    await all_settled(world)


async def test_where_a_consumer_hears_a_part_only_what_is_newer_is_applied(world_with_streams: World) -> None:
    echo = Echo(guard="newer")
    running = await echo.start(world_with_streams, time_scale=QUICK)
    for sequence in (3, 1, 2, 7):
        await world_with_streams.say(renamed("d"), sequence=sequence)
    assert await effects(running, 2) == [("d", 3), ("d", 7)]
    await all_settled(world_with_streams)
    await effects(running, 2)


async def test_without_a_guard_everything_is_applied_once_as_it_comes(world_with_streams: World) -> None:
    echo = Echo(guard="none")
    running = await echo.start(world_with_streams, time_scale=QUICK)
    for sequence in (3, 1, 2):
        await world_with_streams.say(renamed("d"), sequence=sequence)
    assert await effects(running, 3) == [("d", 3), ("d", 1), ("d", 2)]
    await all_settled(world_with_streams)


async def test_a_gap_that_is_never_filled_is_parked_while_the_neighbours_flow(hearing: Running, world: World) -> None:
    for sequence in (1, 3, 4):
        await world.say(renamed("gappy"), sequence=sequence)
    for number in range(1, 11):
        await world.say(renamed("whole"), sequence=number)
    flowed = await effects(hearing, 11, seconds=1)
    assert flowed == [("gappy", 1), *(("whole", number) for number in range(1, 11))]

    letters = await parked(hearing, 2)
    assert {(letter["cause"], letter["aggregate"], letter["version"]) for letter in letters} == {
        ("gap", "deliverable/gappy", 3),
        ("gap", "deliverable/gappy", 4),
    }
    assert all("is at version 1, this is" in letter["error"] for letter in letters)
    await all_settled(world)
    await effects(hearing, 11)


async def test_a_list_is_taken_in_together(world_with_streams: World, echo: Echo) -> None:
    for number in range(150):
        await world_with_streams.say(renamed(f"d{number % 7}"))
    running = await echo.start(world_with_streams, time_scale=QUICK)
    await effects(running, 150)
    await all_settled(world_with_streams)
    assert len(echo.lists) < 10
    assert sum(echo.lists) == 150


async def test_a_list_with_one_bad_event_is_taken_in_one_by_one(world_with_streams: World, echo: Echo) -> None:
    async def refuse(change: Transaction, heard: Heard[Any]) -> None:
        if heard.event.name == "bad":
            raise RuntimeError("no such name")

    echo.interfere = refuse
    for number in range(30):
        await world_with_streams.say(renamed(f"d{number}", "bad" if number == 7 else "good"))
    running = await echo.start(world_with_streams, time_scale=QUICK)
    flowed = await effects(running, 29, seconds=60)
    assert flowed == [(f"d{number}", 1) for number in range(30) if number != 7]
    assert echo.lists[0] == 30
    assert set(echo.lists[1:]) == {1}
    (letter,) = await parked(running, 1, seconds=60)
    assert (letter["cause"], letter["aggregate"]) == ("failed", "deliverable/d7")
    await all_settled(world_with_streams, seconds=60)


async def test_a_lone_event_is_taken_in_at_once(world_with_streams: World, echo: Echo) -> None:
    running = await echo.start(world_with_streams, time_scale=1.0)
    await running.ready()
    for number in range(1, 6):
        await world_with_streams.say(renamed("d"))
        await effects(running, number, seconds=0.9)


async def test_an_event_of_a_type_from_the_future_is_passed_over(hearing: Running, echo: Echo, world: World) -> None:
    await say_raw(world, renamed("d"), {"ce-type": "partnership.projects.deliverable-sung-about.v1"}, data=b"{}")
    await world.say(renamed("d"), sequence=2)
    assert await effects(hearing, 1) == [("d", 2)]
    assert await parked(hearing, 0) == []
    await all_settled(world)


async def test_two_replicas_share_a_durable_and_every_event_has_its_effect_once(
    hearing: Running, echo: Echo, world: World
) -> None:
    other = await echo.start(world, beside=hearing, time_scale=QUICK)
    await other.ready()
    for number in range(300):
        await world.say(renamed(f"d{number % 10}"))
    flowed = await effects(hearing, 300, seconds=20)
    for key in {key for key, _ in flowed}:
        assert [sequence for other_key, sequence in flowed if other_key == key] == list(range(1, 31))
    await all_settled(world)
    await effects(hearing, 300)
    assert await parked(hearing, 0) == []


@pytest.mark.parametrize("guard", ["strict", "newer", "none"])
async def test_two_replicas_that_have_the_same_event_in_hand_at_once_apply_it_once(
    world_with_streams: World, guard: Any
) -> None:
    """As when one was thought dead: its message was given to the other while its transaction was open still."""
    world, echo = world_with_streams, Echo(guard)
    running = await echo.start(world, "api", time_scale=QUICK)
    in_hand, go_on = asyncio.Event(), asyncio.Event()

    async def hold(change: Transaction, heard: Heard[Any]) -> None:
        in_hand.set()
        await go_on.wait()

    echo.interfere = hold
    await world.say(renamed("d"))
    async with two_deliveries(world) as (first, second):
        subscription = echo.service.subscriptions[0]
        consumer = Consumer("reporting", subscription, database_of(running), lambda seconds: seconds * QUICK)
        one = asyncio.create_task(consumer.process([first]))
        await in_hand.wait()
        other = asyncio.create_task(consumer.process([second]))
        await eventually(lambda: blocked(running))
        go_on.set()
        await asyncio.gather(one, other)
    assert await effects(running, 1) == [("d", 1)]


async def blocked(running: Running) -> None:
    rows = await running.sql(
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    assert rows, "the other replica does not wait"


class two_deliveries:  # noqa: N801 - reads as a word in `async with two_deliveries(…)`
    """The only message of the stream, as two durables deliver it."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def __aenter__(self) -> Any:
        return [await self._of(name) for name in ("one", "other")]

    async def _of(self, name: str) -> Any:
        subscription = await self.world.js.pull_subscribe("", durable=name, stream="PROJECTS")
        (message,) = await subscription.fetch(1)
        return message

    async def __aexit__(self, *_: object) -> None:
        for name in ("one", "other"):
            await self.world.js.delete_consumer("PROJECTS", name)


async def test_two_replicas_that_start_an_aggregate_at_once_never_overtake_one_another(
    world_with_streams: World,
) -> None:
    """One has its first event in hand, the other its second: the first must not be applied on top of the second."""
    world, echo = world_with_streams, Echo("newer")
    running = await echo.start(world, "api", time_scale=QUICK)
    in_hand, go_on = asyncio.Event(), asyncio.Event()

    async def hold_the_second(change: Transaction, heard: Heard[Any]) -> None:
        if heard.envelope.sequence == 2:
            in_hand.set()
            await go_on.wait()

    echo.interfere = hold_the_second
    await world.say(renamed("d"))
    await world.say(renamed("d"))
    subscription = await world.js.pull_subscribe("", durable="one", stream="PROJECTS")
    first, second = await subscription.fetch(2)
    consumer = Consumer(
        "reporting", echo.service.subscriptions[0], database_of(running), lambda seconds: seconds * QUICK
    )
    newer = asyncio.create_task(consumer.process([second]))
    await in_hand.wait()
    older = asyncio.create_task(consumer.process([first]))
    await eventually(lambda: blocked(running))
    go_on.set()
    await asyncio.gather(newer, older)
    assert await effects(running, 1) == [("d", 2)]
    await subscription.unsubscribe()


@pytest.fixture(autouse=True)
async def nothing_was_left_unsettled(capsys: pytest.CaptureFixture[str]) -> AsyncIterator[None]:
    """Fail a test in which a list was dropped by an error of the machinery itself."""
    yield
    assert "a list was left unsettled" not in capsys.readouterr().out


async def test_large_events_are_fetched_by_their_bytes_and_none_waits_for_a_pause(
    world_with_streams: World, echo: Echo
) -> None:
    """More than one request may ask for at once, as many lists: each goes on where the one before was full."""
    world = world_with_streams
    for number in range(40):
        await world.say(renamed(f"d{number}", "x" * 400_000))
    hearing = await echo.start(world)
    await effects(hearing, 40, seconds=30)
    assert max(echo.lists) <= 8 * 1024 * 1024 / 400_000
    assert await parked(hearing, 0) == []
