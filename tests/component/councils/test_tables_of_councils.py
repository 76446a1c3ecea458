"""The tables as migrated are the tables as the models have them."""

import asyncio

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData
from sqlalchemy.ext.asyncio import create_async_engine

from services.councils.models import CouncilsTable
from shared.outbox.record import SharedTable
from tests.support.world import World


def differences(connection: Connection) -> list[object]:
    everything = MetaData()
    for metadata in (SharedTable.metadata, CouncilsTable.metadata):
        for table in metadata.tables.values():
            table.to_metadata(everything)
    context = MigrationContext.configure(connection, opts={"compare_server_default": False})
    return list(compare_metadata(context, everything))


async def test_a_migrated_database_has_what_the_models_say(world: World) -> None:
    settings = await world.settings("councils")
    engine = create_async_engine(settings.dsn.replace("postgresql://", "postgresql+asyncpg://", 1))
    try:
        async with asyncio.timeout(30), engine.connect() as connection:
            assert await connection.run_sync(differences) == []
    finally:
        await engine.dispose()
