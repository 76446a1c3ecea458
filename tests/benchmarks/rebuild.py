"""Rebuilding reporting from the streams, beside an ordered push of the same messages into the same statements.

The worst case: every fact is wrong before, so that none can be left as it is. The service runs on, and what it answers
meanwhile is asked over HTTP all the time. Both are timed from their first list of messages to their last commit.
"""

import asyncio
import re
from pathlib import Path
from typing import Any

import httpx
from nats.aio.client import Client
from nats.aio.msg import Msg

from shared.events.projects import ProjectRegistered
from tests.benchmarks import events
from tests.benchmarks.events import Source
from tests.benchmarks.figures import Line, Series, at_least, told
from tests.benchmarks.house import Bench, House, Measured, connected, house
from tests.benchmarks.profile import profiled
from tests.benchmarks.streams import BareConsumer, all_heard, reporting

NAME = "rebuild"
EVENTS = 100_000
QUICK_EVENTS = 10_000
LIST = 500
AGGREGATES = 500
REPORT = "/api/v1/reports/phases"
TOOK = re.compile(r"Rebuilt from ([\d,]+) events in ([\d.]+) s; new events waited for ([\d.]+) s")
LONGEST_SECONDS = 300


async def measure(bench: Bench) -> list[Line]:
    count = QUICK_EVENTS if bench.quick else EVENTS
    ours: list[float] = []
    bare: list[float] = []
    waits: list[float] = []
    others = 0
    async with house(bench) as home, home.operator() as client:
        await home.streams("councils", "projects")
        await events.publish(client, Source(AGGREGATES).make(count))
        # told last, so that only what is whole, or what was there before, answers with it
        await events.publish(client, [events.of(ProjectRegistered(project="last", name="Last", programme="adjacent"))])
        service = await reporting(home)
        await service.start()
        await all_heard(client)
        rebuilds = await reporting(home, database_url=service.settings.database_url)
        for number in range(bench.rounds):
            await _make_wrong(service, count)
            rate, wait, other = await _rebuild(
                service, rebuilds, bench.profiles if number == bench.rounds - 1 else None
            )
            others += other
            ours.append(rate)
            waits.append(wait)
            await _is_right(service, count)
            bare.append(await _push(home, client, count + 1))
    serves = Line(
        NAME,
        "old answers meanwhile",
        "served" if not others else f"{others} other answers in {bench.rounds} rebuilds",
        goal="served",
        met=not others,
    )
    push = "nats-py, ordered push, 500 a transaction"
    return [
        at_least(NAME, f"{count:,} events", Series.of(ours, "/s"), Series.of(bare, "/s"), 0.5, push),
        serves,
        told(NAME, "new events wait meanwhile", Series.of(waits, "s")),
    ]


async def _rebuild(service: Measured, rebuilds: Measured, profiles: Path | None) -> tuple[float, float, int]:
    """Rebuild reporting; return events a second, the seconds new events waited, and how many answers were others."""
    async with httpx.AsyncClient(base_url=service.url, timeout=30) as anyone:
        before = await _figures(anyone)
        others: list[object] = []
        watching = asyncio.create_task(_watch(anyone, before, others))
        try:
            rebuilds.spawn("rebuild")
            async with profiled(rebuilds.pid, profiles, NAME):
                await rebuilds.died(seconds=LONGEST_SECONDS)
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
        after = await _figures(anyone)
    said = TOOK.findall(rebuilds.process.log_tail(5))
    if rebuilds.process.exit_code or not said:
        raise RuntimeError(rebuilds.process.log_tail())
    if after != before:
        raise RuntimeError(f"a rebuild ended with other answers: {before} was {after}")
    events, seconds, waited = said[-1]
    return int(events.replace(",", "")) / float(seconds), float(waited), len(others)


async def _make_wrong(service: Measured, count: int) -> None:
    """See to it that no fact can be left as it is."""
    async with connected(service.settings.dsn) as connection:
        done = await connection.execute("UPDATE deliverable_fact SET name = 'wrong'")
    if done != f"UPDATE {count}":
        raise RuntimeError(f"reporting did not hold {count} facts: {done}")


async def _is_right(service: Measured, count: int) -> None:
    async with connected(service.settings.dsn) as connection:
        right = await connection.fetchval("SELECT count(DISTINCT event_id) FROM deliverable_fact WHERE name <> 'wrong'")
    if right != count:
        raise RuntimeError(f"{right} of {count} facts are right after a rebuild")


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
