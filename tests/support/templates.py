"""Migrated databases, made once a run, and copied for each test that needs one."""

import asyncio
from uuid import uuid4

import asyncpg

from shared.setup import migrate
from tests.support.servers import Servers


class Templates:
    """Migrated databases, made once a run and copied for each test."""

    def __init__(self, servers: Servers) -> None:
        self._servers = servers
        self._made: set[str] = set()
        self._migrating = asyncio.Lock()

    async def copy(self, service: str) -> str:
        """Return the DSN of a fresh, migrated database."""
        template = f"template_{service}"
        # alembic keeps its state in globals: one migration at a time
        async with self._migrating:
            if service not in self._made:
                await self._sql(f'DROP DATABASE IF EXISTS "{template}"', f'CREATE DATABASE "{template}"')
                await asyncio.to_thread(migrate, service, self._servers.dsn(template))
                self._made.add(service)
        name = f"test_{service}_{uuid4().hex[:12]}"
        await self._sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self._servers.dsn(name)

    async def drop(self, dsn: str) -> None:
        await self._sql(f'DROP DATABASE IF EXISTS "{dsn.rpartition("/")[2]}" WITH (FORCE)')

    async def _sql(self, *statements: str) -> None:
        connection = await asyncpg.connect(self._servers.dsn("postgres"))
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()
