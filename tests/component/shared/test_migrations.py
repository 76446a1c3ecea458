"""Migrations: a database migrated from nothing is what the models say, and migrating again changes nothing."""

import asyncio
import importlib
import sys
from typing import Any

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.ext.asyncio import create_async_engine

from shared.auth import RevokedClient
from shared.inbox import Inbox
from shared.outbox.record import SharedTable
from shared.setup import migrate
from shared.web.calls import IdempotencyKey
from tests.support.world import SERVICES, World

SHARED = {
    "outbox_event",
    "stream_incarnation",
    "database_epoch",
    "inbox",
    "inbox_version",
    "dead_letter",
    "idempotency_key",
    "token_key",
    "revoked_client",
}


def described(service: str) -> MetaData:
    """Return the tables a service's models describe, with those that every service has."""
    assert {Inbox, RevokedClient, IdempotencyKey}, "their modules must be imported to be known"
    whole = MetaData()
    for metadata in (SharedTable.metadata, importlib.import_module(f"services.{service}.main").service.tables):
        for table in metadata.sorted_tables:
            table.to_metadata(whole)
    return whole


def differences(connection: Connection, metadata: MetaData) -> list[Any]:
    options = {"compare_type": True, "compare_server_default": False, "include_name": _ours}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def _ours(name: str | None, kind: str, _: Any) -> bool:
    return not (kind == "table" and name == "alembic_version")


@pytest.mark.parametrize("service", SERVICES)
async def test_a_freshly_migrated_database_is_what_the_models_say(world: World, service: str) -> None:
    dsn = await world.templates.copy(service)
    world._databases.append(dsn)
    metadata = described(service)
    assert metadata.tables.keys() > SHARED
    engine = create_async_engine(dsn.replace("postgresql://", "postgresql+asyncpg://", 1))
    try:
        async with engine.connect() as connection:
            assert await connection.run_sync(differences, metadata) == []
            checks = await connection.execute(
                text("SELECT conname FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace")
            )
            in_database = {row.conname for row in checks}
    finally:
        await engine.dispose()
    # alembic does not compare these by itself
    named = {
        str(constraint.name)
        for table in metadata.tables.values()
        for constraint in table.constraints
        if constraint.__visit_name__ == "check_constraint" and constraint.name
    }
    assert named <= in_database, named - in_database


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
