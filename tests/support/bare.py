"""The machinery without business: services made for tests alone, on databases with the shared tables and few more."""

import asyncio
import json
from typing import Any

from alembic import command
from sqlalchemy import MetaData

from shared.service import Role, Service
from shared.setup import ROOT, alembic_config
from tests.support.world import Running, World

NO_TABLES = MetaData()
TEMPLATE = "bare"


async def start(
    world: World, service: Service, tables: str, role: Role = "serve", *, beside: Running | None = None, **changes: Any
) -> Running:
    """Start a service with a database and tables of its own, or as a replica beside one that runs."""
    dsn = beside.dsn if beside else await _database(world)
    settings = await world.settings(service.name, database_url=dsn, **changes)
    running = Running(service, settings, role, world)
    if beside is None:
        world._databases.append(dsn)
        await running.sql(tables)
        await running.sql(
            "INSERT INTO token_key (kid, jwk, retired) VALUES ('test-key', $1, false)",
            json.dumps(world.key.as_dict(private=False)),
        )
    world._running.append(running)
    await running.start()
    return running


async def _database(world: World) -> str:
    templates = world.templates
    if TEMPLATE not in templates._made:
        name = f"template_{TEMPLATE}"
        await templates._sql(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"')
        await asyncio.to_thread(_migrate, templates._servers.dsn(name))
        templates._made.add(TEMPLATE)
    return await templates.copy(TEMPLATE)


def _migrate(dsn: str) -> None:
    config = alembic_config("projects", dsn)
    config.set_main_option("version_locations", f"{ROOT}/shared/migrations")
    command.upgrade(config, "heads")
