"""An arena for faults: real services as processes, a broker that can be hurt, a ledger of what was acknowledged."""

import asyncio
import shutil
import sys
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import nats
from nats.aio.client import Client

from deploy.local.nats import NatsServer
from deploy.local.places import temporary_folder
from shared.auth import SCOPES
from shared.messaging import provision
from shared.messaging.provision import Topology
from shared.settings import Settings
from tests.support import bare, echo
from tests.support.ledger import Ledger
from tests.support.processes import CONVERGES_SECONDS, ServiceProcess
from tests.support.servers import Servers
from tests.support.templates import Templates
from tests.support.waiting import eventually
from tests.support.world import World

ECHO = "notifications"
"""The user as whom the echo hears, so that it may do so beside a real reporting."""


class Arena:
    """A producer, a consumer that hears everything, and a broker that can be hurt."""

    def __init__(self, world_servers: Servers, templates: Templates, folder: Path, broker: NatsServer) -> None:
        self.servers, self.templates, self.folder, self.broker = world_servers, templates, folder, broker
        self.processes: list[ServiceProcess] = []
        self._databases: list[str] = []
        self._ledgers: list[Ledger] = []
        own = Servers(world_servers.postgres_dsn, broker.url, dict(broker.passwords))
        self._world = World(own, templates, Client())

    def token(self) -> str:
        return self._world.token(SCOPES)

    async def service(self, name: str, *, start: bool = True, **changes: Any) -> ServiceProcess:
        """Give a service a database of its own and start it."""
        settings = await self._world.settings(name, **changes)
        self._databases.append(settings.database_url)
        await self._world.trust(settings)
        process = ServiceProcess(name, settings, self.folder, len(self.processes))
        self.processes.append(process)
        if start:
            await process.start()
        return process

    def beside(self, service: ServiceProcess) -> ServiceProcess:
        """Return another process of a service, not started, for what is asked of it while it runs."""
        process = ServiceProcess(service.name, service.settings, self.folder, len(self.processes))
        self.processes.append(process)
        return process

    async def echo(self, *, beside: ServiceProcess | None = None, start: bool = True, **changes: Any) -> ServiceProcess:
        """Start the consumer that writes down every effect, twice if it happens twice; or a replica of it."""
        if beside is not None:
            changes["database_url"] = beside.settings.database_url
        elif "database_url" not in changes:
            changes["database_url"] = await bare.database(self.templates)
            self._databases.append(changes["database_url"])
        settings = await self._world.settings(ECHO, **changes)
        process = ServiceProcess(ECHO, settings, self.folder, len(self.processes), module=echo.__name__)
        if beside is None:
            await process.sql(echo.EFFECTS)
            await self._world.trust(settings)
        self.processes.append(process)
        if start:
            await process.start()
        return process

    @asynccontextmanager
    async def operator(self, at: NatsServer | None = None) -> AsyncIterator[Client]:
        """Connect as the operator."""
        broker = at or self.broker
        client = await nats.connect(broker.url, user="operator", password=broker.passwords["operator"])
        try:
            yield client
        finally:
            await client.close()

    async def streams(self, *names: str, **changes: Any) -> None:
        """Make the streams of services that do not run here."""
        async with self.operator() as client:
            for name in names:
                js, topology = client.jetstream(timeout=5), Topology(name, [], Settings(**changes))
                await provision.ensure_stream(js, topology)
                await provision.open_stream(js, topology)

    async def pair(self, **changes: Any) -> tuple[ServiceProcess, ServiceProcess, Ledger]:
        """Start projects and reporting, with the stream of councils that both hear."""
        await self.streams("councils")
        projects, reporting = await asyncio.gather(
            self.service("projects", **changes), self.service("reporting", **changes)
        )
        await asyncio.gather(projects.ready(), reporting.ready())
        return projects, reporting, self.ledger(projects)

    def ledger(self, service: ServiceProcess, prefix: str = "p", *, token: str | None = None) -> Ledger:
        """Open a ledger of what is asked of a service."""
        ledger = Ledger(service, token or self.token(), prefix)
        self._ledgers.append(ledger)
        return ledger

    async def converged(
        self, projects: ServiceProcess, reporting: ServiceProcess, ledger: Ledger, *, seconds: float = CONVERGES_SECONDS
    ) -> None:
        """Wait until everything committed is published and applied, and judge from outside what came out."""

        async def applied() -> None:
            (waiting,) = await projects.sql("SELECT count(*) AS n FROM outbox_event WHERE published_at IS NULL")
            assert waiting["n"] == 0, f"{waiting['n']} events are not published"
            said = {row["event_id"] for row in await projects.sql("SELECT event_id FROM outbox_event")}
            heard = {
                row["event_id"] for row in await reporting.sql("SELECT event_id FROM inbox WHERE stream = 'PROJECTS'")
            }
            assert said - heard == set(), f"{len(said - heard)} events are not applied"
            assert heard - said == set(), f"{len(heard - said)} events were applied that nobody said"

        await eventually(applied, seconds=seconds)
        assert await reporting.sql("SELECT cause, error FROM dead_letter") == []
        told = await reporting.sql("""
            SELECT DISTINCT ON (project) project, name FROM project_description_fact
            ORDER BY project, sequence DESC""")
        names = {row["project"]: row["name"] for row in told}
        for key, name in ledger.acknowledged.items():
            if key not in ledger.unsure:
                assert names[key] == name
        held = {row["key"] for row in await projects.sql("SELECT key FROM project")}
        assert set(ledger.acknowledged) <= held, "an acknowledged project is lost"
        assert set(names) == held

    async def each_effect_once_and_in_order(
        self, projects: ServiceProcess, echo: ServiceProcess, ledger: Ledger, *, without: str = "", seconds: float = 30
    ) -> None:
        """Wait until every event has had its effect in the echo; judge that none has had it twice or too late."""

        async def applied() -> None:
            rows = await projects.sql("SELECT event_id FROM outbox_event WHERE aggregate_id <> $1", without)
            said = {row["event_id"] for row in rows}
            done = Counter(row["event_id"] for row in await echo.sql("SELECT event_id FROM effect"))
            assert said - done.keys() == set(), f"{len(said - done.keys())} of {len(said)} effects are missing"
            assert done.keys() - said == set(), f"{len(done.keys() - said)} effects of events that nobody said"
            assert max(done.values(), default=1) == 1, f"{done.total() - len(done)} effects happened again"

        await eventually(applied, seconds=seconds)
        rows = await echo.sql("SELECT aggregate, sequence FROM effect ORDER BY position")
        in_order([(row["aggregate"], row["sequence"]) for row in rows])
        assert await echo.sql("SELECT cause, error FROM dead_letter WHERE aggregate <> $1", f"project/{without}") == []
        held = {row["key"]: row["name"] for row in await projects.sql("SELECT key, name FROM project")}
        for key, name in ledger.acknowledged.items():
            assert key in ledger.unsure or held[key] == name, f"{key} was acknowledged as {name!r}"

    async def in_stream(self) -> list[tuple[str, int, str]]:
        """Return aggregate, version and event id of everything in PROJECTS, in the stream's order."""
        found = []
        async with self.operator() as client:
            js = client.jetstream(timeout=5)
            state = (await js.stream_info("PROJECTS")).state
            for number in range(max(1, state.first_seq), state.last_seq + 1):
                headers = (await js.get_msg("PROJECTS", number)).headers or {}
                found.append((headers["ce-aggregate"], int(headers["ce-sequence"]), headers["ce-id"]))
        return found

    async def stream_is_in_order_and_holds_each_event_once(self) -> None:
        found = await self.in_stream()
        assert len({event for _, _, event in found}) == len(found), "an event is in the stream twice"
        in_order([(aggregate, version) for aggregate, version, _ in found])

    def copy_store(self) -> Path:
        """Keep a copy of the broker's store, which must be stopped."""
        kept = self.folder / "kept-store"
        shutil.copytree(self.folder / "nats" / "store", kept)
        return kept

    def put_back_store(self, kept: Path) -> None:
        """Roll the broker's store, which must be stopped, back to a copy."""
        store = self.folder / "nats" / "store"
        shutil.rmtree(store)
        shutil.copytree(kept, store)

    async def end(self) -> None:
        for ledger in self._ledgers:
            await ledger.close()
        for one in reversed(self.processes):
            one.process.kill()
        for dsn in self._databases:
            await self.templates.drop(dsn)


def in_order(found: Sequence[tuple[str, int]]) -> None:
    """Check that each aggregate's versions come in their order."""
    versions: dict[str, list[int]] = defaultdict(list)
    for aggregate, version in found:
        versions[aggregate].append(version)
    for aggregate, seen in versions.items():
        assert seen == sorted(seen), f"{aggregate} is out of order: {seen}"


@asynccontextmanager
async def arena(servers: Servers, templates: Templates) -> AsyncIterator[Arena]:
    """Provide an arena and clear it away."""
    with temporary_folder("partnership-fault") as folder:
        broker = NatsServer(folder / "nats")
        broker.start()
        made = Arena(servers, templates, folder, broker)
        try:
            yield made
        finally:
            for one in made.processes:
                # shown with a test that fails
                sys.stdout.write(f"--- {one.name}\n{one.process.log_tail(30)}\n")
            await made.end()
            broker.thaw()
            broker.kill()
