"""Reads: a GET of one resource with its ETag, beside a bare read by primary key as JSON."""

from tests.benchmarks.driver import request
from tests.benchmarks.figures import Line, at_least, told
from tests.benchmarks.house import Bench
from tests.benchmarks.http_rows import CONNECTIONS, DELIVERABLES, Request, ceiling, contest, contestant, in_turn, keys

NAME = "read"
FASTEST = 9000


async def measure(bench: Bench) -> list[Line]:
    async with contest(bench) as home:
        serve = await contestant(home, "serve", _reads("/api/v1/deliverables", home.token()), FASTEST)
        bare = await ceiling(home, _reads("/deliverables", home.token()), FASTEST)
        await in_turn(bench, NAME, [serve, bare])
    return [
        at_least(NAME, "requests, serve", serve.rates, bare.rates, 0.6, "FastAPI + asyncpg"),
        told(NAME, "p99", serve.p99, bare.p99),
        told(NAME, "p50", serve.p50, bare.p50),
        told(NAME, "CPU a request", serve.cost, bare.cost),
    ]


def _reads(path: str, token: str) -> Request:
    mine = [
        [request("GET", f"{path}/{key}", authorization=f"Bearer {token}") for key in keys(connection)]
        for connection in range(CONNECTIONS)
    ]
    return lambda connection, number: mine[connection][number % DELIVERABLES]
