"""A service is asked to stop under load, or its leading relay freezes; everything converges."""

import asyncio

import pytest

from tests.support.arena import Arena


@pytest.mark.quick
async def test_sigterm_under_load_loses_nothing_and_ends_in_peace(arena: Arena) -> None:
    projects, reporting, ledger = await arena.pair()
    load = asyncio.create_task(ledger.changes(range(80)))
    for one in (projects, reporting):
        one.process.ask_to_stop()
        await one.died()
        assert one.process.exit_code == 0, one.process.log_tail(20)
        await one.start()
    await load
    await ledger.changes(range(80, 100))
    await arena.converged(projects, reporting, ledger)
    await arena.stream_is_in_order_and_holds_each_event_once()


async def test_a_second_relay_takes_over_when_the_leader_freezes(arena: Arena) -> None:
    projects, reporting, ledger = await arena.pair()
    await ledger.changes(range(20))
    second = await arena.service("projects", database_url=projects.settings.database_url)
    leader = await projects.sql("""
        SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid = 7200001
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())""")
    assert len(leader) == 1, "there is not exactly one leader"
    projects.process.freeze()
    # the server ends the session of a client that answers no more; here at once
    await second.sql("SELECT pg_terminate_backend($1)", leader[0]["pid"])
    through_second = arena.ledger(second, prefix="q")
    await through_second.changes(range(40))
    projects.process.thaw()
    await ledger.changes(range(20, 40))
    through_second.acknowledged |= ledger.acknowledged
    await arena.converged(second, reporting, through_second)
    await arena.stream_is_in_order_and_holds_each_event_once()
