"""PostgreSQL servers of a test's own, which can be killed, filled up, or put back to an older copy of their data."""

import asyncio
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

from deploy.local.postgres import SUPERUSER, PostgresServer
from shared.setup import migrate
from tests.support import bare


class Database:
    """A PostgreSQL server of the test's own, with databases that were made on it."""

    def __init__(
        self, folder: Path, *, passwords: Path | None = None, settings: Mapping[str, str] | None = None
    ) -> None:
        self.server = PostgresServer(folder, passwords=passwords, settings={"fsync": "off"} | dict(settings or {}))

    async def make(self, name: str) -> str:
        """Return the address of a new database, migrated for a service, or for the echo."""
        await asyncio.to_thread(self.server.run_sql, f"CREATE DATABASE {name}")
        dsn = self.dsn(name)
        if name == "echo":
            await asyncio.to_thread(bare.migrate_shared, dsn)
        else:
            await asyncio.to_thread(migrate, name, dsn)
        return dsn

    def dsn(self, name: str) -> str:
        return self.server.dsn(name, SUPERUSER)

    async def start(self) -> None:
        await asyncio.to_thread(self.server.start)

    async def stop(self) -> None:
        await asyncio.to_thread(self.server.stop)

    async def restart_immediately(self) -> None:
        """Do what `pg_ctl -m immediate restart` does: no word to the clients, and a recovery."""
        self.server.process.signal(signal.SIGQUIT)
        ended = await asyncio.to_thread(self.server.process.finish, seconds=20)
        assert ended, "it did not end at once"
        await self.start()

    def copy_data(self, to: Path) -> None:
        """Copy the data of the server, which must be stopped, with its owner and rights."""
        subprocess.run(["cp", "--archive", self.server.home / "data", to], check=True)

    def put_back_data(self, copy: Path) -> None:
        """Put the data of the server, which must be stopped, back to a copy."""
        shutil.rmtree(self.server.home / "data")
        subprocess.run(["cp", "--archive", copy, self.server.home / "data"], check=True)

    def take_data_of(self, other: "Database") -> None:
        """Begin with the data of another server, which must be stopped; its superuser's password comes with it."""
        other.copy_data(self.server.home / "data")
