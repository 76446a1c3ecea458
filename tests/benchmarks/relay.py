"""The relay: waiting rows into JetStream, each acknowledged and on the disk, beside bare publishing and two peers."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from time import perf_counter

import asyncpg
from nats.aio.client import Client
from nats.js.api import StreamConfig

from shared.messaging.provision import Topology
from shared.settings import Settings
from tests.benchmarks import events
from tests.benchmarks.events import Made, Source
from tests.benchmarks.figures import Line, Series, at_least, below
from tests.benchmarks.house import Bench, House, Measured, connected, house
from tests.benchmarks.peers import FASTSTREAM, FASTSTREAM_16, NATS_OUTBOX, Peer
from tests.benchmarks.profile import profiled
from tests.support.waiting import eventually

NAME = "relay"
ROWS = 20_000
AGGREGATES = 500
IN_FLIGHT = 256
SINGLES = 4_000
"""Singles are slow enough to be judged by fewer."""
DRAIN_SECONDS = 120


async def measure(bench: Bench) -> list[Line]:
    async with house(bench) as home, home.operator() as client:
        await home.streams("councils")
        product = Product(home, await home.service("projects", "worker"), Source(AGGREGATES))
        ceilings = Ceilings(client)
        await ceilings.prepare()
        peers = [await Peer.start(home, client, kind, bench) for kind in (FASTSTREAM, FASTSTREAM_16, NATS_OUTBOX)]
        for _ in range(bench.rounds):
            await product.round()
            await ceilings.round()
            for peer in peers:
                await peer.round()
        if bench.profiles:
            async with profiled(product.service.pid, bench.profiles, NAME):
                for _ in range(4):
                    await product.round(kept=False)
        disorder = await out_of_order(client, "PROJECTS")
    rates = product.rates
    return [
        at_least(NAME, "20,000 rows", rates, Series.of(ceilings.batches, "/s"), 0.5, "nats-py, atomic batches of 500"),
        at_least(NAME, "20,000 rows", rates, Series.of(ceilings.singles, "/s"), 3, "nats-py, 256 in flight"),
        *(at_least(NAME, "20,000 rows", rates, peer.rates, 8, peer.kind.called) for peer in peers),
        below(NAME, "CPU for 1,000 events", Series.of(product.cpu, "s"), 0.05),
        below(NAME, "events out of order", Series.of([float(disorder)]), 0),
    ]


class Product:
    """Our relay, in a worker of its own, and what was measured of it."""

    def __init__(self, home: House, service: Measured, source: Source) -> None:
        self.home, self.service, self._source = home, service, source
        self._rates: list[float] = []
        self.cpu: list[float] = []

    @property
    def rates(self) -> Series:
        return Series.of(self._rates, "/s")

    async def round(self, *, kept: bool = True) -> None:
        """Let rows wait, and time from the commit that lets them be seen to the last mark."""
        made = self._source.make(ROWS)
        async with connected(self.service.settings.dsn) as connection:
            before = self.service.cpu()
            await events.say(connection, made)
            began = perf_counter()
            await eventually(partial(_drained, connection), seconds=DRAIN_SECONDS)
            took = perf_counter() - began
        if kept:
            self._rates.append(ROWS / took)
            self.cpu.append((self.service.cpu() - before) / ROWS * 1000)


async def _drained(connection: asyncpg.Connection) -> None:
    waits = await connection.fetchval("SELECT EXISTS (SELECT 1 FROM outbox_event WHERE published_at IS NULL)")
    assert not waits, "events wait to be published"


class Ceilings:
    """nats-py publishing the same bytes, and nothing else, to streams set as ours is."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._source = Source(AGGREGATES)
        self.batches: list[float] = []
        self.singles: list[float] = []

    async def prepare(self) -> None:
        for name in ("BATCHES", "SINGLES"):
            await self._client.jetstream().add_stream(like_ours(name))

    async def round(self) -> None:
        made = self._source.make(ROWS)
        began = perf_counter()
        await events.publish(self._client, made, stream="BATCHES", prefix="batches.")
        self.batches.append(ROWS / (perf_counter() - began))
        began = perf_counter()
        await self._one_by_one(made[:SINGLES])
        self.singles.append(SINGLES / (perf_counter() - began))

    async def _one_by_one(self, made: Sequence[Made]) -> None:
        js = self._client.jetstream(timeout=30, publish_async_max_pending=IN_FLIGHT)
        acks = [
            await js.publish_async(f"singles.{one.subject}", one.payload, wait_stall=30, headers=one.headers)
            for one in made
        ]
        await asyncio.gather(*acks)


def like_ours(name: str) -> StreamConfig:
    """Return the settings of a stream of ours, for subjects under a name of its own."""
    return replace(Topology("projects", [], Settings()).stream(), name=name, subjects=[f"{name.lower()}.>"])


async def out_of_order(client: Client, stream: str) -> int:
    """Count the events of a stream that do not directly follow the one before of their aggregate."""
    versions: dict[str, int] = defaultdict(int)
    wrong = 0
    js = client.jetstream()
    waiting = (await js.stream_info(stream)).state.messages
    subscription = await js.subscribe("partnership.>", stream=stream, ordered_consumer=True)
    for _ in range(waiting):
        headers = (await subscription.next_msg(timeout=30)).headers or {}
        aggregate, version = headers["ce-aggregate"], int(headers["ce-sequence"])
        wrong += version != versions[aggregate] + 1
        versions[aggregate] = version
    await subscription.unsubscribe()
    return wrong
