"""What is kept for a while only, and what is kept for good."""

import httpx
import pytest
from sqlalchemy import text

from shared.housekeeping import BATCH, KEEPER_LOCK, Housekeeping
from tests.support import things
from tests.support.waiting import eventually
from tests.support.world import Running, World

AGED = """INSERT INTO idempotency_key (client, key, fingerprint, answer, created_at)
          SELECT 'office', $1 || n, '', '{}', now() - make_interval(days => $2) FROM generate_series(1, $3) AS n"""
RIGHT = {"key": "one", "name": "The first"}


@pytest.fixture
async def service(world: World) -> Running:
    """Answers requests alone: nothing is forgotten behind the test's back."""
    return await things.start(world, "api")


def keeper(service: Running) -> Housekeeping:
    return Housekeeping(things.database_of(service), service.settings.idempotency_days, service.settings.scaled)


async def keys(service: Running) -> int:
    (row,) = await service.sql("SELECT count(*) AS keys FROM idempotency_key")
    return int(row["keys"])


async def make(client: httpx.AsyncClient) -> httpx.Response:
    return await client.post("/api/v1/things", json=RIGHT, headers={"Idempotency-Key": "make-one"})


async def test_keys_of_the_last_seven_days_are_kept_and_older_ones_forgotten(service: Running) -> None:
    await service.sql(AGED, "recent-", 6, 5)
    await service.sql(AGED, "old-", 8, 2 * BATCH + 3)
    assert await keeper(service).prune() == 2 * BATCH + 3
    rows = await service.sql("SELECT DISTINCT split_part(key, '-', 1) AS age FROM idempotency_key")
    assert [row["age"] for row in rows] == ["recent"]
    assert await keeper(service).prune() == 0


async def test_a_request_gets_its_first_answer_again_until_its_key_is_forgotten(service: Running) -> None:
    async with service.client() as client:
        assert (await make(client)).status_code == 201
        await keeper(service).prune()
        again = await make(client)
        assert (again.status_code, again.headers["idempotency-replayed"]) == (201, "true")
        await service.sql("UPDATE idempotency_key SET created_at = created_at - interval '7 days'")
        await keeper(service).prune()
        anew = await make(client)
    assert (anew.status_code, anew.json()["code"]) == (409, "exists")


async def test_a_worker_forgets_by_itself(service: Running, world: World) -> None:
    await service.sql(AGED, "old-", 8, 3)
    await things.start(world, "worker", beside=service)

    async def forgotten() -> None:
        assert await keys(service) == 0

    await eventually(forgotten, seconds=30)


async def test_one_replica_at_a_time_forgets(service: Running) -> None:
    await service.sql(AGED, "old-", 8, 3)
    async with things.database_of(service).engine.connect() as other:
        await other.execute(text(f"SELECT pg_advisory_lock({KEEPER_LOCK})"))
        assert await keeper(service).prune() == 0
        assert await keys(service) == 3
        await other.execute(text(f"SELECT pg_advisory_unlock({KEEPER_LOCK})"))
    assert await keeper(service).prune() == 3


async def test_what_was_taken_in_is_remembered_for_good(service: Running) -> None:
    """Streams and outboxes keep everything, so the oldest event may come again."""
    await service.sql(
        """INSERT INTO inbox (consumer, event_id, stream, stream_seq, processed_at)
           VALUES ('projects', gen_random_uuid(), 'COUNCILS', 1, now() - interval '10 years')"""
    )
    await keeper(service).prune()
    assert len(await service.sql("SELECT * FROM inbox")) == 1
