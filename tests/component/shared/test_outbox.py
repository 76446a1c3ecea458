"""The outbox: an event exists if and only if its change committed, complete as it will travel."""

import asyncio
from collections import defaultdict
from uuid import UUID

import pytest
from opentelemetry import trace
from sqlalchemy import text

from shared.database import Database
from shared.errors import ConflictError, TooLargeError
from shared.outbox import record
from shared.outbox.record import Recorded
from tests.support import things
from tests.support.echo import renamed
from tests.support.outbox import in_agreement, outbox, published, stream
from tests.support.things import CAUSE, Thing, change
from tests.support.waiting import eventually
from tests.support.world import Running, World


@pytest.fixture
async def projects(world: World) -> Running:
    await world.streams("councils")
    running = await things.start(world)
    await running.ready()
    return running


@pytest.fixture
def database(projects: Running) -> Database:
    return things.database_of(projects)


async def test_an_event_exists_if_and_only_if_its_change_committed(
    projects: Running, database: Database, world: World
) -> None:
    class ChangedMindError(Exception):
        pass

    async def try_to_change(number: int) -> None:
        async with database.transaction(CAUSE) as change_:
            row = await change_.lock(Thing, "one")
            change_.record(renamed("one"), of=row)
            await change_.session.flush()
            if number % 2:
                raise ChangedMindError

    await change(database, "one")
    results = await asyncio.gather(*(try_to_change(number) for number in range(10)), return_exceptions=True)
    assert sum(isinstance(result, ChangedMindError) for result in results) == 5

    await published(projects)
    messages = await in_agreement(projects, world)
    assert len(messages) == 6
    assert (await projects.sql("SELECT version FROM thing"))[0]["version"] == 6


async def test_a_refused_command_leaves_no_event(projects: Running, world: World) -> None:
    async with projects.client() as client:
        wish = {"key": "one", "name": "One"}
        assert (await client.post("/api/v1/things", json=wish)).status_code == 201
        assert (await client.post("/api/v1/things", json=wish)).status_code == 409
        assert (await client.post("/api/v1/things", json={"key": "two"})).status_code == 422
        stale = await client.patch("/api/v1/things/one", json={"name": "Two"}, headers={"If-Match": '"7"'})
        assert stale.status_code == 412
    await published(projects)
    assert len(await in_agreement(projects, world)) == 1


async def test_an_event_too_large_for_the_broker_is_refused_with_its_change(
    projects: Running, database: Database
) -> None:
    await change(database, "one")
    said = r"The event 'projects\.\S+' of 'one' would take 524,3\d\d bytes; an event takes at most 524,288"
    with pytest.raises(TooLargeError, match=said) as refused:
        await change(database, "one", name="x" * 524_288)
    assert (refused.value.status, refused.value.code) == (413, "event-too-large")
    rows = await projects.sql("SELECT name, version FROM thing")
    assert [tuple(row) for row in rows] == [("one", 1)]
    assert len(await outbox(projects)) == 1


async def test_events_of_an_aggregate_are_published_in_the_order_of_its_versions_under_concurrent_writers(
    projects: Running, database: Database, world: World
) -> None:
    keys = [f"p{number}" for number in range(4)]
    await asyncio.gather(*(change(database, key) for key in keys))
    await asyncio.gather(*(change(database, keys[number % 4], times=number % 3 + 1) for number in range(60)))

    await published(projects)
    messages = await in_agreement(projects, world)
    assert len(messages) == 4 + 120

    last: dict[str, str] = {}
    for message in messages:
        headers = message.headers
        assert headers.get("ce-previousid") == last.get(headers["ce-aggregate"]), "the chain is broken"
        last[headers["ce-aggregate"]] = headers["ce-id"]


async def test_a_transaction_that_commits_late_is_not_lost(projects: Running, database: Database, world: World) -> None:
    made = Recorded.of(
        renamed("slow"),
        version=1,
        previous=None,
        now=(await projects.sql("SELECT now() AS now"))[0]["now"],
        cause=CAUSE,
    )
    async with database.engine.connect() as connection, connection.begin():
        await record.write(connection, [made])
        # its position is taken; another overtakes it and is out before it commits
        await change(database, "quick")
        (quick,) = await world.heard("PROJECTS", 1)
        assert quick.headers["ce-subject"] == "quick"
    await published(projects)
    slow_row, quick_row = await outbox(projects)
    assert (slow_row["aggregate_id"], quick_row["aggregate_id"]) == ("slow", "quick")
    assert slow_row["stream_seq"] > quick_row["stream_seq"]
    await in_agreement(projects, world)


async def test_headers_and_payload_reach_the_stream_as_they_stand_in_the_row(
    projects: Running, database: Database, world: World
) -> None:
    await change(database, "one", times=2)
    await published(projects)
    for row, message in zip(await outbox(projects), await stream(world), strict=True):
        assert message.data == row["payload"]
        assert message.subject == row["subject"]
        added = {name for name in message.headers if name not in row["headers"]}
        assert added <= {"Nats-Expected-Stream"}
        assert {name: message.headers[name] for name in row["headers"]} == row["headers"]
        assert row["headers"]["Nats-Msg-Id"] == str(row["event_id"])


async def test_the_trace_that_made_an_event_travels_with_it(
    projects: Running, database: Database, world: World
) -> None:
    parent = trace.SpanContext(0x1234, 0x5678, is_remote=True, trace_flags=trace.TraceFlags(1))
    with trace.use_span(trace.NonRecordingSpan(parent)):
        await change(database, "one")
    await published(projects)
    (message,) = await stream(world)
    _, trace_id, _, _ = message.headers["traceparent"].split("-")
    assert int(trace_id, 16) == 0x1234


async def test_the_envelope_says_who_did_it_in_the_course_of_what(projects: Running, world: World) -> None:
    async with projects.client(client="data-loader") as client:
        answer = await client.post(
            "/api/v1/things", json={"key": "one", "name": "One"}, headers={"X-Correlation-ID": "my-request"}
        )
    assert answer.headers["x-correlation-id"] == "my-request"
    (message,) = await world.heard("PROJECTS", 1)
    assert message.headers["ce-actor"] == "client:data-loader"
    assert message.headers["ce-correlationid"] == "my-request"
    assert message.headers["ce-epoch"] == "1"
    assert UUID(message.headers["ce-id"]).version == 7


async def test_two_events_of_one_version_cannot_be_written(projects: Running, database: Database) -> None:
    await change(database, "one")
    await projects.sql("UPDATE thing SET version = 0")
    with pytest.raises(ConflictError):
        await change(database, "one")
    assert len(await outbox(projects)) == 1
    # the change that could not be told of was not made either
    assert (await projects.sql("SELECT version FROM thing"))[0]["version"] == 0


async def test_changes_of_one_aggregate_follow_one_another(projects: Running, database: Database) -> None:
    """Versions are given out under the row's lock, so none is given twice and none is left out."""
    await change(database, "one")
    await asyncio.gather(*(change(database, "one") for _ in range(30)))
    versions: defaultdict[int, int] = defaultdict(int)
    for row in await outbox(projects):
        versions[row["aggregate_version"]] += 1
    assert versions == dict.fromkeys(range(1, 32), 1)
    assert (await projects.sql("SELECT version FROM thing"))[0]["version"] == 31


async def test_an_event_leaves_at_once_and_not_with_the_next_poll(world: World) -> None:
    await world.streams("councils")
    running = await things.start(world, time_scale=3.0)
    await running.ready()
    api = await things.start(world, "api", beside=running, time_scale=3.0)
    for number in range(5):
        # from the process of the relay, which is woken, and from another, which notifies it
        await change(things.database_of((running, api)[number % 2]), "one")
        await published(running, seconds=1)


async def test_a_hint_that_was_lost_costs_a_poll_and_no_event(
    projects: Running, database: Database, world: World
) -> None:
    await change(database, "one")
    await published(projects)
    async with database.engine.begin() as connection:
        # no notification and no wake-up: as after a commit by hand
        await connection.execute(
            text("""INSERT INTO outbox_event (event_id, aggregate_type, aggregate_id, aggregate_version, event_type,
                      schema_version, subject, payload, headers, occurred_at, recorded_at)
                    SELECT gen_random_uuid(), aggregate_type, aggregate_id, 2, event_type, 1, subject, payload,
                      headers, occurred_at, recorded_at FROM outbox_event""")
        )
    await eventually(lambda: world.heard("PROJECTS", 2), seconds=3)
