"""A small world for one test: fresh databases, an empty broker, real services in this process, and tokens for them."""

import asyncio
import contextlib
import importlib
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, ClassVar
from uuid import UUID, uuid4

import asyncpg
import httpx
import nats
import uvicorn
from joserfc import jwt
from joserfc.jwk import ECKey
from nats.aio.client import Client
from nats.js.errors import ServerError

from shared.auth import ALGORITHM, AUDIENCE, SCOPES
from shared.events import Event
from shared.messaging import provision
from shared.messaging.provision import Topology
from shared.outbox.record import Cause, Recorded, _headers
from shared.service import Role, Server, Service
from shared.settings import Settings
from tests.support.plain import NO_CERTIFICATES
from tests.support.routes import same_routes
from tests.support.servers import Servers
from tests.support.templates import Templates
from tests.support.waiting import eventually

SERVICES = ("projects", "councils", "notifications", "reporting")
ISSUER = "http://partnership.test"
TIME_SCALE = 0.05


class Running:
    """A service that runs in this process, on a port of its own."""

    def __init__(self, service: Service, settings: Settings, role: Role, world: "World") -> None:
        self.service, self.settings, self.role, self.world = service, settings, role, world
        self.url = f"http://127.0.0.1:{settings.port}"
        self._task: asyncio.Task[None] | None = None
        self._make()

    def _make(self) -> None:
        self.app = self.service.app(self.settings, self.role)
        self.app.router.routes = same_routes(self.service, self.role, self.app)
        port = self.settings.port
        self._server = Server(
            uvicorn.Config(self.app, port=port, log_config=None, access_log=False, timeout_graceful_shutdown=2)
        )
        self._server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign,assignment]

    @property
    def dsn(self) -> str:
        return self.settings.dsn

    async def start(self) -> None:
        """Start it; once stopped, as a new process would."""
        if self._server.should_exit:
            self._make()
        self._task = asyncio.create_task(self._server.serve())
        await eventually(self._is_up)

    async def _is_up(self) -> None:
        assert self._server.started, "the server has not started"

    async def stop(self) -> None:
        """Stop it as SIGTERM would."""
        if self._task is not None:
            self._server.should_exit = True
            await self._task
            self._task = None

    def client(self, *scopes: str, council: str | None = None, client: str = "digital-office") -> httpx.AsyncClient:
        """Return a client with a token; all scopes if none are named."""
        token = self.world.token(scopes or tuple(SCOPES), council=council, client=client)
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.AsyncClient(base_url=self.url, headers=headers, timeout=30, verify=NO_CERTIFICATES)

    def anonymous(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=self.url, timeout=30, verify=NO_CERTIFICATES)

    async def ready(self, seconds: float = 15) -> None:
        """Wait until every part of it says ok."""
        async with self.anonymous() as client:

            async def check() -> None:
                answer = await client.get("/readyz")
                assert answer.status_code == 200, answer.text

            await eventually(check, seconds=seconds)

    async def sql(self, query: str, *values: Any) -> list[asyncpg.Record]:
        """Look into its database from outside."""
        connection = await asyncpg.connect(self.dsn)
        try:
            rows: list[asyncpg.Record] = await connection.fetch(query, *values)
            return rows
        finally:
            await connection.close()


class World:
    """What one test has: servers of its own, as good as new."""

    key: ClassVar[ECKey] = ECKey.generate_key("P-256", parameters={"kid": "test-key", "use": "sig", "alg": ALGORITHM})

    def __init__(self, servers: Servers, templates: Templates, nats_client: Client) -> None:
        self.servers, self.templates, self.nats = servers, templates, nats_client
        self.js = nats_client.jetstream(timeout=5)
        self._running: list[Running] = []
        self._databases: list[str] = []
        self._versions: dict[tuple[str, str], tuple[int, UUID]] = {}

    async def settings(self, name: str, **changes: Any) -> Settings:
        """Return the settings of a service with a fresh database."""
        if "database_url" not in changes:
            changes["database_url"] = await self.templates.copy(name)
            self._databases.append(changes["database_url"])
        values: dict[str, Any] = {
            "nats_url": self.servers.nats_url,
            "nats_user": name,
            "nats_password": self.servers.nats_passwords[name],
            "public_url": ISSUER,
            "port": free_port(),
            "time_scale": TIME_SCALE,
            "sealing_key": "a-key-of-this-test",
            # receivers of webhooks are on this machine
            "webhook_http": True,
            "agreement_tries_per_minute": 1000,
            "private_targets": {"*": ["127.0.0.0/8:*"]},
        }
        return Settings(**(values | changes))

    async def start(self, name: str, role: Role = "serve", *, trusted: bool = True, **changes: Any) -> Running:
        """Start a service and, unless told otherwise, let it trust the test's signing key."""
        service: Service = importlib.import_module(f"services.{name}.main").service
        settings = await self.settings(name, **changes)
        running = Running(service, settings, role, self)
        if trusted:
            await self.trust(settings)
        await running.start()
        self._running.append(running)
        return running

    async def trust(self, settings: Settings) -> None:
        """Let a service accept tokens that this test signs."""
        connection = await asyncpg.connect(settings.dsn)
        try:
            await connection.execute(
                "INSERT INTO token_key (kid, jwk, retired) VALUES ('test-key', $1, false) ON CONFLICT DO NOTHING",
                _json(self.key.as_dict(private=False)),
            )
        finally:
            await connection.close()

    async def streams(self, *names: str) -> None:
        """Make the streams of services that do not run in this test."""
        for name in names or SERVICES:
            await eventually(partial(self._stream, name))

    async def _stream(self, name: str) -> None:
        try:
            topology = Topology(name, [], Settings())
            await provision.ensure_stream(self.js, topology)
            await provision.open_stream(self.js, topology)
        except ServerError as error:
            # the server may still be clearing away the stream of that name which the test before deleted
            raise AssertionError(f"the stream of {name} cannot be made yet") from error

    async def say(
        self, event: Event, *, sequence: int | None = None, event_id: UUID | None = None, actor: str = "client:test"
    ) -> UUID:
        """Publish an event as its service would, next in its aggregate's history unless told otherwise."""
        aggregate = (event.aggregate, event.aggregate_id)
        version, previous = self._versions.get(aggregate, (0, None))
        number = sequence or version + 1
        made = Recorded.of(
            event, version=number, previous=previous, now=datetime.now(UTC), cause=Cause(actor, str(uuid4()))
        )
        headers = _headers(made, 1)
        if event_id is not None:
            headers |= {"ce-id": str(event_id), "Nats-Msg-Id": str(event_id)}
        await self.js.publish(event.subject, event.model_dump_json().encode(), headers=headers)
        self._versions[aggregate] = (max(version, number), UUID(headers["ce-id"]))
        return UUID(headers["ce-id"])

    async def heard(self, stream: str, count: int, *, seconds: float = 10) -> list[Any]:
        """Return a stream's messages once it holds at least `count`."""

        async def check() -> None:
            info = await self.js.stream_info(stream)
            assert info.state.messages >= count, f"{stream} holds {info.state.messages} of {count} messages"

        await eventually(check, seconds=seconds)
        info = await self.js.stream_info(stream)
        return [
            await self.js.get_msg(stream, number) for number in range(info.state.first_seq, info.state.last_seq + 1)
        ]

    def token(
        self,
        scopes: Iterable[str],
        *,
        council: str | None = None,
        client: str = "digital-office",
        lives: timedelta = timedelta(minutes=15),
        **claims: Any,
    ) -> str:
        """Sign an access token with the test's key."""
        now = datetime.now(UTC)
        payload: dict[str, Any] = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": client,
            "scope": " ".join(scopes),
            "iat": int(now.timestamp()),
            "exp": int((now + lives).timestamp()),
            "jti": str(uuid4()),
        }
        if council:
            payload["council"] = council
        return jwt.encode({"alg": ALGORITHM, "kid": "test-key"}, payload | claims, self.key)

    async def end(self) -> None:
        """Stop everything, and leave the servers empty."""
        for running in reversed(self._running):
            await running.stop()
        for stream in await self.js.streams_info():
            await self.js.delete_stream(str(stream.config.name))
        for dsn in self._databases:
            await self.templates.drop(dsn)


@asynccontextmanager
async def world(servers: Servers, templates: Templates) -> AsyncIterator[World]:
    """Provide a world and clear it away."""
    client = await nats.connect(
        servers.nats_url, user="operator", password=servers.nats_passwords["operator"], allow_reconnect=True
    )
    made = World(servers, templates, client)
    try:
        yield made
    finally:
        await made.end()
        await client.close()


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _json(value: Any) -> str:
    import json

    return json.dumps(value)
