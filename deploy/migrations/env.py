"""How alembic reaches a service's database; the DSN comes from the caller, never from a file."""

import asyncio
import re
from logging import getLogger

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

MIGRATION_LOCK = 7_200_002


def migrate(connection: Connection) -> None:
    # two replicas that start together migrate one after the other
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
    context.configure(connection=connection, transaction_per_migration=False)
    context.run_migrations()


async def main() -> None:
    dsn = re.sub(r"^postgresql://", "postgresql+asyncpg://", context.config.attributes["dsn"])
    engine = create_async_engine(dsn)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(migrate)
    finally:
        await engine.dispose()


getLogger("alembic").setLevel("WARNING")
asyncio.run(main())
