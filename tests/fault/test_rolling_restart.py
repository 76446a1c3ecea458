"""Of each of the four services two processes run; one of each is restarted, then the other, while all are at work."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

import httpx
import pytest

from tests.support.arena import Arena
from tests.support.processes import ServiceProcess
from tests.support.waiting import eventually
from tests.support.world import SERVICES

HEARS_ALL = {"PROJECTS": ("notifications", "reporting"), "COUNCILS": ("notifications", "reporting")}
MOST_COUNCILS = 10_000


class Councils:
    """Registers councils, one after another, through whichever replica answers; remembers which were acknowledged."""

    def __init__(self, replicas: Sequence[ServiceProcess], token: str) -> None:
        self._clients = [replica.client(token) for replica in replicas]
        self._numbers = count()
        self.acknowledged: set[str] = set()

    async def change(self) -> None:
        number = next(self._numbers)
        body = {"slug": f"council-{number}", "name": f"Council {number}", "gss_code": f"S12{number:06}"}
        try:
            answer = await self._clients[number % len(self._clients)].post("/api/v1/councils", json=body)
        except httpx.TransportError:
            return  # the replica that was asked is not there just now; whether it did it first, nobody can say
        assert answer.status_code == 201, answer.text
        self.acknowledged.add(body["slug"])

    async def close(self) -> None:
        for client in self._clients:
            await client.aclose()


@pytest.mark.timeout(300)
async def test_one_half_of_all_processes_restarted_and_then_the_other_under_load_lose_and_double_nothing(
    arena: Arena,
) -> None:
    first = await asyncio.gather(*(arena.service(name) for name in SERVICES))
    await asyncio.gather(*(one.ready() for one in first))
    second = [await arena.service(one.name, database_url=one.settings.database_url) for one in first]
    await asyncio.gather(*(one.ready() for one in second))
    by_name = {one.name: one for one in first}
    ledgers = [arena.ledger(one, prefix) for one, prefix in ((first[0], "a"), (second[0], "b"))]
    councils = Councils([one for one in (*first, *second) if one.name == "councils"], arena.token())

    numbers = count()
    async with for_as_long_as_it_takes(
        lambda: ledgers[0].change(next(numbers)), lambda: ledgers[1].change(next(numbers)), councils.change
    ):
        for half in (first, second):
            await asyncio.gather(*(restarted(one) for one in half))
    assert len(councils.acknowledged) > 20, "there was no load"
    await councils.close()

    ledgers[1].acknowledged |= ledgers[0].acknowledged
    ledgers[1].unsure |= ledgers[0].unsure
    await arena.converged(by_name["projects"], by_name["reporting"], ledgers[1], seconds=60)
    await arena.stream_is_in_order_and_holds_each_event_once()
    await eventually(lambda: everybody_heard_all(by_name), seconds=60)
    held = {row["slug"] for row in await by_name["councils"].sql("SELECT slug FROM council")}
    assert councils.acknowledged <= held
    told = [row["council"] for row in await by_name["reporting"].sql("SELECT council FROM council_fact")]
    assert sorted(told) == sorted(held)


async def restarted(one: ServiceProcess) -> None:
    one.process.ask_to_stop()
    await one.died()
    assert one.process.exit_code == 0, one.process.log_tail(20)
    await one.start()
    await one.ready(seconds=60)


@asynccontextmanager
async def for_as_long_as_it_takes(*changes: Any) -> AsyncIterator[None]:
    """Do these things again and again, each after its last, until what happens meanwhile has ended."""
    ended = asyncio.Event()

    async def go_on(change: Any) -> None:
        while not ended.is_set():
            await change()

    tasks = [asyncio.create_task(go_on(change)) for change in changes]
    try:
        yield
    finally:
        ended.set()
        await asyncio.gather(*tasks)


async def everybody_heard_all(services: dict[str, ServiceProcess]) -> None:
    for stream, hearers in HEARS_ALL.items():
        speaker = services[stream.lower()]
        said = sorted(row["event_id"] for row in await speaker.sql("SELECT event_id FROM outbox_event"))
        for name in hearers:
            rows = await services[name].sql("SELECT event_id FROM inbox WHERE stream = $1", stream)
            assert sorted(row["event_id"] for row in rows) == said, f"{name} has not heard what {stream} says"
            assert await services[name].sql("SELECT cause, error FROM dead_letter") == []
