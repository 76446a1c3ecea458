"""What a row is measured in: real servers set as in production, real services as processes, a broker of its own."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import nats
import orjson
import psutil
from nats.aio.client import Client

from deploy.local import REPOSITORY
from deploy.local.nats import NatsServer
from deploy.local.places import temporary_folder
from deploy.local.postgres import SUPERUSER, PostgresServer
from deploy.local.processes import Process
from shared.auth import SCOPES
from shared.messaging.provision import Topology
from shared.service import Role
from shared.settings import Settings
from tests.support.processes import ServiceProcess
from tests.support.servers import Servers
from tests.support.templates import Templates
from tests.support.waiting import eventually
from tests.support.world import SERVICES, World, free_port

SETTINGS = {"max_connections": "200", "track_commit_timestamp": "on"}
"""What PostgreSQL runs with beside what `make up` gives it: room for connections, and when each commit was."""


@dataclass(frozen=True, slots=True)
class Bench:
    """One run of the benchmarks."""

    postgres: PostgresServer
    templates: Templates
    folder: Path
    rounds: int
    quick: bool
    profiles: Path | None = None

    def dsn(self, database: str) -> str:
        return self.postgres.dsn(database, SUPERUSER)


class Measured(ServiceProcess):
    """A service as a process, as it runs in production: its own clocks, and any of its roles."""

    role: Role = "serve"

    def spawn(self, verb: str = "serve", **extra: str) -> None:
        super().spawn(self.role if verb == "serve" else verb, **({"TIME_SCALE": "1"} | extra))

    @property
    def pid(self) -> int:
        if self.process.pid is None:
            raise RuntimeError(f"{self.name} was not started")
        return self.process.pid

    def cpu(self) -> float:
        """Return the seconds of a core it has used."""
        return cpu_of(self.pid)


class House:
    """Services, a broker and databases for one row."""

    def __init__(self, bench: Bench, broker: NatsServer, folder: Path) -> None:
        self.bench, self.broker, self.folder = bench, broker, folder
        servers = Servers(bench.dsn("postgres"), broker.url, dict(broker.passwords))
        self._world = World(servers, bench.templates, Client())
        self._processes: list[Process | ServiceProcess] = []

    def token(self) -> str:
        return self._world.token(SCOPES, lives=timedelta(hours=6))

    async def database(self, service: str) -> str:
        """Return the DSN of a fresh database with a service's tables."""
        return await self.bench.templates.copy(service)

    async def service(
        self, name: str, role: Role = "serve", *, start: bool = True, module: str | None = None, **changes: Any
    ) -> Measured:
        """Start a service on a database of its own, or on the one that is named, and wait until all of it is well.

        `module` is run in the place of the service's own.
        """
        settings = await self._world.settings(name, **changes)
        await self._world.trust(settings)
        process = Measured(name, settings, self.folder, len(self._processes), module=module)
        process.role = role
        self._processes.append(process)
        if start:
            await process.start()
            await process.ready(seconds=60)
        return process

    async def empty_database(self) -> str:
        """Return the DSN of a fresh database without any table."""
        name = f"bench_{uuid4().hex}"
        async with connected(self.bench.dsn("postgres")) as connection:
            await connection.execute(f'CREATE DATABASE "{name}"')
        return self.bench.dsn(name)

    async def step(self, module: str, **environment: str) -> Process:
        """Start a module of ours."""
        made = Process(
            [sys.executable, "-m", module],
            log=self.folder / f"{module}-{len(self._processes)}.log",
            environment=os.environ | environment,
            folder=REPOSITORY,
        )
        made.spawn()
        self._processes.append(made)
        return made

    async def program(self, module: str, **environment: str) -> tuple[Process, str]:
        """Start a module of ours that serves HTTP on a port of its own; return it and its address."""
        port = free_port()
        made = await self.step(module, PORT=str(port), **environment)

        async def listens() -> None:
            if not made.running:
                raise RuntimeError(made.log_tail())
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()

        await eventually(listens, seconds=30)
        return made, f"http://127.0.0.1:{port}"

    @asynccontextmanager
    async def operator(self) -> AsyncIterator[Client]:
        """Connect to the broker as one who may do everything."""
        client = await nats.connect(self.broker.url, user="operator", password=self.broker.passwords["operator"])
        try:
            yield client
        finally:
            await client.close()

    async def streams(self, *names: str) -> None:
        """Make the streams of services, open to all, as their owners would have them."""
        async with self.operator() as client:
            for name in names or SERVICES:
                await client.jetstream().add_stream(Topology(name, [], Settings()).stream())

    def end(self) -> None:
        for one in reversed(self._processes):
            (one.process if isinstance(one, ServiceProcess) else one).kill()


@contextmanager
def bench(rounds: int, *, quick: bool, profiles: Path | None) -> Iterator[Bench]:
    """Provide what all rows share: PostgreSQL as `make up` runs it, with room for many connections."""
    with temporary_folder("partnership-bench") as folder:
        postgres = PostgresServer(folder / "postgres", settings=SETTINGS)
        try:
            postgres.start()
            servers = Servers(postgres.dsn("postgres", SUPERUSER), "")
            yield Bench(postgres, Templates(servers), folder, rounds, quick, profiles)
        finally:
            postgres.stop()


@asynccontextmanager
async def house(bench: Bench) -> AsyncIterator[House]:
    """Provide a house with an empty broker, and clear it away."""
    with temporary_folder("partnership-row") as folder:
        broker = NatsServer(folder / "nats")
        broker.start()
        made = House(bench, broker, folder)
        try:
            yield made
        finally:
            made.end()
            broker.kill()


@asynccontextmanager
async def connected(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    """Connect to a database from outside; JSON columns take and give Python values."""
    connection = await asyncpg.connect(dsn, command_timeout=600)
    # COPY wants it binary: a byte that says which version of the format, then text
    await connection.set_type_codec(
        "jsonb",
        encoder=lambda value: b"\x01" + orjson.dumps(value),
        decoder=lambda data: orjson.loads(data[1:]),
        schema="pg_catalog",
        format="binary",
    )
    try:
        yield connection
    finally:
        await connection.close()


def cpu_of(pid: int) -> float:
    """Return the seconds of a core that a process has used."""
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)
