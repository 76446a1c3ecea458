"""The broker forgets what it acknowledged and is back before an audit is due: what is new waits for what was lost."""

from tests.support.arena import Arena
from tests.support.processes import ServiceProcess
from tests.support.waiting import eventually

RARE = "4"
"""A time scale with which an audit is due every twenty seconds: long after the broker is back."""
FORGOTTEN, NEW = range(20, 60), range(60, 68)


async def test_what_a_rolled_back_store_lost_goes_out_before_what_is_said_next(arena: Arena) -> None:
    await arena.streams("councils")
    projects = await arena.service("projects", start=False)
    # the first start makes the stream; the second, with rare audits, finds it
    await projects.start()
    ledger = arena.ledger(projects)
    await ledger.changes(range(20))
    await published(projects)
    arena.broker.stop()
    kept = arena.copy_store()
    arena.broker.start()
    projects.process.stop()
    await projects.start(TIME_SCALE=RARE)
    await ledger.changes(FORGOTTEN)
    await published(projects)
    before = await arena.in_stream()

    arena.broker.kill()
    arena.put_back_store(kept)
    await ledger.changes(NEW)
    arena.broker.start()
    assert len(await arena.in_stream()) < len(before) - 20, "the broker forgot nothing"

    async def all_is_there() -> None:
        assert len({event for _, _, event in await arena.in_stream()}) == len(before) + len(NEW)

    await eventually(all_is_there, seconds=60)
    await arena.stream_is_in_order_and_holds_each_event_once()


async def published(projects: ServiceProcess) -> None:
    async def check() -> None:
        (row,) = await projects.sql("SELECT count(*) AS n FROM outbox_event WHERE published_at IS NULL")
        assert row["n"] == 0, f"{row['n']} events wait"

    await eventually(check, seconds=60)
