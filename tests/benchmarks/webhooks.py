"""Webhooks: how many a second beside a bare loop, how soon after the commit, and with how many dead endpoints.

What comes is judged by the receiver, a process of its own, with the clock of the same machine.
"""

import asyncio
import itertools
import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx
import orjson
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from services.notifications.planning.rows import Planned, webhook_id, write
from shared.events.projects import DeliverableStateChanged
from tests.benchmarks.driver import request
from tests.benchmarks.figures import Line, Series, at_least, at_most, below, told
from tests.benchmarks.house import Bench, House, Measured, connected, house
from tests.benchmarks.http_rows import CONNECTIONS, fill, keys
from tests.benchmarks.latency import COMMITTED, SENDERS, paced, when
from tests.benchmarks.profile import profiled
from tests.support.hooks import webhook

NAME = "webhooks"
UNGUARDED = "tests.benchmarks.webhook_unguarded"
ASK_SECONDS = 0.25
ENDPOINTS, EACH, QUICK_EACH = 40, 500, 150
EVENTS, QUICK_EVENTS, FIFTY = 500, 200, 50
MANY, DEAD = 1000, 100
A_SECOND, SECONDS, QUICK_SECONDS = 100, 15, 12
DATA = orjson.dumps({"deliverable": "a-deliverable", "project": "a-project", "from_state": None, "to_state": "live"})
LOG = """
    INSERT INTO event_log (position, event_id, stream, stream_seq, type, source, subject, time, recordedtime, audience,
                           aggregate, sequence, epoch, correlationid, actor, data, data_is_json)
    SELECT position, event_id, 'PROJECTS', position, $3, '/projects', 'key-' || position, now(), now(), 'public',
           'deliverable/key-' || position, 1, 1, 'c', 'client:bench', $4, true
    FROM unnest($1::bigint[], $2::uuid[]) AS one (position, event_id)"""
HEAD = "UPDATE event_log_head SET position = $1"
PLANNED = "UPDATE planning_head SET position = $1"

Times = dict[str, float]


class Outside:
    """The receiver, as another process."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.seen: Times = {}

    async def has(self, count: int, *, seconds: float = 300, more: bool = False) -> Times:
        """Wait until so many different webhooks came; return when each came first, and forget it unless more come."""
        deadline = time.monotonic() + seconds
        async with httpx.AsyncClient(base_url=self.url, timeout=60) as client:
            while True:
                for name, at in (await client.get("/seen")).json():
                    self.seen.setdefault(name, at)
                if len(self.seen) >= count:
                    break
                if time.monotonic() > deadline:
                    raise TimeoutError(f"{len(self.seen)} of {count} webhooks came")
                # seldom: asking takes the very cores that are measured, and the receiver knows when each came
                await asyncio.sleep(ASK_SECONDS)
        found = self.seen
        if not more:
            self.seen = {}
        return found


async def measure(bench: Bench) -> list[Line]:
    return [*await _throughput(bench), *await _latency(bench), *await _dead(bench)]


async def _throughput(bench: Bench) -> list[Line]:
    each = QUICK_EACH if bench.quick else EACH
    ours: list[float] = []
    cpu: list[float] = []
    bare: list[float] = []
    unguarded: list[float] = []
    async with house(bench) as home:
        await home.streams("projects", "councils", "reporting")
        receiver = Outside((await home.program("tests.benchmarks.webhook_receiver"))[1])
        for number in range(bench.rounds):
            rate, cost = await _drain(home, receiver, each, watched=bench.profiles is not None and not number)
            ours.append(rate)
            cpu.append(cost)
            bare.append(await _bare(home, receiver, ENDPOINTS * each))
            unguarded.append((await _drain(home, receiver, each, module=UNGUARDED))[0])
    what = f"{ENDPOINTS * each:,} to {ENDPOINTS} endpoints"
    return [
        at_least(NAME, what, Series.of(ours, "/s"), Series.of(bare, "/s"), 0.5, "aiohttp in a bare loop"),
        at_least(
            NAME, f"{what}, guarded", Series.of(ours, "/s"), Series.of(unguarded, "/s"), 0.7, "aiohttp on the queue"
        ),
        told(NAME, "CPU of the worker for 1,000", Series.of(cpu, "s")),
    ]


async def _drain(
    home: House, receiver: Outside, each: int, *, watched: bool = False, module: str | None = None
) -> tuple[float, float]:
    """Let a worker deliver what waits; return webhooks a second and CPU seconds a thousand."""
    service = await home.service("notifications", "worker", start=False, module=module)
    queue = await Queue.of(service, receiver.url, ["taken"] * ENDPOINTS)
    await queue.kept(each)
    await queue.plan(range(each), queue.subscriptions)
    await queue.close()
    service.spawn()
    await receiver.has(1, more=True)
    before, count = service.cpu(), ENDPOINTS * each
    async with profiled(service.pid, home.bench.profiles if watched else None, NAME):
        found = await receiver.has(count)
    rate = (count - 1) / (max(found.values()) - min(found.values()))
    cost = (service.cpu() - before) / count * 1000
    service.process.stop()
    return rate, cost


async def _bare(home: House, receiver: Outside, count: int) -> float:
    body = orjson.dumps({"specversion": "1.0", "id": str(uuid4()), "data": orjson.loads(DATA)} | {"pad": "x" * 300})
    await home.step(
        "tests.benchmarks.webhook_floor", TARGET=f"{receiver.url}/bare", COUNT=str(count), BODY=body.decode()
    )
    found = await receiver.has(count)
    return (count - 1) / (max(found.values()) - min(found.values()))


async def _latency(bench: Bench) -> list[Line]:
    """Ask projects for changes, fifty a second; see when the webhook of each came after its commit."""
    count = QUICK_EVENTS if bench.quick else EVENTS
    rounds: list[list[float]] = []
    async with house(bench) as home:
        await home.streams("councils", "reporting")
        receiver = Outside((await home.program("tests.benchmarks.webhook_receiver"))[1])
        projects, notifications = await home.service("projects"), await home.service("notifications")
        await fill(projects.settings.dsn)
        subscription = await webhook(
            notifications.settings,
            "all",
            f"{receiver.url}/taken",
            types=(DeliverableStateChanged.type_name(),),
        )
        every = [key for connection in range(CONNECTIONS) for key in keys(connection)][:count]
        for number in range(bench.rounds):
            to = "planned" if number % 2 else "in-progress"
            asked = [_change(home, key, to) for key in every]
            await asyncio.gather(*(paced(projects.settings.port, asked, first, FIFTY) for first in range(SENDERS)))
            came = await receiver.has(count)
            said = {
                str(webhook_id(subscription, UUID(event))): at
                for event, at in (await when(projects, COMMITTED)).items()
                if event != "None"
            }
            rounds.append(sorted((came[name] - at) * 1000 for name, at in said.items() if name in came))
    p50 = Series.of([one[len(one) // 2] for one in rounds], "ms")
    p99 = Series.of([one[int(len(one) * 0.99)] for one in rounds], "ms")
    return [
        below(NAME, "commit to webhook received, 50 a second, p50", p50, 40),
        told(NAME, "commit to webhook received, 50 a second, p99", p99),
    ]


def _change(home: House, key: str, to: str) -> bytes:
    return request(
        "POST",
        f"/api/v1/deliverables/{key}/state-changes",
        f'{{"to": "{to}"}}',
        authorization=f"Bearer {home.token()}",
        idempotency_key=str(uuid4()),
    ).encode()


async def _dead(bench: Bench) -> list[Line]:
    """Deliver to a thousand endpoints, all alive or a tenth of them dead; see how long the living ones wait."""
    seconds = QUICK_SECONDS if bench.quick else SECONDS
    alive: list[float] = []
    with_dead: list[float] = []
    async with house(bench) as home:
        await home.streams("projects", "councils", "reporting")
        receiver = Outside((await home.program("tests.benchmarks.webhook_receiver"))[1])
        for _ in range(bench.rounds):
            alive.append(await _paced(home, receiver, 0, seconds))
            with_dead.append(await _paced(home, receiver, DEAD, seconds))
    what = f"{MANY:,} endpoints, {DEAD} of them dead: delay of the living, p50"
    return [at_most(NAME, what, Series.of(with_dead, "ms"), Series.of(alive, "ms"), 1.2, "none dead")]


async def _paced(home: House, receiver: Outside, dead: int, seconds: int) -> float:
    """Plan so many a second for any of the endpoints; return the median delay of what came to the living."""
    service = await home.service("notifications", "worker")
    names = ["hang"] * dead + ["taken"] * (MANY - dead)
    queue = await Queue.of(service, receiver.url, names)
    await queue.kept(A_SECOND * seconds)
    planned: Times = {}
    waiting = itertools.count()
    begun = time.monotonic()
    for step in range(seconds * 10):
        for position in itertools.islice(waiting, A_SECOND // 10):
            # one for the dead, in each step as often as their part is
            subscription = random.choice(queue.subscriptions)  # noqa: S311 - any will do
            name = await queue.plan([position], [subscription])
            if subscription not in queue.subscriptions[:dead]:
                planned[name] = time.time()
        await asyncio.sleep(max(0.0, begun + (step + 1) / 10 - time.monotonic()))
    found = await receiver.has(len(planned))
    await queue.close()
    service.process.stop()
    delays = sorted((found[name] - at) * 1000 for name, at in planned.items())
    return delays[len(delays) // 2]


class Queue:
    """What a worker finds to deliver: events of the log, and the subscriptions that they are planned for."""

    def __init__(self, engine: AsyncEngine, dsn: str, subscriptions: list[str]) -> None:
        self._engine, self._dsn, self.subscriptions = engine, dsn, subscriptions
        self._events: list[UUID] = []

    @classmethod
    async def of(cls, service: Measured, url: str, names: Sequence[str]) -> "Queue":
        """Make a subscription for each name, which is the path of its endpoint."""
        # of a type that nobody says: what is planned is planned here
        never = ("partnership.projects.never.v1",)
        made = [
            await webhook(service.settings, f"{number:04}", f"{url}/{name}/{number}", types=never)
            for number, name in enumerate(names)
        ]
        dsn = service.settings.dsn
        return cls(create_async_engine(dsn.replace("postgresql://", "postgresql+asyncpg://", 1)), dsn, made)

    async def kept(self, count: int) -> None:
        """Put so many events into the log."""
        self._events = [uuid4() for _ in range(count)]
        async with connected(self._dsn) as connection:
            kind = DeliverableStateChanged.type_name()
            await connection.execute(LOG, list(range(1, count + 1)), self._events, kind, DATA)
            await connection.execute(HEAD, count)
            await connection.execute(PLANNED, count)

    async def plan(self, events: Sequence[int], subscriptions: Sequence[str]) -> str:
        """Plan events for subscriptions as the planner does; return the id of the last delivery."""
        planned = [
            Planned(subscription, event + 1, self._events[event], f"deliverable/key-{event + 1}")
            for event in events
            for subscription in subscriptions
        ]
        async with self._engine.begin() as connection:
            await write(connection, planned, datetime.now(UTC))
        return str(webhook_id(planned[-1].subscription, planned[-1].event))

    async def close(self) -> None:
        await self._engine.dispose()
