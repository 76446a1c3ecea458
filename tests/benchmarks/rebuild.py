"""Rebuilding reporting from the streams, beside an ordered push of the same messages into the same statements.

How it is rebuilt is in `_forget` alone: today by the verb `empty` while the service is stopped, after which it hears
everything again. What it answers meanwhile is asked over HTTP all the time.
"""

import asyncio
from typing import Any

import httpx
from nats.aio.client import Client
from nats.aio.msg import Msg

from shared.events.projects import ProjectRegistered
from tests.benchmarks import events
from tests.benchmarks.events import Source
from tests.benchmarks.figures import Line, Series, at_least
from tests.benchmarks.house import Bench, House, Measured, connected, house
from tests.benchmarks.profile import profiled
from tests.benchmarks.streams import BareConsumer, all_heard, forget_durables, rate_of, reporting

NAME = "rebuild"
EVENTS = 100_000
QUICK_EVENTS = 10_000
LIST = 500
AGGREGATES = 500
REPORT = "/api/v1/reports/phases"


async def measure(bench: Bench) -> list[Line]:
    count = QUICK_EVENTS if bench.quick else EVENTS
    ours: list[float] = []
    bare: list[float] = []
    others = 0
    async with house(bench) as home, home.operator() as client:
        await home.streams("councils", "projects")
        await events.publish(client, Source(AGGREGATES).make(count))
        # told last, so that only what is whole, or what was there before, answers with it
        await events.publish(client, [events.of(ProjectRegistered(project="last", name="Last", programme="adjacent"))])
        service = await reporting(home)
        await service.start()
        await all_heard(client)
        for number in range(bench.rounds):
            last = number == bench.rounds - 1
            async with profiled(service.pid, bench.profiles if last else None, NAME):
                others += await _rebuild(service, client)
            ours.append(await rate_of(service, count))
            bare.append(await _push(home, client, count + 1))
    serves = Line(
        NAME,
        "old answers meanwhile",
        "served" if not others else f"{others} other answers in {bench.rounds} rebuilds",
        goal="served",
        met=not others,
    )
    push = "nats-py, ordered push, 500 a transaction"
    return [at_least(NAME, f"{count:,} events", Series.of(ours, "/s"), Series.of(bare, "/s"), 0.5, push), serves]


async def _rebuild(service: Measured, client: Client) -> int:
    """Rebuild reporting; return how many answers meanwhile were not what they were before."""
    async with httpx.AsyncClient(base_url=service.url, timeout=30) as anyone:
        before = await _figures(anyone)
        others: list[object] = []
        watching = asyncio.create_task(_watch(anyone, before, others))
        try:
            await _forget(service, client)
            await all_heard(client)
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
        after = await _figures(anyone)
    if after != before:
        raise RuntimeError(f"a rebuild ended with other answers: {before} was {after}")
    return len(others)


async def _forget(service: Measured, client: Client) -> None:
    """Begin a rebuild, in the way that there is."""
    service.process.stop()
    if await service.carry_out("empty"):
        raise RuntimeError(service.process.log_tail())
    await forget_durables(client)
    await service.start()


async def _watch(anyone: httpx.AsyncClient, before: Any, others: list[object]) -> None:
    """Ask again and again until cancelled, and keep what was answered otherwise than before, or not at all."""
    while True:
        try:
            if (answer := await _figures(anyone)) != before:
                others.append(answer)
        except (httpx.TransportError, httpx.HTTPStatusError) as error:
            others.append(error)
        await asyncio.sleep(0.05)


async def _figures(anyone: httpx.AsyncClient) -> Any:
    answer = (await anyone.get(REPORT)).raise_for_status().json()
    return {name: value for name, value in answer.items() if name not in {"known_at", "as_at"}}


async def _push(home: House, client: Client, count: int) -> float:
    """Let nats-py push the same messages in order, and nothing but the statements be done with them."""
    async with connected(await home.database("reporting")) as connection:
        consumer = BareConsumer(connection)
        subscription = await client.jetstream().subscribe(
            "partnership.projects.deliverable-renamed.>", stream="PROJECTS", ordered_consumer=True
        )
        waiting: list[Msg] = []
        for number in range(1, count):
            waiting.append(await subscription.next_msg(timeout=30))
            if len(waiting) == LIST or number == count - 1:
                await consumer.take_in(waiting)
                waiting = []
        await subscription.unsubscribe()
    return consumer.rate
