"""The machinery without business: services made for tests alone, on databases with the shared tables and few more."""

import asyncio
from typing import Any

from alembic import command
from sqlalchemy import MetaData

from shared.service import Role, Service
from shared.setup import ROOT, alembic_config
from tests.support.templates import Templates
from tests.support.world import Running, World

NO_TABLES = MetaData()
TEMPLATE = "bare"


async def start(
    world: World, service: Service, tables: str, role: Role = "serve", *, beside: Running | None = None, **changes: Any
) -> Running:
    """Start a service with a database and tables of its own, or as a replica beside one that runs."""
    dsn = beside.dsn if beside else await database(world.templates)
    settings = await world.settings(service.name, database_url=dsn, **changes)
    running = Running(service, settings, role, world)
    if beside is None:
        world._databases.append(dsn)
        await running.sql(tables)
        await world.trust(settings)
    world._running.append(running)
    await running.start()
    return running


async def database(templates: Templates) -> str:
    """Return the DSN of a fresh database with the shared tables."""
    async with templates._migrating:
        if TEMPLATE not in templates._made:
            name = f"template_{TEMPLATE}"
            await templates._sql(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"')
            await asyncio.to_thread(migrate_shared, templates._servers.dsn(name))
            templates._made.add(TEMPLATE)
    return await templates.copy(TEMPLATE)


def migrate_shared(dsn: str) -> None:
    """Give a database the tables that every service has."""
    config = alembic_config("projects", dsn)
    config.set_main_option("version_locations", f"{ROOT}/shared/migrations")
    command.upgrade(config, "heads")
