"""The whole system on this machine: brought up in order, watched, and taken down in the reverse order."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from deploy.local import REPOSITORY
from deploy.local.caddy import CaddyServer
from deploy.local.claim import claimed, prepare
from deploy.local.console import Console
from deploy.local.demo import COUNCIL, DemoServer
from deploy.local.freshness import Freshness
from deploy.local.leftovers import end_leftovers
from deploy.local.nats import NatsServer
from deploy.local.ports import hold
from deploy.local.postgres import PostgresServer
from deploy.local.processes import Process
from deploy.local.servers import Server, StartFailedError
from deploy.local.services import CLIENT, NAMES, ServiceProcess, Surroundings
from deploy.local.steps import Follower, StepFailedError, run_steps
from deploy.local.supervisor import Supervisor
from deploy.local.waiting import happens
from deploy.local.welcome import demonstration, welcome

SET_UP_SECONDS = 180
HEALTHY_SECONDS = 120
LOAD_SECONDS = 300


class StopAskedError(Exception):
    """Ctrl-C or SIGTERM came while the stack was still coming up."""


class Stack:
    """One stack in one data folder, behind one port."""

    def __init__(self, folder: Path, port: int, console: Console, *, demo: bool = False) -> None:
        self._folder = folder
        self._port = port
        self._url = f"http://localhost:{port}"
        self._say = console.say
        self._show = console.show
        self._stop_asked = threading.Event()
        self._secret = folder / "secrets" / CLIENT
        self._wants_demo = demo
        self._demo: DemoServer | None = None

    def run(self) -> bool:
        """Bring everything up, keep it up until asked to stop, and stop it; False when it did not come up."""
        prepare(self._folder)
        with claimed(self._folder, self._url), hold(self._port):
            end_leftovers(self._folder / "run", self._say)
            supervisor = Supervisor(self._folder / "run", self._say)
            with self._signals(supervisor), suppress(StopAskedError):
                try:
                    self._bring_up(supervisor)
                    self._show(self._welcome())
                    supervisor.watch(self._stop_asked)
                except (StartFailedError, StepFailedError) as error:
                    self._report(error)
                    return False
                finally:
                    self._say("Stopping everything")
                    supervisor.stop_all()
                    self._say("Everything is stopped")
        return True

    def _bring_up(self, supervisor: Supervisor) -> None:
        around = self._start_servers(supervisor)
        services = {name: ServiceProcess(name, around) for name in NAMES}
        freshness = Freshness(self._folder / "set-up", around.postgres)
        as_before = freshness.is_set_up() and self._secret.exists()
        if as_before:
            self._say("Nothing has changed since the last set-up")
        else:
            self._set_up(services)
        upstreams = {name: service.port for name, service in services.items()}
        caddy = CaddyServer(
            self._folder / "caddy",
            self._port,
            upstreams=upstreams,
            websocket=around.nats.websocket_port,
            log=around.log("caddy"),
        )
        supervisor.spawn(*services.values())
        supervisor.spawn(caddy)
        if self._demo:
            supervisor.spawn(self._demo)
        if not as_before:
            self._make_first_client(services["councils"])
            freshness.remember()
        self._wait_healthy(*services.values(), caddy, *([self._demo] if self._demo else []))
        self._load(around)

    def _start_servers(self, supervisor: Supervisor) -> Surroundings:
        folder, secrets = self._folder, self._folder / "secrets"
        secrets.mkdir(mode=0o700, exist_ok=True)
        if self._wants_demo:
            self._demo = DemoServer(folder / "demo", self._url, log=folder / "logs/demo.log")
        postgres = PostgresServer(folder / "postgres", passwords=secrets / "postgres", log=folder / "logs/postgres.log")
        nats = NatsServer(folder / "nats", passwords=secrets / "nats", log=folder / "logs/nats.log")
        supervisor.spawn(postgres)
        supervisor.spawn(nats)
        for server in (postgres, nats):
            server.wait_ready()
            self._say(f"{server.name} serves on port {server.port}")
            self._heed()
        postgres.provide_databases()
        self._say("The four databases are there")
        return Surroundings(folder, self._url, postgres, nats, self._demo)

    def _set_up(self, services: dict[str, ServiceProcess]) -> None:
        steps = {f"The set-up of {name}": service.verb("setup") for name, service in services.items()}
        run_steps(steps, seconds=SET_UP_SECONDS, heed=self._heed)
        self._say("Databases are migrated, streams and durables provided")

    def _make_first_client(self, councils: ServiceProcess) -> None:
        """It needs the database only, so the services can start in the meantime."""
        step = councils.verb("bootstrap", "--client-id", CLIENT, "--secret-file", self._secret)
        run_steps({"Making the first client": step}, seconds=SET_UP_SECONDS, heed=self._heed)
        self._say(f"The client {CLIENT} is there")

    def _wait_healthy(self, *servers: Server) -> None:
        waiting = list(servers)

        def all_healthy() -> bool:
            self._heed()
            for server in list(waiting):
                if not server.running:
                    raise StartFailedError(server.name, f"it ended with {server.process.exit_code}.", server.process)
                if server.ready():
                    waiting.remove(server)
                    self._say(f"{server.name} is healthy")
            return not waiting

        if not happens(all_healthy, within=HEALTHY_SECONDS, every=0.1):
            raise StartFailedError(waiting[0].name, f"not healthy after {HEALTHY_SECONDS} s.", waiting[0].process)

    def _load(self, around: Surroundings) -> None:
        """Load the data through the gateway. The system serves without it too, so a failure stops nothing."""
        log = around.log("load")
        arguments = load_arguments(f"http://127.0.0.1:{self._port}", self._secret)
        if self._demo:
            arguments += ["--demo-council", COUNCIL, "--council-secret-file", str(self._council_secret)]
        load = Process(
            [sys.executable, "-m", "deploy.load", *arguments],
            log=log,
            environment=os.environ | {"PYTHONUNBUFFERED": "1"},
            folder=REPOSITORY,
        )
        follower = Follower(log, self._say)

        def heed() -> None:
            follower.catch_up()
            self._heed()

        try:
            run_steps({"Loading the data": load}, seconds=LOAD_SECONDS, heed=heed)
        except StepFailedError as error:
            self._say(f"{error} The system runs without it; `make load` tries again. The log is {log}")
        follower.catch_up()

    @property
    def _council_secret(self) -> Path:
        return self._folder / "secrets" / f"demo-{COUNCIL}"

    def _welcome(self) -> str:
        box = demonstration(self._demo.url, COUNCIL, self._council_secret) if self._demo else ""
        return welcome(self._url, CLIENT, self._secret.read_text().strip(), self._folder, box)

    def _report(self, error: StartFailedError | StepFailedError) -> None:
        """Say what failed and show the end of its log."""
        self._say(str(error))
        self._show(f"The end of {error.log}:")
        for line in error.log_tail.splitlines():
            self._show(f"    {line}")

    def _heed(self) -> None:
        if self._stop_asked.is_set():
            raise StopAskedError

    @contextmanager
    def _signals(self, supervisor: Supervisor) -> Iterator[None]:
        """Take Ctrl-C, SIGTERM and a closed terminal as a request; the second one as an urgent one."""

        def asked(_number: int, _frame: FrameType | None) -> None:
            if self._stop_asked.is_set():
                supervisor.hurry.set()
            self._stop_asked.set()

        before = {number: signal.signal(number, asked) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def load_arguments(url: str, secret: Path) -> list[str]:
    """Return what the loader is told."""
    return ["--url", url, "--client-id", CLIENT, "--secret-file", str(secret)]
