"""Starting: `make up` on data that is there, until all is healthy through the gateway, beside its servers alone."""

import asyncio
import sys
from pathlib import Path
from time import monotonic

import httpx

from deploy.local import REPOSITORY
from deploy.local.caddy import CaddyServer
from deploy.local.nats import NatsServer
from deploy.local.places import temporary_folder
from deploy.local.postgres import PostgresServer
from deploy.local.processes import Process
from deploy.local.services import NAMES
from tests.benchmarks.figures import Line, Series, below, told
from tests.benchmarks.house import Bench
from tests.support.waiting import eventually
from tests.support.world import free_port

NAME = "start"
FIRST_SECONDS = 180
LIMIT = 8


async def measure(bench: Bench) -> list[Line]:
    with temporary_folder("partnership-start") as folder:
        data, port = folder / "data", free_port()
        # the first start makes the databases and loads the data; it is not what is measured
        await _up(data, port, loaded=True)
        ours, alone = [], []
        for _ in range(bench.rounds):
            ours.append(await _up(data, port))
            alone.append(await asyncio.to_thread(_servers_alone, data, port))
    whole = Series.of(ours, "s")
    return [
        below(NAME, "make up, warm, to healthy", whole, LIMIT),
        told(NAME, "make up, warm, to healthy", whole, Series.of(alone, "s"), "the three servers alone"),
    ]


async def _up(data: Path, port: int, *, loaded: bool = False) -> float:
    """Bring the whole system up as `make up` does, take it down again; return how long it took to be healthy."""
    log = data.parent / "up.log"
    command = [sys.executable, "-m", "deploy.local", "--port", str(port), "--data", str(data), "up"]
    process = Process(command, log=log, folder=REPOSITORY)
    began = monotonic()
    process.spawn()

    async def healthy() -> None:
        if not process.running:
            raise RuntimeError(process.log_tail())
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=2) as anyone:
            for name in NAMES:
                try:
                    status = (await anyone.get(f"/health/{name}")).status_code
                except httpx.TransportError:
                    status = 0
                assert status == httpx.codes.OK, f"{name} answers {status}"
        assert not loaded or "Ctrl-C" in process.log_tail(40), "the data is not loaded yet"

    try:
        await eventually(healthy, seconds=FIRST_SECONDS)
        return monotonic() - began
    finally:
        await asyncio.to_thread(process.stop, seconds=60)


def _servers_alone(data: Path, port: int) -> float:
    """Start PostgreSQL, NATS and Caddy on the same data, and nothing else."""
    secrets = data / "secrets"
    began = monotonic()
    servers = (
        PostgresServer(data / "postgres", passwords=secrets / "postgres"),
        NatsServer(data / "nats", passwords=secrets / "nats"),
        CaddyServer(data / "caddy", port, upstreams=dict.fromkeys(NAMES, port)),
    )
    try:
        for server in servers:
            server.spawn()
        for server in servers:
            server.wait_ready()
        return monotonic() - began
    finally:
        for server in servers:
            server.stop()
