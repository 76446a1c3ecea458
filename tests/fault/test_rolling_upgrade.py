"""The last release and today's code run together, on one database and one stream, and each after the other."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest

from deploy.local import REPOSITORY
from deploy.local.places import temporary_folder
from shared.events.projects import ProjectDetailsChanged, ProjectRegistered
from shared.outbox import record
from shared.outbox.record import Cause, Recorded
from tests.support.arena import Arena
from tests.support.ledger import Ledger
from tests.support.processes import ServiceProcess
from tests.support.releases import last_release
from tests.support.waiting import eventually

pytestmark = pytest.mark.timeout(300)
PART = 60


@pytest.fixture(scope="module")
def released() -> Iterator[Path]:
    """The code of the last release, in a folder of its own."""
    release = last_release()
    with temporary_folder("partnership-release") as folder:
        release.put_code_into(folder)
        yield folder


async def as_released(arena: Arena, name: str, code: Path) -> ServiceProcess:
    """Set a service up as the last release does, with its schema, and start it."""
    service = await arena.service(name, start=False)
    await service.empty_database()
    service.code = code
    assert await service.carry_out("setup") == 0, service.process.log_tail(30)
    await arena._world.trust(service.settings)
    await service.start()
    await service.ready()
    return service


async def beside(arena: Arena, running: ServiceProcess) -> ServiceProcess:
    """Upgrade the database of a service that runs, and return today's version of it, not started."""
    new = await arena.service(running.name, start=False, database_url=running.settings.database_url)
    assert await new.carry_out("setup") == 0, new.process.log_tail(30)
    fresh = await arena.service(running.name, start=False)
    assert await revisions(running) == await revisions(fresh), "the setup did not bring the schema up to today's"
    return new


async def revisions(service: ServiceProcess) -> set[str]:
    return {row["version_num"] for row in await service.sql("SELECT version_num FROM alembic_version")}


async def stopped(service: ServiceProcess) -> None:
    service.process.ask_to_stop()
    await service.died()
    assert service.process.exit_code == 0, service.process.log_tail(20)


@asynccontextmanager
async def under_load(*ledgers: Ledger, first: int) -> AsyncIterator[None]:
    """Go on changing things while something else happens, and for a while afterwards."""
    numbers = range(first, first + PART)
    load = [asyncio.create_task(ledger.changes(numbers)) for ledger in ledgers]
    yield
    await asyncio.gather(*load)


def all_were_answered(ledger: Ledger) -> None:
    assert set(ledger.statuses) <= {200, 201}, ledger.statuses


@pytest.mark.parametrize("hearing", ["echo", "reporting"])
async def test_old_and_new_projects_share_a_database_and_take_over_from_each_other_in_both_directions(
    arena: Arena, released: Path, hearing: str
) -> None:
    """The schema is upgraded under the old version; then come both, the new one alone, both, and the old one alone."""
    await arena.streams("councils")
    old = await as_released(arena, "projects", released)
    heard_by = await (arena.echo() if hearing == "echo" else as_released(arena, "reporting", released))
    through_old = arena.ledger(old, prefix="old")
    async with under_load(through_old, first=0):
        new = await beside(arena, old)
        await new.start()
    through_new = arena.ledger(new, prefix="new")
    async with under_load(through_old, through_new, first=PART):
        await new.ready()
    async with under_load(through_new, first=2 * PART):
        await stopped(old)
    async with under_load(through_new, first=3 * PART):
        await old.start()
        await old.ready()
    async with under_load(through_old, first=3 * PART):
        await stopped(new)
    for ledger in (through_old, through_new):
        all_were_answered(ledger)
    through_new.acknowledged |= through_old.acknowledged
    if hearing == "echo":
        await arena.each_effect_once_and_in_order(old, heard_by, through_new)
    else:
        await arena.converged(old, heard_by, through_new)
    await arena.stream_is_in_order_and_holds_each_event_once()


async def test_old_and_new_reporting_share_a_durable_and_take_each_event_in_once(arena: Arena, released: Path) -> None:
    await arena.streams("councils")
    old, projects = await asyncio.gather(as_released(arena, "reporting", released), arena.service("projects"))
    await projects.ready()
    ledger = arena.ledger(projects)
    async with under_load(ledger, first=0):
        new = await beside(arena, old)
        await new.start()
        await new.ready()
    async with under_load(ledger, first=PART):
        await stopped(old)
    async with under_load(ledger, first=2 * PART):
        await old.start()
        await old.ready()
        await stopped(new)
    all_were_answered(ledger)
    await arena.converged(projects, old, ledger)
    facts = await old.sql("SELECT project, sequence FROM project_description_fact")
    said = await projects.sql("SELECT aggregate_id, aggregate_version FROM outbox_event")
    assert sorted(map(tuple, facts)) == sorted(map(tuple, said))


async def test_old_and_new_echo_have_each_effect_once_and_in_order(arena: Arena, released: Path) -> None:
    await arena.streams("councils")
    projects, old = await asyncio.gather(arena.service("projects"), arena.echo(start=False))
    old.code = released
    await old.start()
    new = await arena.echo(beside=old)
    await asyncio.gather(projects.ready(), old.ready(), new.ready())
    ledger = arena.ledger(projects)
    for round_, (leaves, stays) in enumerate(((old, new), (new, old))):
        async with under_load(ledger, first=2 * round_ * PART):
            await stopped(leaves)
            await stays.ready()
        async with under_load(ledger, first=(2 * round_ + 1) * PART):
            await leaves.start()
            await leaves.ready()
    await arena.each_effect_once_and_in_order(projects, old, ledger)


@pytest.mark.parametrize("version", ["old", "new"])
async def test_what_a_later_version_will_say_is_passed_over_by_reporting_and_kept_by_notifications(
    arena: Arena, released: Path, version: str
) -> None:
    """An unknown type, an unknown attribute of the envelope, and an unknown field, between events that are known."""
    await arena.streams("councils", "projects", "reporting")
    listeners = [await arena.service(name, start=False) for name in ("reporting", "notifications")]
    for one in listeners:
        one.code = released if version == "old" else REPOSITORY
    reporting, notifications = listeners
    await asyncio.gather(*(one.start() for one in listeners))
    await asyncio.gather(*(one.ready() for one in listeners))

    said = [
        message(1, ProjectRegistered(project="later", name="First", programme="digital-partnership")),
        message(2, None, wire_name="imagined"),
        message(3, ProjectDetailsChanged(project="later", name="Third"), shade="green"),
    ]
    async with arena.operator() as client:
        for subject, headers, data in said:
            await client.jetstream(timeout=5).publish(subject, orjson.dumps(data), headers=headers)
    ids = [UUID(headers["ce-id"]) for _, headers, _ in said]

    async def taken_in() -> None:
        for one in listeners:
            rows = await one.sql("SELECT event_id FROM inbox WHERE stream = 'PROJECTS'")
            assert {row["event_id"] for row in rows} == set(ids), one.name

    await eventually(taken_in, seconds=30)
    for one in listeners:
        assert await one.sql("SELECT cause, error FROM dead_letter") == []
    names = await reporting.sql("SELECT name FROM project_description_fact WHERE project = 'later' ORDER BY sequence")
    assert [row["name"] for row in names] == ["First", "Third"]
    async with notifications.client(arena.token()) as anyone:
        events = (await anyone.get("/api/v1/events", params={"types": "projects.details-changed"})).json()["items"]
    assert [event["data"]["shade"] for event in events] == ["green"]
    assert [event["id"] for event in events] == [str(ids[2])]


def message(
    sequence: int, event: Any | None, *, wire_name: str = "", **unknown: str
) -> tuple[str, dict[str, str], dict[str, Any]]:
    """Return subject, headers and data of an event of one project, as a later version might say it."""
    known = event or ProjectDetailsChanged(project="later", name="Never")
    made = Recorded.of(known, version=sequence, previous=None, now=datetime.now(UTC), cause=Cause("client:test", "c"))
    # by another id than its own, as the relay never publishes: else its absence from the outbox would show a restore
    headers = record._headers(made, 1) | {"ce-imagined": "an attribute nobody knows", "Nats-Msg-Id": str(uuid4())}
    if event is None:
        headers["ce-type"] = f"partnership.projects.{wire_name}.v1"
    return f"{headers['ce-type']}.later", headers, known.model_dump(mode="json") | unknown
