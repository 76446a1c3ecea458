"""How alembic reaches a service's database; the DSN comes from the caller, never from a file."""

import asyncio
import re
from logging import getLogger
from typing import Any

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from shared.crash import crash_point

MIGRATION_LOCK = 7_200_002


def migrate(connection: Connection) -> None:
    # two replicas that start together migrate one after the other
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
    # all of a run's versions in one transaction: a run that dies between two of them has done nothing
    context.configure(connection=connection, transaction_per_migration=False, on_version_apply=after_a_step)
    context.run_migrations()


def after_a_step(*_: Any, **__: Any) -> None:
    crash_point("migrate.between_steps")


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
