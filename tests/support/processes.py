"""A service as a process of its own, for tests that hurt it."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import asyncpg
import httpx

from deploy.local import REPOSITORY
from deploy.local.processes import Process
from shared.settings import Settings
from tests.support.plain import NO_CERTIFICATES
from tests.support.waiting import eventually

CONVERGES_SECONDS = 30
TIME_SCALE = "0.05"


class ServiceProcess:
    """A service as a process of its own, which can be killed, frozen, stopped and started again."""

    def __init__(
        self, name: str, settings: Settings, folder: Path, replica: int = 0, *, module: str | None = None
    ) -> None:
        self.name, self.settings = name, settings
        self._module = module or f"services.{name}.main"
        self.url = f"http://127.0.0.1:{settings.port}"
        self._log = folder / f"{name}-{replica}.log"
        self.code = REPOSITORY
        """The folder whose code it runs."""
        self.process = self._made("serve", {})

    def _made(self, verb: str, extra: dict[str, str]) -> Process:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("OTEL_", "CRASH_"))}
        environment = inherited | {
            "DATABASE_URL": self.settings.database_url,
            "NATS_URL": self.settings.nats_url,
            "NATS_USER": self.settings.nats_user or "",
            "NATS_PASSWORD": self.settings.nats_password or "",
            "PUBLIC_URL": self.settings.public_url,
            "PORT": str(self.settings.port),
            "DUPLICATE_WINDOW": str(self.settings.duplicate_window),
            "TIME_SCALE": TIME_SCALE,
            "SEALING_KEY": self.settings.sealing_key or "",
            "WEBHOOK_HTTP": str(self.settings.webhook_http),
            "WEBHOOK_SECONDS": str(self.settings.webhook_seconds),
            "PRIVATE_TARGETS": json.dumps(self.settings.private_targets),
        }
        command = [sys.executable, "-m", self._module, verb]
        return Process(command, log=self._log, environment=environment | extra, folder=self.code)

    def spawn(self, verb: str = "serve", **extra: str) -> None:
        """Start it and return at once."""
        self.process = self._made(verb, extra)
        self.process.spawn()

    async def carry_out(self, verb: str, **extra: str) -> int | None:
        """Run a verb that ends by itself; return its exit code."""
        self.spawn(verb, **extra)
        await self.died()
        return self.process.exit_code

    async def start(self, **extra: str) -> None:
        """Start it and wait until it answers at all."""
        self.spawn(**extra)
        await eventually(self._answers, seconds=CONVERGES_SECONDS)

    async def _answers(self) -> None:
        assert self.process.running, f"{self.name} ended: {self.process.log_tail(30)}"
        assert (await self._health("/livez")) == 200, f"{self.name} does not answer"

    async def ready(self, *, seconds: float = CONVERGES_SECONDS) -> None:
        """Wait until every part of it is well."""

        async def check() -> None:
            assert (await self._health("/readyz")) == 200, self.process.log_tail(20)

        await eventually(check, seconds=seconds)

    async def parts(self) -> dict[str, str]:
        """Return what readiness says of each part."""
        async with httpx.AsyncClient(base_url=self.url, timeout=10, verify=NO_CERTIFICATES) as anyone:
            parts: dict[str, str] = (await anyone.get("/readyz")).json()["parts"]
        return parts

    async def _health(self, path: str) -> int:
        async with httpx.AsyncClient(base_url=self.url, timeout=5, verify=NO_CERTIFICATES) as anyone:
            try:
                return (await anyone.get(path)).status_code
            except httpx.TransportError:
                return 0

    async def unready(self, *, seconds: float = CONVERGES_SECONDS) -> None:
        """Wait until it says that something is wrong."""

        async def check() -> None:
            assert (await self._health("/readyz")) == 503, "it says that all is well"

        await eventually(check, seconds=seconds)

    async def died(self, *, seconds: float = CONVERGES_SECONDS) -> None:
        """Wait until the process is gone."""

        async def check() -> None:
            assert not self.process.running, f"{self.name} is still alive"

        await eventually(check, seconds=seconds)

    def client(self, token: str) -> httpx.AsyncClient:
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.AsyncClient(base_url=self.url, headers=headers, timeout=15, verify=NO_CERTIFICATES)

    async def hold(self, table: str) -> asyncpg.Connection:
        """Let nobody write to a table for as long as the connection is open."""
        connection = await asyncpg.connect(self.settings.dsn)
        await connection.execute("BEGIN")
        await connection.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        return connection

    async def empty_database(self) -> None:
        """Leave it a database without any table."""
        await self.sql("DROP SCHEMA public CASCADE")
        await self.sql("CREATE SCHEMA public")

    async def sql(self, query: str, *values: Any) -> list[asyncpg.Record]:
        connection = await asyncpg.connect(self.settings.dsn)
        try:
            rows: list[asyncpg.Record] = await connection.fetch(query, *values)
            return rows
        finally:
            await connection.close()
