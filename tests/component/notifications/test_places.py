"""Cursors outlive the log they were made from, and the broker it was filled from; and every page is a short walk."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest
from sqlalchemy import text

from services.notifications.queries import log
from services.notifications.reads.places import head, position_of
from shared.cursor import Cursor, Marker
from shared.database import Database
from shared.events import Event
from shared.events.councils import CouncilRegistered
from shared.events.projects import ProjectRegistered
from tests.support.waiting import eventually
from tests.support.world import Running, World

Kept = Callable[[int], Awaitable[None]]
STREAMS = ("PROJECTS", "COUNCILS", "NOTIFICATIONS", "REPORTING")


def project(number: int) -> ProjectRegistered:
    return ProjectRegistered(project=f"project-{number}", name="A project", programme="adjacent")


def council(number: int) -> CouncilRegistered:
    return CouncilRegistered(council=f"council-{number}", name="A council", gss_code=f"S120000{number:02}")


async def page(client: httpx.AsyncClient, **query: Any) -> dict[str, Any]:
    answer = await client.get("/api/v1/events", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def subjects(found: dict[str, Any]) -> list[str]:
    return [item["subject"] for item in found["items"]]


async def let_settle(running: Running) -> None:
    """Make it seem that everything was kept an hour ago."""
    await running.sql("UPDATE event_log SET kept_at = kept_at - interval '1 hour'")


async def sql(dsn: str, statement: str) -> None:
    connection = await asyncpg.connect(dsn)
    await connection.execute(statement)
    await connection.close()


async def built_anew(world: World, running: Running, count: int) -> Running:
    """Return a notifications service with an empty database that has heard all the streams again."""
    await running.stop()
    for stream in STREAMS:
        await world.js.delete_consumer(stream, "notifications")
    settings = await world.settings("notifications")
    # the tests' databases are copies of one that was migrated; each real one has an identity of its own
    await sql(settings.dsn, "UPDATE event_log_head SET log = gen_random_uuid()")
    fresh = await world.start("notifications", database_url=settings.database_url)

    async def check() -> None:
        (row,) = await fresh.sql("SELECT count(*) AS events FROM event_log")
        assert row["events"] >= count

    await eventually(check)
    return fresh


async def test_a_cursor_is_found_again_in_a_log_built_anew(
    world: World, notifications: Running, office: httpx.AsyncClient, kept: Kept
) -> None:
    for number in range(10):
        await world.say(project(number))
    await kept(10)
    await let_settle(notifications)
    before = await page(office, limit=4)
    fresh = await built_anew(world, notifications, 10)
    async with fresh.client("events:read") as client:
        after = await page(client, after=before["cursor"])
    assert subjects(before) + subjects(after) == [f"project-{number}" for number in range(10)]


async def test_a_cursor_is_found_again_by_event_id_when_the_streams_were_wiped_as_well(
    world: World, notifications: Running, office: httpx.AsyncClient, kept: Kept
) -> None:
    said: list[tuple[Event, UUID]] = [(project(number), await world.say(project(number))) for number in range(6)]
    await kept(6)
    await let_settle(notifications)
    before = await page(office, limit=4)
    # the owner publishes again, and this time another event comes first: no sequence is what it was
    await world.js.delete_stream("PROJECTS")
    await world.streams("projects")
    await world.say(project(99))
    for event, event_id in said:
        await world.say(event, sequence=1, event_id=event_id)
    fresh = await built_anew(world, notifications, 7)
    async with fresh.client("events:read") as client:
        after = await page(client, after=before["cursor"])
    assert subjects(after) == ["project-4", "project-5"]


async def test_a_reader_of_a_log_built_anew_may_see_events_again_but_misses_none(
    world: World, notifications: Running, office: httpx.AsyncClient, kept: Kept
) -> None:
    for number in range(10):
        await world.say(council(number) if number % 2 else project(number))
    await kept(10)
    everything = set(subjects(await page(office)))
    # kept just now: an earlier event of the same stream might still be waiting for another try
    cursors = [(await page(office, limit=length)) for length in range(1, 11)]
    fresh = await built_anew(world, notifications, 10)
    async with fresh.client("events:read") as client:
        for before in cursors:
            after = await page(client, after=before["cursor"])
            assert set(subjects(before)) | set(subjects(after)) == everything


async def test_a_cursor_holds_while_the_broker_loses_its_store(
    world: World, notifications: Running, office: httpx.AsyncClient, kept: Kept
) -> None:
    event = await world.say(project(1))
    await world.say(project(2))
    await kept(2)
    before = await page(office)
    first_life = (await notifications.sql("SELECT DISTINCT incarnation FROM event_log"))[0]["incarnation"]
    await world.js.delete_stream("PROJECTS")
    await world.streams("projects")
    await world.say(project(1), sequence=1, event_id=event)
    await world.say(project(3))
    await kept(3)
    assert subjects(await page(office, after=before["cursor"])) == ["project-3"]
    (row,) = await notifications.sql("SELECT incarnation FROM event_log WHERE subject = 'project-3'")
    assert row["incarnation"] != first_life


async def test_a_database_that_was_restored_is_another_log(
    world: World, notifications: Running, office: httpx.AsyncClient, kept: Kept
) -> None:
    for number in range(3):
        await world.say(project(number))
    await kept(3)
    await let_settle(notifications)
    before = await page(office, limit=2)
    # restored without its last two events, which come again in another order beside a new one
    await notifications.sql("DELETE FROM event_log WHERE position > 1")
    await notifications.sql("UPDATE event_log_head SET position = 1")
    await notifications.sql("UPDATE database_epoch SET epoch = 2")
    await notifications.sql("DELETE FROM inbox WHERE stream_seq > 1")
    await notifications.sql("DELETE FROM inbox_version WHERE aggregate_id <> 'project-0'")
    await world.js.delete_consumer("PROJECTS", "notifications")
    await kept(3)
    after = await page(office, after=before["cursor"])
    assert set(subjects(after)) >= {"project-2"}
    assert Cursor.open(after["cursor"]).log != Cursor.open(before["cursor"]).log


FILL = """
    INSERT INTO event_log (position, event_id, stream, stream_seq, incarnation, type, source, subject, time,
                           recordedtime, audience, council, aggregate, sequence, epoch, correlationid, actor, data,
                           data_is_json, kept_at)
    SELECT n, gen_random_uuid(), 'PROJECTS', n, 'first', 'type-' || (n % 50), '/projects', 'subject', now(), now(),
           (ARRAY['public', 'council', 'council', 'office'])[1 + n % 4], 'council-' || (n % 32), 'project/one', n, 1,
           'correlation', 'client:test', '{}', true, now() - interval '1 hour'
    FROM generate_series(1, 20000) AS n"""


@pytest.fixture
async def long_log(world: World) -> Any:
    database = Database(await world.settings("notifications"), "test")
    async with database.engine.begin() as connection:
        await connection.execute(text(FILL))
        await connection.execute(text("UPDATE event_log_head SET position = 20000"))
    async with database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        await connection.execute(text("VACUUM ANALYZE event_log"))
    yield database
    await database.close()


async def test_an_unknown_event_id_is_made_up_for_by_the_place_in_its_stream(long_log: Database) -> None:
    async with long_log.reading() as session:
        this = await head(session)
        for incarnation, sequence, goes_on_after in (
            ("first", 12_345, 12_345),
            ("first", 99_999, 20_000),
            ("an earlier life", 12_345, 0),
        ):
            marker = Marker(incarnation=incarnation, sequence=sequence, event=uuid4())
            cursor = Cursor(log="another", position=77, streams={"PROJECTS": marker})
            assert await position_of(session, cursor, this) == goes_on_after


async def test_every_kind_of_page_is_found_along_an_index(long_log: Database) -> None:
    council_3 = ["all", "council:council-3"]
    cases: list[tuple[Any, dict[str, Any]]] = [
        (log.ALL, {}),
        (log.OF_READERS, {"readers": council_3}),
        (log.OF_TYPES, {"types": ["type-1", "type-3"]}),
        (log.OF_TYPES_AND_READERS, {"types": ["type-1", "type-3"], "readers": council_3}),
    ]
    async with long_log.engine.connect() as connection:
        for statement, values in cases:
            asked = text(f"EXPLAIN {statement.text}").bindparams(*statement._bindparams.values())
            plan = "\n".join(row[0] for row in await connection.execute(asked, {"after": 500, "limit": 50} | values))
            assert "Seq Scan" not in plan, plan
            assert "event_log_of_" in plan or "event_log_pkey" in plan, plan
