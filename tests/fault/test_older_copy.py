"""A consumer's database is put back to an older copy: what the copy lacks is heard again, by itself, and once."""

import asyncio

from tests.support.arena import Arena
from tests.support.databases import Database
from tests.support.ledger import Ledger
from tests.support.processes import ServiceProcess
from tests.support.waiting import eventually

NOTICED = "the database holds less than was taken in"


async def noticed(service: ServiceProcess) -> None:
    assert NOTICED in service.process.log.read_text(encoding="utf-8")


async def couple_and_copy(arena: Arena, database: Database) -> tuple[ServiceProcess, ServiceProcess, Ledger]:
    """Start projects and an echo, copy the database of the echo after 20 changes, and let 20 more be heard."""
    await arena.streams("councils")
    dsn = await database.make("echo")
    projects, echo = await asyncio.gather(arena.service("projects"), arena.echo(database_url=dsn))
    await asyncio.gather(projects.ready(), echo.ready())
    ledger = arena.ledger(projects)
    await ledger.changes(range(20))
    await arena.each_effect_once_and_in_order(projects, echo, ledger)
    await database.stop()
    database.copy_data(arena.folder / "copy")
    await database.start()
    await ledger.changes(range(20, 40))
    await arena.each_effect_once_and_in_order(projects, echo, ledger)
    return projects, echo, ledger


async def put_back(arena: Arena, database: Database, echo: ServiceProcess) -> None:
    before = len(await echo.sql("SELECT 1 FROM effect"))
    database.server.kill()
    database.put_back_data(arena.folder / "copy")
    await database.start()
    assert len(await echo.sql("SELECT 1 FROM effect")) < before, "the copy is not older"


async def test_a_copy_put_back_under_a_running_consumer_in_full_flow_is_caught_up(
    arena: Arena, database: Database
) -> None:
    projects, echo, ledger = await couple_and_copy(arena, database)
    load = asyncio.create_task(ledger.changes(range(40, 120)))
    await put_back(arena, database, echo)
    await load
    await eventually(lambda: noticed(echo), seconds=30)
    await arena.each_effect_once_and_in_order(projects, echo, ledger)
    await asyncio.gather(projects.ready(), echo.ready())


async def test_a_copy_that_a_consumer_finds_when_it_starts_is_caught_up(arena: Arena, database: Database) -> None:
    projects, echo, ledger = await couple_and_copy(arena, database)
    echo.process.kill()
    await put_back(arena, database, echo)
    await ledger.changes(range(40, 60))
    await echo.start()
    await eventually(lambda: noticed(echo), seconds=30)
    await arena.each_effect_once_and_in_order(projects, echo, ledger)
    await asyncio.gather(projects.ready(), echo.ready())
