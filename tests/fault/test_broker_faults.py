"""The broker is killed, frozen, wiped or rolled back under load; nothing is lost, nothing is done twice."""

import asyncio
from collections import Counter

import pytest

from tests.support.arena import Arena
from tests.support.waiting import eventually

CHANGES = 200


@pytest.mark.quick
async def test_nats_killed_and_restarted_under_load_delays_events_and_loses_none(arena: Arena) -> None:
    projects, reporting, ledger = await arena.pair()
    load = asyncio.create_task(ledger.changes(range(CHANGES)))
    for part in (1, 2):
        await _until_acknowledged(ledger.statuses, part * CHANGES // 3)
        arena.broker.kill()
        assert not arena.broker.running
        await asyncio.gather(projects.unready(), reporting.unready())
        before = ledger.statuses.total()
        await _until_acknowledged(ledger.statuses, min(before + 10, CHANGES))
        arena.broker.start()
    await load
    assert set(ledger.statuses) <= {200, 201}, "a command was not answered while NATS was dead"
    await arena.converged(projects, reporting, ledger)
    await arena.stream_is_in_order_and_holds_each_event_once()
    await asyncio.gather(projects.ready(), reporting.ready())


@pytest.mark.quick
async def test_nats_store_wiped_is_filled_again_from_the_outbox(arena: Arena) -> None:
    projects, reporting, ledger = await arena.pair()
    await ledger.changes(range(60))
    await arena.converged(projects, reporting, ledger)
    before = len(await arena.in_stream())
    arena.broker.wipe()
    await ledger.changes(range(60, 80))
    arena.broker.start()

    async def filled_again() -> None:
        assert len(await arena.in_stream()) == before + 20

    async def streams_are_back() -> None:
        async with arena.operator() as client:
            names = {str(one.config.name) for one in await client.jetstream(timeout=2).streams_info()}
        assert "PROJECTS" in names

    # the stream of councils belongs to a service that does not run here
    await eventually(streams_are_back, seconds=30)
    await arena.streams("councils")
    await eventually(filled_again, seconds=30)
    await arena.converged(projects, reporting, ledger)
    await arena.stream_is_in_order_and_holds_each_event_once()
    await asyncio.gather(projects.ready(), reporting.ready())


async def test_nats_store_rolled_back_is_repaired_from_the_outbox(arena: Arena) -> None:
    projects, reporting, ledger = await arena.pair()
    await ledger.changes(range(40))
    await arena.converged(projects, reporting, ledger)
    arena.broker.stop()
    kept = arena.copy_store()
    arena.broker.start()
    await ledger.changes(range(40, 120))
    await arena.converged(projects, reporting, ledger)
    arena.broker.kill()
    arena.put_back_store(kept)
    arena.broker.start()

    async def repaired() -> None:
        events = {event for _, _, event in await arena.in_stream()}
        said = {str(row["event_id"]) for row in await projects.sql("SELECT event_id FROM outbox_event")}
        assert said <= events, f"{len(said - events)} events are missing from the stream"

    # nothing new is said meanwhile: only the audit of the stream's tail can notice
    await eventually(repaired, seconds=30)
    await ledger.changes(range(120, 130))
    await arena.converged(projects, reporting, ledger)
    await asyncio.gather(projects.ready(), reporting.ready())


async def test_nats_frozen_in_the_middle_of_publishing_is_waited_for(arena: Arena) -> None:
    projects, reporting, ledger = await arena.pair()
    load = asyncio.create_task(ledger.changes(range(CHANGES)))
    await _until_acknowledged(ledger.statuses, CHANGES // 3)
    arena.broker.freeze()
    await projects.unready()
    await _until_acknowledged(ledger.statuses, 2 * CHANGES // 3)
    arena.broker.thaw()
    await load
    assert set(ledger.statuses) <= {200, 201}
    await arena.converged(projects, reporting, ledger, seconds=60)
    await arena.stream_is_in_order_and_holds_each_event_once()


@pytest.mark.quick
async def test_a_message_delivered_again_after_the_duplicate_window_is_applied_once(arena: Arena) -> None:
    projects, reporting, ledger = await arena.pair(duplicate_window=1.0)
    await ledger.changes(range(10))
    await arena.converged(projects, reporting, ledger)
    before = await arena.in_stream()
    async with arena.operator() as client:
        js = client.jetstream(timeout=5)
        first = await js.get_msg("PROJECTS", 1)

        async def stored_again() -> None:
            await js.publish(str(first.subject), first.data or b"", headers=first.headers)
            assert len(await arena.in_stream()) == len(before) + 1

        await eventually(stored_again, seconds=10)

        async def acknowledged() -> None:
            info = await js.consumer_info("PROJECTS", "reporting")
            assert (info.num_pending, info.num_ack_pending) == (0, 0)

        await eventually(acknowledged, seconds=10)
    (facts,) = await reporting.sql("SELECT count(*) AS n FROM project_description_fact")
    assert facts["n"] == len(before)
    await arena.converged(projects, reporting, ledger)


@pytest.mark.quick
async def test_a_poison_message_is_parked_and_its_neighbours_are_applied(arena: Arena) -> None:
    projects, reporting, ledger = await arena.pair()
    async with arena.operator() as client:
        js = client.jetstream(timeout=5)
        await js.publish("partnership.projects.registered.v1.poison", b"{not json", headers={"ce-id": "none"})
        await ledger.changes(range(10))

        async def parked() -> None:
            rows = await reporting.sql("SELECT cause, subject FROM dead_letter")
            assert [(row["cause"], row["subject"]) for row in rows] == [
                ("undecodable", "partnership.projects.registered.v1.poison")
            ]

        await eventually(parked, seconds=20)

        async def acknowledged() -> None:
            info = await js.consumer_info("PROJECTS", "reporting")
            assert (info.num_pending, info.num_ack_pending) == (0, 0)

        await eventually(acknowledged, seconds=20)
    await reporting.sql("DELETE FROM dead_letter")
    await arena.converged(projects, reporting, ledger)


async def _until_acknowledged(statuses: Counter[int], count: int) -> None:
    async def check() -> None:
        assert sum(statuses.values()) >= count

    await eventually(check, seconds=60)
