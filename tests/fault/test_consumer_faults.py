"""A consumer is killed by a message, frozen, stopped or sent everything again; every effect happens once, in order."""

import asyncio

import pytest
from nats.aio.client import Client

from shared.messaging.consumer import POISON_DELIVERIES
from tests.support.arena import ECHO, Arena
from tests.support.echo import DEADLY
from tests.support.ledger import Ledger
from tests.support.processes import ServiceProcess
from tests.support.waiting import eventually


async def couple(arena: Arena) -> tuple[ServiceProcess, ServiceProcess, Ledger]:
    """Start projects and an echo of it."""
    await arena.streams("councils")
    projects, echo = await asyncio.gather(arena.service("projects"), arena.echo())
    await asyncio.gather(projects.ready(), echo.ready())
    return projects, echo, arena.ledger(projects)


@pytest.mark.quick
async def test_a_store_wiped_under_load_is_heard_again_without_a_second_effect(arena: Arena) -> None:
    projects, echo, ledger = await couple(arena)
    await ledger.changes(range(40))
    await arena.each_effect_once_and_in_order(projects, echo, ledger)
    load = asyncio.create_task(ledger.changes(range(40, 120)))
    arena.broker.wipe()
    await projects.unready()
    arena.broker.start()
    await arena.streams("councils")
    await load
    await arena.each_effect_once_and_in_order(projects, echo, ledger)
    await asyncio.gather(projects.ready(), echo.ready())
    assert len(await arena.in_stream()) == 120
    await arena.stream_is_in_order_and_holds_each_event_once()


async def test_a_store_that_went_back_in_time_under_load_is_repaired_without_a_second_effect(arena: Arena) -> None:
    projects, echo, ledger = await couple(arena)
    await ledger.changes(range(40))
    await arena.each_effect_once_and_in_order(projects, echo, ledger)
    arena.broker.stop()
    kept = arena.copy_store()
    arena.broker.start()
    await ledger.changes(range(40, 100))
    await arena.each_effect_once_and_in_order(projects, echo, ledger)

    load = asyncio.create_task(ledger.changes(range(100, 200)))
    arena.broker.kill()
    arena.put_back_store(kept)
    arena.broker.start()
    assert len(await arena.in_stream()) < 100, "the store did not go back in time"
    await load
    await arena.each_effect_once_and_in_order(projects, echo, ledger)

    async def whole_again() -> None:
        assert len({event for _, _, event in await arena.in_stream()}) == 200

    await eventually(whole_again, seconds=30)
    await asyncio.gather(projects.ready(), echo.ready())


async def test_a_message_that_ends_its_process_is_parked_and_harms_no_neighbour(arena: Arena) -> None:
    projects, echo, ledger = await couple(arena)
    await ledger.changes(range(5))
    await arena.each_effect_once_and_in_order(projects, echo, ledger)
    echo.process.kill()
    await ledger.changes(range(5, 8))
    await ledger.register("deadly", DEADLY)
    await ledger.changes(range(8, 12))
    async with arena.operator() as client:
        await delivered_in_vain(client, POISON_DELIVERIES - 1)

        deaths = 0
        echo.spawn()
        while await dies_before_all_is_settled(echo, client):
            assert echo.process.exit_code == -9
            deaths += 1
            echo.spawn()
    assert 1 <= deaths <= 3, f"it died {deaths} times"
    (letter,) = await echo.sql("SELECT cause, state, aggregate FROM dead_letter")
    assert tuple(letter) == ("poison", "parked", "project/deadly")
    await arena.each_effect_once_and_in_order(projects, echo, ledger, without="deadly")


async def dies_before_all_is_settled(echo: ServiceProcess, client: Client) -> bool:
    """Wait until a process has ended or nothing waits for it any more; say whether it has ended."""
    js = client.jetstream(timeout=5)

    async def check() -> bool:
        info = await js.consumer_info("PROJECTS", ECHO)
        settled = (info.num_pending, info.num_ack_pending) == (0, 0)
        assert settled or not echo.process.running, "it is alive and not done"
        return not settled

    return await eventually(check, seconds=30)


async def delivered_in_vain(client: Client, times: int) -> None:
    """Let every waiting message be delivered so often, as to processes that die of one of them."""
    js = client.jetstream(timeout=5)
    waiting = (await js.consumer_info("PROJECTS", ECHO)).num_pending or 0
    subscription = await js.pull_subscribe_bind(ECHO, stream="PROJECTS")
    deliveries: dict[int, int] = {}
    while len(deliveries) < waiting or min(deliveries.values()) < times:
        for message in await subscription.fetch(waiting, timeout=2):
            deliveries[message.metadata.sequence.stream] = message.metadata.num_delivered or 1
            # what has come often enough is kept back until the others have, too
            await message.nak(delay=1 if deliveries[message.metadata.sequence.stream] >= times else None)
    await subscription.unsubscribe()


async def test_replicas_stopped_in_turn_under_load_end_in_peace_and_lose_nothing(arena: Arena) -> None:
    projects, echo, ledger = await couple(arena)
    replica = await arena.echo(beside=echo)
    load = asyncio.create_task(ledger.changes(range(300)))
    for one in (echo, replica, echo, replica):
        one.process.ask_to_stop()
        await one.died()
        assert one.process.exit_code == 0, one.process.log_tail(20)
        await one.start()
    await load
    await arena.each_effect_once_and_in_order(projects, echo, ledger)


async def test_a_replica_that_was_thought_dead_wakes_up_and_does_no_harm(arena: Arena) -> None:
    """While it is frozen its messages are given to the other; awake again, it goes on where it was."""
    projects, echo, ledger = await couple(arena)
    replica = await arena.echo(beside=echo)
    await replica.ready()
    load = asyncio.create_task(ledger.changes(range(250)))
    for round_ in range(4):
        frozen = (echo, replica)[round_ % 2]
        frozen.process.freeze()
        await some_more_effects(echo)
        frozen.process.thaw()
    await load
    await arena.each_effect_once_and_in_order(projects, echo, ledger)
    await asyncio.gather(echo.ready(), replica.ready())


async def some_more_effects(echo: ServiceProcess) -> None:
    async def count() -> int:
        (row,) = await echo.sql("SELECT count(*) AS n FROM effect")
        return int(row["n"])

    before = await count()

    async def more() -> None:
        assert await count() >= before + 5

    await eventually(more, seconds=30)
