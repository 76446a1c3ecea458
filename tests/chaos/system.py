"""The whole system for one run: PostgreSQL and NATS of its own, and the four services as processes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from nats.js.errors import APIError

from deploy.local.nats import NatsServer
from deploy.local.places import temporary_folder
from deploy.local.postgres import SUPERUSER, PostgresServer
from deploy.local.servers import Server
from shared.auth import SCOPES
from tests.support.arena import Arena
from tests.support.processes import ServiceProcess
from tests.support.servers import Servers
from tests.support.templates import Templates
from tests.support.waiting import eventually
from tests.support.world import SERVICES

UP_SECONDS = 60.0
KEEPER_SECONDS = 0.5
TOKEN_LIVES = timedelta(hours=12)


@dataclass(slots=True)
class System:
    """What can be hurt."""

    arena: Arena
    postgres: PostgresServer
    services: dict[str, ServiceProcess]
    struck: set[str] = field(default_factory=set)
    """Services that are being hurt: nobody but the one who hurts them starts them."""
    ended: list[str] = field(default_factory=list)
    """What services that ended by themselves said last."""

    @property
    def broker(self) -> NatsServer:
        return self.arena.broker

    def token(self) -> str:
        return self.arena._world.token(SCOPES, lives=TOKEN_LIVES)

    async def bring_up(self, server: Server) -> None:
        """Start a server and wait until it serves, while everything else goes on."""
        if not server.running:
            server.spawn()

        async def serves() -> None:
            if isinstance(server, PostgresServer):
                # the first start after a crash may meet the last backends of before
                assert server._started(), "the last of a former PostgreSQL has not left yet"
            assert server.running, f"{server.name} ended: {server.process.log_tail(5)}"
            assert server.ready(), f"{server.name} is not ready"

        await eventually(serves, seconds=UP_SECONDS)

    async def keep_running(self) -> None:
        """Start a service again that ended by itself, as a restart policy would; and write down that it did."""
        while True:
            for name, service in self.services.items():
                if name not in self.struck and not service.process.running:
                    self.ended.append(f"{name} ended with {service.process.exit_code}: {service.process.log_tail(30)}")
                    service.spawn()
            await asyncio.sleep(KEEPER_SECONDS)

    async def heal(self) -> None:
        """Thaw and start whatever does not run, and wait until every service says that all is well."""
        for server in (self.postgres, self.broker):
            server.thaw()
            await self.bring_up(server)
        for service in self.services.values():
            service.process.thaw()
        for service in self.services.values():
            await service.ready(seconds=UP_SECONDS)

    async def streams(self) -> dict[str, str]:
        """Return the streams there are, and when each was made."""
        async with self.arena.operator() as client:
            try:
                found = await client.jetstream(timeout=3).streams_info()
            except APIError as error:
                raise AssertionError(f"the streams cannot be listed yet: {error!r}") from error
        return {str(one.config.name): str(one.created) for one in found}


@asynccontextmanager
async def system() -> AsyncIterator[System]:
    """Provide a whole system that nobody else uses, and clear it away."""
    with temporary_folder("partnership-chaos") as folder:
        # nobody cuts the power, and a crash keeps what was written: syncing would only make it slow
        postgres = PostgresServer(folder / "postgres", settings={"fsync": "off", "max_connections": "200"})
        broker = NatsServer(folder / "nats")
        made = None
        try:
            made = await _started(folder, postgres, broker)
            keeper = asyncio.create_task(made.keep_running())
            yield made
        finally:
            if made is not None:
                keeper.cancel()
                for service in made.services.values():
                    service.process.kill()
            for server in (broker, postgres):
                server.thaw()
                server.kill()


async def _started(folder: Path, postgres: PostgresServer, broker: NatsServer) -> System:
    postgres.start()
    broker.start()
    servers = Servers(postgres.dsn("postgres", SUPERUSER), broker.url, dict(broker.passwords))
    arena = Arena(servers, Templates(servers), folder, broker)
    services = {name: await arena.service(name, start=False) for name in SERVICES}
    await asyncio.gather(*(service.start() for service in services.values()))
    await asyncio.gather(*(service.ready(seconds=UP_SECONDS) for service in services.values()))
    return System(arena, postgres, services)
