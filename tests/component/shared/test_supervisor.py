"""The supervisor: whatever disappears on the broker comes back by itself, readiness tells, and nothing runs hot."""

import asyncio

import nats.js.errors
import pytest
from nats.aio.client import Client

from tests.support.echo import Echo, all_settled, durable_of, effects, renamed
from tests.support.waiting import eventually
from tests.support.world import Running, World


@pytest.fixture
def echo() -> Echo:
    return Echo()


@pytest.fixture
async def hearing(world: World, echo: Echo) -> Running:
    await world.streams("projects", "councils")
    running = await echo.start(world)
    await running.ready()
    return running


async def part(running: Running, name: str) -> str:
    async with running.anonymous() as client:
        parts: dict[str, str] = (await client.get("/readyz")).json()["parts"]
    return parts[name]


async def test_a_deleted_durable_is_made_again_and_nothing_is_missed_or_applied_twice(
    hearing: Running, world: World
) -> None:
    for _ in range(5):
        await world.say(renamed("d"))
    await effects(hearing, 5)
    await all_settled(world)
    await world.js.delete_consumer("PROJECTS", "reporting")
    for _ in range(5):
        await world.say(renamed("d"))
    assert await effects(hearing, 10) == [("d", number) for number in range(1, 11)]
    await all_settled(world)
    await hearing.ready()


async def test_a_deleted_stream_of_another_makes_the_service_say_so_until_it_is_back(
    hearing: Running, world: World
) -> None:
    await world.say(renamed("d"))
    await effects(hearing, 1)
    await world.js.delete_stream("PROJECTS")

    async def says_so() -> None:
        assert "NotFoundError" in await part(hearing, "hears PROJECTS")
        async with hearing.anonymous() as client:
            assert (await client.get("/readyz")).status_code == 503
            assert (await client.get("/livez")).status_code == 200

    await eventually(says_so)
    assert await part(hearing, "hears COUNCILS") == "ok"

    await world.streams("projects")
    await hearing.ready()
    await world.say(renamed("d"))
    await world.say(renamed("e"))
    await effects(hearing, 3)
    await all_settled(world)


async def test_its_own_deleted_stream_is_made_again(hearing: Running, world: World) -> None:
    await world.js.delete_stream("REPORTING")

    async def back() -> None:
        try:
            await world.js.stream_info("REPORTING")
        except nats.js.errors.NotFoundError:
            raise AssertionError("the stream is not there") from None

    await eventually(back)
    await hearing.ready()


async def test_a_service_can_start_before_the_streams_it_hears(world: World, echo: Echo) -> None:
    running = await echo.start(world)

    async def waits() -> None:
        assert "NotFoundError" in await part(running, "hears PROJECTS")

    await eventually(waits)
    await world.streams("projects", "councils")
    await running.ready()
    await world.say(renamed("d"))
    await effects(running, 1)


async def test_nothing_runs_hot_when_a_durable_goes_and_while_it_is_gone(world: World, echo: Echo) -> None:
    """In its own time: a handful of requests a second at most, where the library alone makes thousands."""
    await world.streams("projects", "councils")
    running = await echo.start(world, time_scale=1.0)
    await running.ready()
    stats, loop = running.app.state.messaging.client.stats, asyncio.get_running_loop()
    before, began, seconds = stats["out_msgs"], loop.time(), 4.0
    await world.js.delete_stream("PROJECTS")

    async def time_is_up_and_it_was_noticed() -> None:
        assert loop.time() > began + seconds
        assert await part(running, "hears PROJECTS") != "ok"

    await eventually(time_is_up_and_it_was_noticed)
    assert 0 < stats["out_msgs"] - before <= 10 * (loop.time() - began)


async def test_a_client_that_the_server_has_thrown_out_is_replaced(hearing: Running, world: World) -> None:
    """An error that closes the client for good, as after its password was changed back and forth."""
    messaging = hearing.app.state.messaging
    old: Client = messaging.client
    await world.say(renamed("d"))
    await effects(hearing, 1)
    await old._process_err("'authorization violation'")

    async def replaced() -> None:
        assert messaging.client is not None
        assert messaging.client is not old

    await eventually(replaced)
    assert old.is_closed
    await world.say(renamed("d"))
    await effects(hearing, 2)
    await hearing.ready()
    await all_settled(world)


async def test_a_pull_that_the_server_forgot_is_asked_for_again_after_a_reconnect(
    hearing: Running, world: World
) -> None:
    """An idle subscriber hears the first event after a reconnect at once, not when its pull would have ended."""
    for number in range(1, 4):
        await hearing.app.state.messaging.client.force_reconnect()

        async def connected() -> None:
            assert hearing.app.state.messaging.client.is_connected

        await eventually(connected)
        await world.say(renamed("d"))
        await effects(hearing, number, seconds=1.5)


async def test_stopping_takes_no_longer_than_what_is_in_hand(hearing: Running, world: World) -> None:
    for _ in range(20):
        await world.say(renamed("d"))
    async with asyncio.timeout(3):
        await hearing.stop()
    count = len(await hearing.sql("SELECT 1 FROM effect"))
    durable = await durable_of(world)
    # what was taken in was acknowledged, and what was not was given back
    assert durable.ack_floor.stream_seq <= count


async def test_settings_that_somebody_changed_are_set_right_while_it_runs(hearing: Running, world: World) -> None:
    durable = (await world.js.consumer_info("PROJECTS", "reporting")).config
    stream = (await world.js.stream_info("REPORTING")).config
    await world.js.add_consumer("PROJECTS", durable.evolve(max_ack_pending=3, ack_wait=77))
    await world.js.update_stream(stream.evolve(duplicate_window=60, allow_direct=False))

    async def set_right() -> None:
        now = (await world.js.consumer_info("PROJECTS", "reporting")).config
        assert (now.max_ack_pending, now.ack_wait) == (durable.max_ack_pending, durable.ack_wait)
        kept = (await world.js.stream_info("REPORTING")).config
        assert (kept.duplicate_window, kept.allow_direct) == (stream.duplicate_window, stream.allow_direct)

    await eventually(set_right)
    await world.say(renamed("d"))
    await effects(hearing, 1)
