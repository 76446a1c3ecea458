"""What waits to be published is picked a little at a time, however much it is and however large."""

import asyncpg
import pytest

from shared.outbox.publish import BATCH_LIMIT
from shared.outbox.relay import PICK, PICK_BYTES
from tests.support import things
from tests.support.outbox import in_agreement, published
from tests.support.things import change
from tests.support.world import Running, World

LARGEST = 512 * 1024
ROWS = """INSERT INTO outbox_event (event_id, aggregate_type, aggregate_id, aggregate_version, event_type,
                                    schema_version, subject, payload, headers, occurred_at, recorded_at, published_at,
                                    stream_seq)
          SELECT gen_random_uuid(), 'thing', 'before', n, 't', 1, 'a.b', '{}', '{}', now(), now(), now(), n
          FROM generate_series(1, $1) AS n"""


@pytest.fixture
async def waiting(world: World) -> Running:
    """A service that records events and publishes none."""
    return await things.start(world, "api")


async def picked(service: Running, most: int = PICK_BYTES) -> list[int]:
    """Return the sizes of what the relay would pick."""
    return [len(row["payload"]) for row in await service.sql(PICK, BATCH_LIMIT, most)]


async def test_the_largest_events_are_picked_a_few_megabytes_at_a_time(world: World, waiting: Running) -> None:
    await change(things.database_of(waiting), "t", times=40)
    await waiting.sql(
        """UPDATE outbox_event SET payload = convert_to(jsonb_build_object('deliverable', 't', 'project', 'p', 'name',
           repeat('x', $1 - octet_length(payload)))::text, 'UTF8')""",
        LARGEST,
    )
    sizes = await picked(waiting)
    assert len(sizes) < 40
    assert PICK_BYTES - LARGEST <= sum(sizes) <= PICK_BYTES + LARGEST

    relay = await things.start(world, "worker", beside=waiting)
    await published(waiting, seconds=60)
    assert len(await in_agreement(relay, world)) == 40


async def test_many_small_events_are_picked_by_number_and_one_at_least_whatever_its_size(waiting: Running) -> None:
    await change(things.database_of(waiting), "t", times=BATCH_LIMIT + 20)
    assert len(await picked(waiting)) == BATCH_LIMIT
    (row,) = await waiting.sql("SELECT min(position) AS first FROM outbox_event")
    assert [found["position"] for found in await waiting.sql(PICK, BATCH_LIMIT, 1)] == [row["first"]]


async def test_what_was_published_before_costs_nothing_to_pick(waiting: Running) -> None:
    await waiting.sql(ROWS, 100_000)
    await change(things.database_of(waiting), "t", times=3)
    connection = await asyncpg.connect(waiting.dsn)
    try:
        await connection.execute("ANALYZE outbox_event")
        rows = await connection.fetch(f"EXPLAIN (ANALYZE, BUFFERS) {PICK}", BATCH_LIMIT, PICK_BYTES)
    finally:
        await connection.close()
    plan = "\n".join(row[0] for row in rows)
    assert "Index Scan using outbox_event_pending" in plan
    assert "Seq Scan" not in plan
    assert "rows=3" in plan
