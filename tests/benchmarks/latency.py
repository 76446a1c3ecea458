"""From a commit to whoever hears of it: to a subscriber, and to the committed effect in another service.

Judged from outside: PostgreSQL writes down when each transaction committed, in both services' databases, and a
subscriber of ours looks at the clock of the same machine.
"""

import asyncio
from uuid import uuid4

from nats.aio.client import Client

from tests.benchmarks.driver import request
from tests.benchmarks.figures import Line, Series, at_most, below
from tests.benchmarks.house import Bench, House, Measured, connected, house
from tests.benchmarks.http_rows import CONNECTIONS, fill, keys
from tests.benchmarks.latency_floor import A_SECOND, Floor, Times, arrival_of, listening
from tests.benchmarks.profile import profiled
from tests.benchmarks.relay import like_ours
from tests.benchmarks.streams import all_heard

NAME = "latency"
EVENTS = 500
QUICK_EVENTS = 200
SENDERS = 8

COMMITTED = "SELECT last_event AS id, extract(epoch FROM pg_xact_commit_timestamp(xmin))::float AS at FROM deliverable"
EFFECTS = """SELECT event_id AS id, extract(epoch FROM pg_xact_commit_timestamp(xmin))::float AS at
             FROM deliverable_state_fact"""


async def measure(bench: Bench) -> list[Line]:
    heard: list[Times] = []
    done: list[Times] = []
    trips: list[Times] = []
    trips_and_commits: list[Times] = []
    async with house(bench) as home, home.operator() as client:
        await home.streams("councils")
        projects = await home.service("projects")
        reporting = await home.service("reporting")
        await fill(projects.settings.dsn)
        await client.jetstream().add_stream(like_ours("FLOOR"))
        floor = Floor(client, await home.database("projects"))
        for number in range(bench.rounds):
            to = "planned" if number % 2 else "in-progress"
            one, other = await _product(home, client, projects, reporting, to)
            heard.append(one)
            done.append(other)
            trips.append(await floor.round(commits=False))
            trips_and_commits.append(await floor.round(commits=True))
    return [
        *_judged("commit to subscriber", heard, trips, "publish and pull", 6),
        *_judged("commit to effect elsewhere", done, trips_and_commits, "the same and two commits", 9),
    ]


def _judged(what: str, ours: list[Times], floor: list[Times], named: str, limit: float) -> list[Line]:
    p50, p99 = _series(ours, 0.5), _series(ours, 0.99)
    return [
        at_most(NAME, f"{what}, p50", p50, _series(floor, 0.5), 2, named),
        at_most(NAME, f"{what}, p99", p99, _series(floor, 0.99), 3, named),
        below(NAME, f"{what}, p50", p50, limit),
    ]


def _series(rounds: list[Times], share: float) -> Series:
    return Series.of([sorted(times)[int(len(times) * share)] for times in rounds], "ms")


async def _product(
    home: House, client: Client, projects: Measured, reporting: Measured, to: str
) -> tuple[Times, Times]:
    """Ask for changes at a steady pace; return how long each took to a subscriber, and to its effect."""
    count = QUICK_EVENTS if home.bench.quick else EVENTS
    every = [key for connection in range(CONNECTIONS) for key in keys(connection)][:count]
    requests = [
        request(
            "POST",
            f"/api/v1/deliverables/{key}/state-changes",
            f'{{"to": "{to}"}}',
            authorization=f"Bearer {home.token()}",
            idempotency_key=str(uuid4()),
        ).encode()
        for key in every
    ]
    port = projects.settings.port
    async with listening(client.jetstream(), "PROJECTS") as arrived:
        profiles = home.bench.profiles
        async with profiled(projects.pid, profiles, NAME), profiled(reporting.pid, profiles, f"{NAME}-effect"):
            await asyncio.gather(*(paced(port, requests, first) for first in range(SENDERS)))
        await arrival_of(arrived, count)
        await all_heard(client)
    committed = await when(projects, COMMITTED)
    effects = await when(reporting, EFFECTS)
    # those of this round: each deliverable remembers its latest event only
    mine = [event for event in committed if event in arrived]
    if len(mine) != count or not effects.keys() >= set(mine):
        raise RuntimeError(f"of {count} events {len(mine)} arrived, and not every one had its effect")
    return (
        [(arrived[event] - committed[event]) * 1000 for event in mine],
        [(effects[event] - committed[event]) * 1000 for event in mine],
    )


async def when(service: Measured, query: str) -> dict[str, float]:
    async with connected(service.settings.dsn) as connection:
        return {str(row["id"]): row["at"] for row in await connection.fetch(query)}


async def paced(port: int, requests: list[bytes], first: int, a_second: int = A_SECOND) -> None:
    """Send every so-manieth request, each at its time."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    loop = asyncio.get_running_loop()
    began = loop.time()
    for number in range(first, len(requests), SENDERS):
        await asyncio.sleep(began + number / a_second - loop.time())
        writer.write(requests[number])
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 201"):
            raise RuntimeError(head.decode())
        length = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
        await reader.readexactly(int(length.partition(b":")[2]))
    writer.close()
