"""Commands: a POST that locks, changes, says so in the outbox and commits; ours does all that a service owes beside."""

from uuid import uuid4

from tests.benchmarks.driver import request
from tests.benchmarks.figures import Line, at_least, at_most, told
from tests.benchmarks.house import Bench
from tests.benchmarks.http_rows import CONNECTIONS, DELIVERABLES, Request, ceiling, contest, contestant, in_turn, keys

NAME = "command"
FASTEST = 5000


async def measure(bench: Bench) -> list[Line]:
    async with contest(bench) as home:
        ours = changes("/api/v1/deliverables", home.token())
        serve = await contestant(home, "serve", ours, FASTEST)
        api = await contestant(home, "api", ours, FASTEST)
        bare = await ceiling(home, changes("/deliverables", home.token()), FASTEST)
        await in_turn(bench, NAME, [serve, bare, api])
    return [
        at_least(NAME, "requests, serve (with the relay)", serve.rates, bare.rates, 0.6, "FastAPI + asyncpg"),
        at_most(NAME, "p99, serve", serve.p99, bare.p99, 3, "FastAPI + asyncpg"),
        told(NAME, "p50, serve", serve.p50, bare.p50),
        told(NAME, "CPU a request, serve", serve.cost, bare.cost),
        told(NAME, "requests, api alone", api.rates, bare.rates),
        told(NAME, "p99, api alone", api.p99, bare.p99),
        told(NAME, "CPU a request, api alone", api.cost, bare.cost),
    ]


def changes(path: str, token: str) -> Request:
    """Return what moves a connection's deliverables to and fro, one after the other."""
    mine = [keys(connection) for connection in range(CONNECTIONS)]

    def change(connection: int, number: int) -> str:
        to = "planned" if number // DELIVERABLES % 2 else "in-progress"
        return request(
            "POST",
            f"{path}/{mine[connection][number % DELIVERABLES]}/state-changes",
            f'{{"to": "{to}"}}',
            authorization=f"Bearer {token}",
            idempotency_key=str(uuid4()),
        )

    return change
