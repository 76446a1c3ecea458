"""What makes a service of its parts: the app with everything every service has, and the verbs of its command line."""

import asyncio
import contextlib
import gc
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import orjson
import structlog
import uvicorn
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import MetaData

from shared import telemetry
from shared.auth import TOKEN_HANDLERS, Tokens
from shared.database import Database
from shared.housekeeping import Housekeeping
from shared.messaging.asking import Answer
from shared.messaging.subscription import Subscription
from shared.messaging.supervisor import Messaging
from shared.outbox.relay import Relay
from shared.settings import Settings
from shared.timers import Clockwork, Timer
from shared.verbs import dead_letters, restored
from shared.web import health, operations, problems
from shared.web.calls import RepeatedError
from shared.web.gate import Gate
from shared.web.openapi import describe
from shared.web.resources import repeated

log = structlog.get_logger()

Role = Literal["serve", "api", "worker"]
GRACE_SECONDS = 10

Background = Callable[[FastAPI], Awaitable[None]]
Verb = Callable[["Service", Settings, Sequence[str]], Coroutine[Any, Any, None]]
VERBS: dict[str, Verb] = {dead_letters.VERB: dead_letters.dead_letters, restored.VERB: restored.restored}
"""What can be asked of every service on its command line, beside running it."""


@dataclass(frozen=True)
class Service:
    """One service: what it serves, hears, says and answers.

    `background` tasks run as long as the process does, `work` as long as a worker does; `verbs` are commands beside
    serve, api, worker, setup, openapi. `bodies` says for an address how many bytes it takes, where that is more than
    any request needs: what comes there is taken in piece by piece.
    """

    name: str
    description: str
    routers: Sequence[APIRouter]
    tables: MetaData
    subscriptions: Sequence[Subscription] = ()
    answers: Sequence[Answer] = ()
    timers: Sequence[Timer] = ()
    background: Sequence[Background] = ()
    work: Sequence[Background] = ()
    bodies: Mapping[str, int] = field(default_factory=dict)
    verbs: Mapping[str, Verb] = field(default_factory=dict)
    issues_tokens: bool = False

    @property
    def heard(self) -> list[Subscription]:
        """All it hears: its own subscriptions, and the keys and revocations of tokens from councils."""
        if self.issues_tokens:
            return list(self.subscriptions)
        mine = [one for one in self.subscriptions if one.service == "councils"]
        others = [one for one in self.subscriptions if one.service != "councils"]
        councils = mine[0] if mine else Subscription("councils")
        merged = replace(councils, handlers=dict(councils.handlers) | TOKEN_HANDLERS)
        return [*others, merged]

    def app(self, settings: Settings, role: Role = "serve") -> FastAPI:
        """Return the ASGI app; nothing is connected before it starts."""
        return create(self, settings, role)

    def run(self, arguments: Sequence[str] | None = None) -> None:
        """Carry out a verb of the command line."""
        verb, *rest = (sys.argv[1:] if arguments is None else list(arguments)) or ["serve"]
        settings = Settings()
        if verb == "openapi":
            sys.stdout.buffer.write(orjson.dumps(self.app(settings).openapi(), option=orjson.OPT_INDENT_2) + b"\n")
            return
        verbs = VERBS | dict(self.verbs)
        # what a verb has to say is on standard output, and only that
        end_telemetry = telemetry.start(self.name, settings, quiet=verb in VERBS)
        try:
            if verb in {"serve", "api", "worker"}:
                _serve(self, settings, verb)  # type: ignore[arg-type]
            elif verb == "setup":
                # alembic is needed here alone; a service that serves starts faster and smaller without it
                from shared.setup import set_up

                asyncio.run(set_up(self.name, self.heard, settings))
            elif verb in verbs:
                asyncio.run(verbs[verb](self, settings, rest))
            else:
                known = ", ".join(["serve", "api", "worker", "setup", "openapi", *verbs])
                sys.exit(f"{self.name}: there is no verb {verb!r}; there are {known}")
        finally:
            end_telemetry()


def create(service: Service, settings: Settings, role: Role = "serve") -> FastAPI:
    """Put a service together: gate, problems, routes, health, and the machinery that runs beside them."""
    database = Database(settings, service.name)
    tokens = Tokens(database, settings.public_url, settings.scaled)
    messaging = Messaging(service.name, settings, database, service.heard, service.answers)
    relay = Relay(database, messaging.topology.stream().name or "", messaging, settings.scaled)
    works = role in {"serve", "worker"}

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        lag = health.LoopLag()
        runs: dict[str, Awaitable[None]] = {"tokens": tokens.run(), "loop lag": lag.run()}
        if settings.clock_movable:
            runs["clock"] = database.clock.run()
        if works:
            runs |= {"messaging": messaging.run(), "relay": relay.run()} | _upkeep(service, app)
        runs |= _each("background", service.background, app)
        app.state.checks = _checks(database, tokens, messaging if works else None, relay if works else None, lag)
        tasks = {name: _started(name, run) for name, run in runs.items()}
        try:
            yield
        finally:
            if works:
                # the supervisor first, so that it does not start again what is being stopped
                await _ended(tasks["messaging"])
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(GRACE_SECONDS):
                        await messaging.stop()
            await _ended(*tasks.values())
            await database.close()

    app = FastAPI(
        title=f"The Partnership: {service.name}",
        description=service.description,
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: _operation_id(service.name, route),
    )
    app.state.name = service.name
    app.state.settings, app.state.database, app.state.tokens = settings, database, tokens
    app.state.messaging, app.state.relay, app.state.checks = messaging, relay if works else None, {}
    app.state.stopping = asyncio.Event()
    problems.install(app)

    @app.exception_handler(RepeatedError)
    async def carried_out_before(request: Any, error: RepeatedError) -> Any:
        return repeated(error.answer, request.scope["route"].status_code or 200)

    if role != "worker":
        for router in service.routers:
            app.include_router(router)
    app.include_router(operations.router, prefix=f"/api/v1/operations/{service.name}")
    app.include_router(health.router)
    app.add_middleware(Gate, verify=tokens.caller, bodies=service.bodies, public_url=settings.public_url)
    app.openapi = lambda: describe(app, FastAPI.openapi(app))  # type: ignore[method-assign]
    return app


def _upkeep(service: Service, app: FastAPI) -> dict[str, Awaitable[None]]:
    """Return what a worker does by itself, beside hearing and telling."""
    settings, database = app.state.settings, app.state.database
    keeper = Housekeeping(database, settings.idempotency_days, settings.scaled)
    clockwork = Clockwork(database, service.timers, settings.scaled)
    return {"housekeeping": keeper.run(), "timers": clockwork.run()} | _each("work", service.work, app)


def _each(called: str, tasks: Sequence[Background], app: FastAPI) -> dict[str, Awaitable[None]]:
    return {f"{called} {number}": one(app) for number, one in enumerate(tasks)}


def _operation_id(service: str, route: APIRoute) -> str:
    return f"{service}_{route.name}" if "operations" in route.tags else route.name


def _started(name: str, run: Awaitable[None]) -> asyncio.Task[None]:
    """Start a task that is meant to run for ever; if it ends by itself, so does the process, to be started anew."""

    async def watched() -> None:
        try:
            await run
        except asyncio.CancelledError:
            raise
        except BaseException:
            log.exception("a task that should never end has failed", task=name)
            os.kill(os.getpid(), signal.SIGTERM)
            raise

    return asyncio.create_task(watched(), name=name)


async def _ended(*tasks: asyncio.Task[None]) -> None:
    # asked more than once: Python's wait_for may swallow a cancellation that meets the answer it waits for
    while running := [task for task in tasks if not task.done()]:
        for task in running:
            task.cancel()
        await asyncio.wait(running, timeout=1)
    await asyncio.gather(*tasks, return_exceptions=True)


def _checks(
    database: Database, tokens: Tokens, messaging: Messaging | None, relay: Relay | None, lag: "health.LoopLag"
) -> dict[str, health.Check]:
    """Return what readiness looks at."""

    async def database_answers() -> str:
        await database.ping()
        return "ok"

    async def keys_are_there() -> str:
        return "ok" if tokens.ready else "no signing key has been heard of yet"

    checks: dict[str, health.Check] = {"database": database_answers, "tokens": keys_are_there, "loop": lag.check}
    if messaging is not None:
        hears = messaging

        async def nats_answers() -> str:
            await hears.ping()
            return "ok"

        checks["nats"] = nats_answers
        for ear in messaging.ears:

            async def listens(ear: Any = ear) -> str:
                return "ok" if ear.state == "listening" else ear.state

            checks[f"hears {ear.subscription.stream}"] = listens
    if relay is not None:
        relays = relay

        async def relay_works() -> str:
            return "ok" if relays.state in {"leading", "standby"} else relays.state

        checks["relay"] = relay_works
    return checks


class Server(uvicorn.Server):
    """Tells its app when it begins to stop, so that answers which would go on for ever can end at once."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.config.app.state.stopping.set()  # type: ignore[union-attr]
        await super().shutdown(sockets)


def _serve(service: Service, settings: Settings, role: Role) -> None:
    # uvicorn raises the signal again when it has stopped; stopping as asked is no failure
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    config = uvicorn.Config(
        service.app(settings, role),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    server = Server(config)
    # what is loaded by now stays: to look through all of it for garbage, again and again, would be a pause each time
    gc.collect()
    gc.freeze()
    server.run()
    if not server.started:
        sys.exit(1)
