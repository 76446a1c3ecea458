"""Migrations: replicas that start at once migrate an empty database once, and migrating again changes nothing."""

import asyncio
import sys

import asyncpg

from shared.setup import migrate
from tests.support.world import World


async def test_two_replicas_that_start_on_an_empty_database_migrate_it_once(world: World) -> None:
    await world.templates._sql('CREATE DATABASE "test_from_nothing"')
    dsn = world.servers.dsn("test_from_nothing")
    world._databases.append(dsn)
    program = "import sys; from shared.setup import migrate; migrate('projects', sys.argv[1])"
    replicas = [await asyncio.create_subprocess_exec(sys.executable, "-c", program, dsn) for _ in range(2)]
    assert [await replica.wait() for replica in replicas] == [0, 0]
    await asyncio.to_thread(migrate, "projects", dsn)
    connection = await asyncpg.connect(dsn)
    try:
        assert await connection.fetchval("SELECT array_agg(epoch) FROM database_epoch") == [1]
    finally:
        await connection.close()
