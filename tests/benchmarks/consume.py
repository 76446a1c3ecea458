"""Consuming: the projection of a stream, each event exactly once, beside nats-py and the same multi-row statements.

The consumer is reporting itself, a whole service in production's role, and not the tests' echo: reporting writes its
facts in lists, as architecture.md wants it of a hot projection, while the echo writes one by one on purpose.
"""

from nats.aio.client import Client
from nats.js.api import ConsumerConfig

from tests.benchmarks import events
from tests.benchmarks.events import Source
from tests.benchmarks.figures import Line, Series, at_least, told
from tests.benchmarks.house import Bench, House, connected, house
from tests.benchmarks.profile import profiled
from tests.benchmarks.streams import BareConsumer, all_heard, forget_durables, rate_of, reporting
from tests.support.waiting import eventually

NAME = "consume"
EVENTS = 100_000
QUICK_EVENTS = 20_000
LIST = 100
AGGREGATES = 500


async def measure(bench: Bench) -> list[Line]:
    count = QUICK_EVENTS if bench.quick else EVENTS
    ours: list[float] = []
    cpu: list[float] = []
    bare: list[float] = []
    async with house(bench) as home, home.operator() as client:
        await home.streams("councils", "projects")
        await events.publish(client, Source(AGGREGATES).make(count))
        for _ in range(bench.rounds):
            rate, cost = await _hear(home, client, count)
            ours.append(rate)
            cpu.append(cost)
            bare.append(await _fetch(home, client, count))
        if bench.profiles:
            await _hear(home, client, count, watched=True)
    return [
        at_least(NAME, f"{count:,} events", Series.of(ours, "/s"), Series.of(bare, "/s"), 0.6, "nats-py, fetch of 100"),
        told(NAME, "CPU for 1,000 events", Series.of(cpu, "s")),
    ]


async def _hear(home: House, client: Client, count: int, *, watched: bool = False) -> tuple[float, float]:
    """Let reporting hear the stream from its first event; return events and CPU seconds a thousand."""
    await forget_durables(client)
    service = await reporting(home)
    service.spawn()
    try:
        async with connected(service.settings.dsn) as connection:

            async def begun() -> None:
                assert await connection.fetchval("SELECT EXISTS (SELECT 1 FROM deliverable_fact)"), "nothing yet"

            await eventually(begun, seconds=60)
        before = service.cpu()
        async with profiled(service.pid, home.bench.profiles if watched else None, NAME):
            await all_heard(client)
        return await rate_of(service, count), (service.cpu() - before) / count * 1000
    finally:
        service.process.stop()


async def _fetch(home: House, client: Client, count: int) -> float:
    """Let nats-py fetch the same messages, and nothing but the statements be done with them."""
    js = client.jetstream()
    settings = ConsumerConfig(max_ack_pending=1000, ack_wait=30)
    subscription = await js.pull_subscribe("partnership.projects.>", stream="PROJECTS", config=settings)
    async with connected(await home.database("reporting")) as connection:
        consumer = BareConsumer(connection)
        while consumer.taken < count:
            messages = await subscription.fetch(LIST, timeout=30)
            await consumer.take_in(messages)
            for message in messages:
                await message.ack()
    await subscription.unsubscribe()
    return consumer.rate
