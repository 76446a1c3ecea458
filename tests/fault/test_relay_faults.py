"""Relays change places in the middle of publishing; the stream holds every event once, in order."""

import asyncio

from shared.outbox.relay import LEADER_LOCK
from tests.support.arena import Arena
from tests.support.processes import ServiceProcess
from tests.support.waiting import eventually


async def leader(projects: ServiceProcess) -> int:
    """Return the database session that holds the relay's lock; there is exactly one."""
    rows = await projects.sql(
        """SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid = $1
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())""",
        LEADER_LOCK,
    )
    assert len(rows) == 1, f"{len(rows)} relays lead"
    return int(rows[0]["pid"])


async def test_a_leader_frozen_while_it_publishes_wakes_up_to_another_and_does_no_harm(arena: Arena) -> None:
    await arena.streams("councils")
    first, echo = await asyncio.gather(arena.service("projects"), arena.echo())
    await asyncio.gather(first.ready(), echo.ready())
    second = await arena.service("projects", database_url=first.settings.database_url)
    await second.ready()
    ledger = arena.ledger(second)
    load = asyncio.create_task(ledger.changes(range(200)))
    for _ in range(3):
        await some_more_published(second)
        # whoever leads: the first may be frozen as a standby, and then nothing is to happen
        session = await leader(second)
        first.process.freeze()
        await second.sql("SELECT pg_terminate_backend($1)", session)

        async def another_leads(gone: int = session) -> None:
            assert await leader(second) != gone

        await eventually(another_leads, seconds=30)
        await some_more_published(second)
        first.process.thaw()
    await load
    await arena.each_effect_once_and_in_order(second, echo, ledger)
    await arena.stream_is_in_order_and_holds_each_event_once()
    await asyncio.gather(first.ready(), second.ready())


async def some_more_published(projects: ServiceProcess) -> None:
    async def count() -> int:
        (row,) = await projects.sql("SELECT count(*) AS n FROM outbox_event WHERE published_at IS NOT NULL")
        return int(row["n"])

    before = await count()

    async def more() -> None:
        assert await count() >= before + 10

    await eventually(more, seconds=30)
