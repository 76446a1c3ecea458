"""Settling: what fails comes back later each time, what can never be taken in is parked, and nobody waits for it."""

import asyncio
import itertools
import json
from typing import Any

import asyncpg
import pytest
from nats.protocol import command as prot_command

from shared.database import Database, Transaction
from shared.errors import UnavailableError
from shared.messaging.consumer import POISON_DELIVERIES
from shared.messaging.settle import BACKOFF_SECONDS
from shared.messaging.subscription import Heard
from shared.settings import Settings
from tests.support.echo import Echo, all_settled, durable_of, effects, parked, renamed, say_raw
from tests.support.waiting import eventually
from tests.support.world import Running, World

QUICK = 0.01
TRIES = len(BACKOFF_SECONDS) + 1


@pytest.fixture
def echo() -> Echo:
    return Echo()


@pytest.fixture
async def hearing(world: World, echo: Echo) -> Running:
    await world.streams("projects", "councils")
    running = await echo.start(world, time_scale=QUICK)
    await running.ready()
    return running


FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "no-json": ({"data": b"{no json"}, "ValidationError"),
    "empty": ({"data": b""}, "ValidationError"),
    "field-missing": ({"data": b'{"deliverable": "d"}'}, "ValidationError"),
    "wrong-types": ({"data": b'{"deliverable": ["d"], "project": "p", "name": 7}'}, "ValidationError"),
    "no-text": ({"data": b"\xff\xfe\x00"}, "ValidationError"),
    "no-id": ({"without": "ce-id"}, "the attribute ce-id is missing"),
    "no-sequence": ({"without": "ce-sequence"}, "the attribute ce-sequence is missing"),
    "no-number": ({"headers": {"ce-sequence": "first"}}, "an attribute is malformed"),
    "no-instant": ({"headers": {"ce-time": "2026-01-01"}}, "an attribute is malformed"),
    "no-uuid": ({"headers": {"ce-id": "no-uuid"}}, "an attribute is malformed"),
    # what the database could not hold: parking itself must not fail of it
    "large": ({"headers": {"ce-sequence": str(2**80)}}, "an attribute is malformed"),
    "minus": ({"headers": {"ce-sequence": "-1"}}, "an attribute is malformed"),
    "endless": ({"headers": {"ce-epoch": "9" * 5000}}, "an attribute is malformed"),
}


async def test_messages_that_cannot_be_read_are_parked_at_once_and_the_next_is_handled(
    hearing: Running, world: World
) -> None:
    for name, (fault, _) in FAULTS.items():
        await say_raw(world, renamed(name), **fault)
    await world.say(renamed("good"))
    assert await effects(hearing, 1) == [("good", 1)]
    letters = await parked(hearing, len(FAULTS))
    for (name, (_, error)), letter in zip(FAULTS.items(), sorted(letters, key=place), strict=True):
        assert (letter["cause"], letter["state"], letter["deliveries"]) == ("undecodable", "parked", 1), name
        assert error in letter["error"]
        assert letter["subject"].endswith(f".{name}")
        assert letter["payload"] == ((await world.js.get_msg("PROJECTS", letter["stream_seq"])).data or b"")
    await all_settled(world)


def place(letter: asyncpg.Record) -> int:
    return int(letter["stream_seq"])


async def test_a_message_without_any_header_is_parked(hearing: Running, world: World) -> None:
    await world.js.publish("partnership.projects.deliverable-renamed.v1.bare", b"hello")
    await world.say(renamed("good"))
    await effects(hearing, 1)
    (letter,) = await parked(hearing, 1)
    assert (letter["event_id"], letter["stream_seq"]) == (None, 1)
    await all_settled(world)


async def test_a_message_whose_headers_are_no_text_is_parked_too(hearing: Running, world: World) -> None:
    headers = b"NATS/1.0\r\nce-id: \xff\xfe\r\nce-type: \xed\xa0\x80\r\n\r\n"
    command = prot_command.hpub_cmd("partnership.projects.deliverable-renamed.v1.wild", "", headers, b"{}")
    await world.nats._send_command(command)
    await world.nats.flush()
    await world.say(renamed("good"))
    await effects(hearing, 1)
    (letter,) = await parked(hearing, 1)
    assert letter["cause"] == "undecodable"
    await all_settled(world)


async def test_a_handler_that_always_fails_has_its_message_parked_after_its_tries(
    hearing: Running, echo: Echo, world: World
) -> None:
    async def fail(change: Transaction, heard: Heard[Any]) -> None:
        if heard.event.deliverable == "bad":
            raise RuntimeError("the handler has a fault")

    echo.interfere = fail
    bad = await world.say(renamed("bad"))
    for _ in range(20):
        await world.say(renamed("good"))
    await effects(hearing, 20, seconds=1.5)
    (letter,) = await parked(hearing, 1)
    assert (letter["cause"], letter["deliveries"], letter["event_id"]) == ("failed", TRIES, bad)
    assert letter["error"] == "RuntimeError: the handler has a fault"
    assert json.loads(letter["headers"])["ce-id"] == str(bad)
    # by itself each time, and before that in a list, where it came in one
    assert TRIES <= echo.calls.count(str(bad)) <= 2 * TRIES
    await all_settled(world)
    await effects(hearing, 20)


async def test_a_handler_that_fails_a_few_times_succeeds_in_the_end_and_neighbours_do_not_wait(
    hearing: Running, echo: Echo, world: World
) -> None:
    left = 3

    async def fail_at_first(change: Transaction, heard: Heard[Any]) -> None:
        nonlocal left
        if heard.event.deliverable == "slow" and left:
            left -= 1
            raise RuntimeError("not yet")

    echo.interfere = fail_at_first
    await world.say(renamed("slow"))
    await world.say(renamed("quick"))
    assert await effects(hearing, 2) == [("quick", 1), ("slow", 1)]
    assert await parked(hearing, 0) == []
    await all_settled(world)


async def test_each_failure_is_followed_by_a_longer_rest(hearing: Running, echo: Echo, world: World) -> None:
    loop = asyncio.get_running_loop()
    tried: list[float] = []

    async def fail(change: Transaction, heard: Heard[Any]) -> None:
        tried.append(loop.time())
        raise RuntimeError("the handler has a fault")

    echo.interfere = fail
    await world.say(renamed("bad"))
    await parked(hearing, 1)
    assert len(tried) == TRIES
    rests = [after - before for before, after in itertools.pairwise(tried)]
    # a fifth of each is left to chance, and the rest of a busy machine only makes it longer
    assert all(rest >= 0.8 * QUICK * asked for rest, asked in zip(rests, BACKOFF_SECONDS, strict=True)), rests


async def test_later_events_of_an_aggregate_wait_for_the_one_that_fails(
    hearing: Running, echo: Echo, world: World
) -> None:
    left = 4

    async def fail_at_first(change: Transaction, heard: Heard[Any]) -> None:
        nonlocal left
        if heard.envelope.sequence == 2 and left:
            left -= 1
            raise RuntimeError("not yet")

    echo.interfere = fail_at_first
    for _ in range(4):
        await world.say(renamed("d"))
    assert await effects(hearing, 4) == [("d", 1), ("d", 2), ("d", 3), ("d", 4)]
    await all_settled(world)


async def test_a_handler_that_breaks_a_rule_of_the_database_leaves_nothing_behind(
    hearing: Running, echo: Echo, world: World
) -> None:
    await hearing.sql("CREATE TABLE rule (name text PRIMARY KEY)")
    await hearing.sql("INSERT INTO rule VALUES ('taken')")

    async def break_it(change: Transaction, heard: Heard[Any]) -> None:
        if heard.event.deliverable == "bad":
            await change.connection.exec_driver_sql("INSERT INTO rule VALUES ('taken')")

    echo.interfere = break_it
    await world.say(renamed("bad"))
    await world.say(renamed("good"))
    assert await effects(hearing, 1) == [("good", 1)]
    (letter,) = await parked(hearing, 1)
    assert letter["cause"] == "failed"
    assert await effects(hearing, 1) == [("good", 1)]
    assert len(await hearing.sql("SELECT * FROM inbox")) == 1


async def test_a_slow_handler_keeps_its_message(hearing: Running, echo: Echo, world: World) -> None:
    """It takes twice the time after which the broker would deliver it again."""
    ack_wait = (await durable_of(world)).config.ack_wait
    loop = asyncio.get_running_loop()
    done_at = loop.time() + 2 * ack_wait

    async def take_long(change: Transaction, heard: Heard[Any]) -> None:
        await eventually(lambda: reached(done_at), seconds=3 * ack_wait)

    async def reached(moment: float) -> None:
        assert loop.time() > moment

    echo.interfere = take_long
    await world.say(renamed("d"))
    await effects(hearing, 1)
    settled = await all_settled(world)
    assert settled.delivered.consumer_seq == 1, "it was delivered again"
    assert len(echo.calls) == 1


async def test_an_absent_database_is_no_fault_of_the_message_however_long_it_lasts(echo: Echo, world: World) -> None:
    await world.streams("projects", "councils")
    hearing = await echo.start(world, time_scale=0.002)
    away = True

    async def be_away(change: Transaction, heard: Heard[Any]) -> None:
        if away:
            raise UnavailableError("The database does not answer.")

    echo.interfere = be_away
    ids = [await world.say(renamed(f"d{number}")) for number in range(3)]

    async def tried_very_often() -> None:
        assert min(echo.calls.count(str(one)) for one in ids) > POISON_DELIVERIES

    await eventually(tried_very_often, seconds=30)
    away = False
    await effects(hearing, 3)
    await all_settled(world)
    rows = await hearing.sql("SELECT count(*) AS count FROM dead_letter WHERE state = 'parked'")
    assert rows[0]["count"] == 0


async def test_what_comes_back_in_another_order_after_an_absent_database_is_not_parked_for_the_gap(
    echo: Echo, world: World
) -> None:
    await world.streams("projects", "councils")
    hearing = await echo.start(world, time_scale=0.002)
    consumer = hearing.app.state.messaging.consumers["PROJECTS"]
    there = consumer.database
    consumer.database = nowhere = Database(Settings(database_url="postgresql://127.0.0.1:1/nowhere"), "echo")
    for _ in range(10):
        await world.say(renamed("d"))

    async def tried_more_often_than_a_fault_may() -> None:
        assert (await durable_of(world)).delivered.consumer_seq > 10 * (TRIES + 3)

    await eventually(tried_more_often_than_a_fault_may, seconds=30)
    consumer.database = there
    assert await effects(hearing, 10) == [("d", number) for number in range(1, 11)]
    await all_settled(world)
    assert await parked(hearing, 0) == []
    await nowhere.close()
