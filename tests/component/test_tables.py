"""The tables of every service as migrated are the tables as its models have them."""

import asyncio
import importlib

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData
from sqlalchemy.ext.asyncio import create_async_engine

from shared.outbox.record import SharedTable
from shared.service import Service
from tests.support.world import SERVICES, World


@pytest.mark.parametrize("name", SERVICES)
async def test_a_migrated_database_has_what_the_models_say(world: World, name: str) -> None:
    service: Service = importlib.import_module(f"services.{name}.main").service
    everything = MetaData()
    for metadata in (SharedTable.metadata, service.tables):
        for table in metadata.tables.values():
            table.to_metadata(everything)

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_server_default": False})
        return list(compare_metadata(context, everything))

    settings = await world.settings(name)
    engine = create_async_engine(settings.dsn.replace("postgresql://", "postgresql+asyncpg://", 1))
    try:
        async with asyncio.timeout(30), engine.connect() as connection:
            assert await connection.run_sync(differences) == []
    finally:
        await engine.dispose()
