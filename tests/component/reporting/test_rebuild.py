"""Reporting is rebuilt from the streams while it runs: its old answers all the time, and the right ones afterwards."""

import asyncio
from typing import Any

import asyncpg
import pytest

from services.reporting.main import service
from services.reporting.models import FACTS
from shared.events.councils import MembershipStarted
from shared.events.projects import HistoryRewound, ProjectDetailsChanged, ReleasePlanned
from tests.component.reporting.story import STREAMS, Story, story
from tests.component.reporting.test_what_is_heard import (
    CLOSED,
    GDPR,
    SERVICE,
    a_whole_story,
    everything,
    in_phase,
    moved,
    phase,
)
from tests.support.waiting import eventually
from tests.support.world import World

FACT_TABLES = [str(table.__tablename__) for table in FACTS]

HOLD = """
    DO $$ BEGIN
      WHILE NOT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'rebuild' AND tablename = 'council_fact') LOOP
        PERFORM pg_sleep(0.002);
      END LOOP;
      LOCK TABLE rebuild.council_fact IN EXCLUSIVE MODE;
    END $$"""
"""Waits for the shadows to be made, and lets no council be told of."""


async def rebuild(told: Story) -> None:
    await service.verbs["rebuild"](service, told.reporting.settings, [])


async def state(told: Story) -> dict[str, list[Any]]:
    """Return every fact, and all that the inbox remembers, but for when."""
    found = {name: await told.reporting.sql(f"SELECT * FROM {name} ORDER BY event_id, 2") for name in FACT_TABLES}  # noqa: S608
    found["lines"] = await told.reporting.sql("SELECT * FROM adoption_line ORDER BY council, deliverable")
    found["inbox"] = await told.reporting.sql("SELECT event_id, stream, stream_seq FROM inbox ORDER BY event_id")
    found["versions"] = await told.reporting.sql("SELECT * FROM inbox_version ORDER BY aggregate_type, aggregate_id")
    found["reports"] = await told.reporting.sql("SELECT * FROM release_report")
    return found


async def damage(told: Story) -> None:
    """Do to the facts what no event did: some are gone, some are wrong, one was never told."""
    await told.reporting.sql("DELETE FROM project_phase_fact")
    await told.reporting.sql("UPDATE project_description_fact SET name = 'Wrong'")
    await told.reporting.sql(
        """INSERT INTO membership_fact (event_id, effective_day, recorded_at, sequence, council, member, certainty)
           VALUES (gen_random_uuid(), '2020-01-01', now(), 1, 'nowhere', true, 'known')"""
    )
    await told.reporting.sql("UPDATE adoption_line SET state = 'wrong' WHERE council IN ('council-1', 'council-2')")
    await told.reporting.sql("DELETE FROM adoption_line WHERE council = 'council-3'")
    await told.reporting.sql("DELETE FROM inbox WHERE stream_seq < 4")
    await told.reporting.sql("DELETE FROM inbox_version WHERE aggregate_id = 'gdpr'")
    await told.reporting.sql("UPDATE inbox_version SET version = version + 5 WHERE aggregate_id = 'council-1'")


async def nothing_is_left(told: Story, world: World) -> None:
    assert await told.reporting.sql("SELECT 1 FROM pg_namespace WHERE nspname = 'rebuild'") == []
    for stream in STREAMS:
        assert [one.name for one in await world.js.consumers_info(stream)] == ["reporting"]


@pytest.mark.parametrize("lost", ["some facts", "everything"])
async def test_facts_damaged_by_hand_are_right_again(world: World, lost: str) -> None:
    told = await story(world)
    await told.tell(*a_whole_story())
    right, answers = await state(told), await everything(told)
    if lost == "everything":
        await told.reporting.sql("TRUNCATE inbox_version, " + ", ".join(FACT_TABLES))
        # how far it has got stays known, or the service would notice, and hear everything again by itself
        await told.reporting.sql(
            "DELETE FROM inbox AS one WHERE stream_seq < (SELECT max(stream_seq) FROM inbox WHERE stream = one.stream)"
        )
    else:
        await damage(told)
    assert await state(told) != right

    await rebuild(told)

    assert await state(told) == right
    assert await everything(told) == answers
    await nothing_is_left(told, world)
    assert len(await world.heard("REPORTING", 1)) == 1
    # it goes on hearing where it was
    await told.tell(moved("council-4", "in-use", "2018-07-01"))
    assert (await told.get("adoption"))["deliverables"][0]["in_use"]["numerator"] == 3
    assert await told.reporting.sql("SELECT 1 FROM dead_letter") == []


async def test_what_was_right_is_not_written_again(world: World) -> None:
    told = await story(world)
    await told.tell(*a_whole_story())
    rows = "SELECT ctid::text, xmin::text FROM {} ORDER BY event_id, 1"
    tables = ["inbox", *FACT_TABLES]
    rows_of_lines = "SELECT council, ctid::text, xmin::text FROM adoption_line ORDER BY council"
    lines = await told.reporting.sql(rows_of_lines)
    before = [await told.reporting.sql(rows.format(table)) for table in tables]
    await rebuild(told)
    assert [await told.reporting.sql(rows.format(table)) for table in tables] == before
    assert await told.reporting.sql(rows_of_lines) == lines != []


async def test_while_events_go_on_coming_the_old_answers_are_given_and_nothing_is_missed(world: World) -> None:
    told = await story(world)
    await told.tell(*a_whole_story())
    past = {"as_at": "2018-12-31"}
    old = await told.get("adoption", **past)
    asked, ended = 0, asyncio.Event()

    async def ask() -> None:
        nonlocal asked
        while not ended.is_set():
            assert await told.get("adoption", **past) == old
            asked += 1

    async def go_on() -> None:
        turn = 0
        while not ended.is_set():
            turn += 1
            await told.send(told.next(ProjectDetailsChanged(project="gdpr", name=f"Name {turn}", starts="2017-03")))
            await asyncio.sleep(0.002)

    async def rebuild_some_times() -> None:
        try:
            for _ in range(3):
                await rebuild(told)
        finally:
            ended.set()

    await asyncio.gather(ask(), go_on(), rebuild_some_times())
    await told.heard()
    assert asked > 3
    await exactly_what_was_told(told)
    right = await state(told)
    await rebuild(told)
    assert await state(told) == right


async def exactly_what_was_told(told: Story) -> None:
    (versions,) = await told.reporting.sql("SELECT version FROM inbox_version WHERE aggregate_id = 'gdpr'")
    names = await told.reporting.sql("SELECT sequence FROM project_description_fact ORDER BY sequence")
    phases = await told.reporting.sql("SELECT sequence FROM project_phase_fact")
    heard = sorted(row["sequence"] for row in [*names, *phases])
    assert heard == list(range(1, versions["version"] + 1))
    assert await told.reporting.sql("SELECT 1 FROM dead_letter") == []


async def test_what_the_live_consumer_took_in_since_a_stream_was_read_is_in(world: World) -> None:
    """The rebuild has read what projects said and is held up at councils, while projects say more."""
    told = await story(world)
    await told.tell(*a_whole_story(), phase("discovery", "2018-05-01"))
    (void,) = await told.reporting.sql("SELECT event_id FROM project_phase_fact ORDER BY sequence DESC LIMIT 1")
    held = await asyncpg.connect(told.reporting.dsn)
    await held.execute("BEGIN")
    holding = asyncio.create_task(held.execute(HOLD))
    rebuilding = asyncio.create_task(rebuild(told))
    try:
        await asyncio.wait_for(holding, 30)

        async def it_waits() -> None:
            assert await told.reporting.sql(
                "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'rebuild.council_fact'::regclass"
            )

        await eventually(it_waits, seconds=30)
        await told.tell(
            ProjectDetailsChanged(project="gdpr", name="Told meanwhile", starts="2017-03"),
            HistoryRewound(history="epoch-2", epoch=2, void=(void["event_id"],), part=1, parts=1, complete=True),
        )
        right = await state(told)
    finally:
        await held.close()
    await rebuilding

    assert await state(told) == right
    assert [row["name"] for row in right["project_description_fact"]] == ["GDPR", "Told meanwhile"]
    assert void["event_id"] not in {row["event_id"] for row in right["project_phase_fact"]}


async def test_events_of_which_the_live_consumer_knows_nothing_yet_have_all_their_effects(world: World) -> None:
    """A release is closed while the service is away: it is for the rebuild to freeze the report, once."""
    told = await story(world)
    await told.tell(SERVICE, GDPR)
    await told.reporting.stop()
    planned = told.next(ReleasePlanned(release="release-one", number=1, name="One", state="planned"))
    closed = told.next(CLOSED)
    await told.send(planned, closed)

    await rebuild(told)

    (report,) = await told.reporting.sql("SELECT closing, version FROM release_report")
    assert tuple(report) == (closed.id, 1)
    told.reporting = await world.start("reporting", database_url=told.reporting.settings.database_url)
    await told.reporting.ready()
    await told.heard()
    (said,) = await world.heard("REPORTING", 1)
    assert (said.headers or {})["ce-causationid"] == str(closed.id)
    assert len(await told.reporting.sql("SELECT 1 FROM outbox_event")) == 1
    assert len(await told.reporting.sql("SELECT 1 FROM inbox")) == 4


async def test_a_history_that_was_rewound_stays_so(world: World) -> None:
    told = await story(world)
    await told.tell(SERVICE, GDPR, phase("discovery", "2017-04-01"))
    void = [told.next(phase("alpha", "2018-01-01")), told.next(CLOSED)]
    await told.send(*void)
    ids = tuple(one.id for one in void)
    await told.tell(HistoryRewound(history="epoch-2", epoch=2, void=ids, part=1, parts=1, complete=True))
    right = await state(told)
    assert [row["void"] for row in right["reports"]] == [True]

    await told.reporting.sql("DELETE FROM project_phase_fact")
    await rebuild(told)

    assert await state(told) == right
    assert await in_phase(told) == ["Discovery"]


async def test_what_was_parked_stays_parked_and_a_gap_that_was_accepted_stays_accepted(world: World) -> None:
    told = await story(world)
    others = phase("alpha", "2018-04-01").model_copy(update={"project": "other"})
    _, _, late, later = (told.next(event) for event in (GDPR, others, phase("alpha", "2018-04-01"), others))
    await told.send(told.next(SERVICE), late, later)

    async def parked() -> int:
        letters = await told.reporting.sql("SELECT id, aggregate FROM dead_letter ORDER BY aggregate")
        assert [row["aggregate"] for row in letters] == ["project/gdpr", "project/other"]
        return int(letters[0]["id"])

    letter = await eventually(parked, seconds=60)
    async with told.reporting.client("operations") as operator:
        answer = await operator.post(
            f"/api/v1/operations/reporting/dead-letters/{letter}/replay", json={"accept_gap": True, "reason": "gone"}
        )
    assert answer.status_code == 200, answer.text
    right = await state(told)
    assert [row["project"] for row in right["project_phase_fact"]] == ["gdpr"]

    await rebuild(told)

    assert await state(told) == right


async def test_what_came_in_the_wrong_order_is_taken_in_in_the_right_one(world: World) -> None:
    told = await story(world)
    await told.tell(SERVICE)
    events = [told.next(event) for event in (GDPR, phase("discovery", "2017-04-01"), phase("alpha", "2018-04-01"))]
    await told.send(*reversed(events))
    await told.heard()
    right = await state(told)

    await told.reporting.sql("DELETE FROM project_phase_fact")
    await rebuild(told)

    assert await state(told) == right
    assert len(right["project_phase_fact"]) == 2


async def test_two_at_once_are_refused(world: World) -> None:
    told = await story(world)
    await told.tell(*a_whole_story())
    right = await state(told)
    connection = await asyncpg.connect(told.reporting.dsn)
    try:
        assert await connection.fetchval("SELECT pg_try_advisory_lock(hashtext('rebuild'))")
        with pytest.raises(SystemExit, match="under way"):
            await rebuild(told)
    finally:
        await connection.close()
    await rebuild(told)
    assert await state(told) == right


async def test_what_was_taken_in_and_cannot_be_any_more_stops_a_rebuild_before_it_changes_anything(
    world: World,
) -> None:
    told = await story(world)
    await told.tell(*a_whole_story(), MembershipStarted(council="late", effective="2019", certainty="known"))
    await told.reporting.sql("ALTER TABLE membership_fact ADD CHECK (council <> 'late') NOT VALID")
    await damage(told)
    before = await state(told)
    with pytest.raises(SystemExit, match="cannot be taken in now"):
        await rebuild(told)
    assert await state(told) == before
