"""The clock of one service is ten minutes wrong: tokens are taken, and every effect happens once, in order."""

import asyncio
from pathlib import Path

import httpx
import pytest

from shared.auth import SCOPES
from tests.support.arena import Arena
from tests.support.processes import ServiceProcess

WRONG_SECONDS = 600
LIBRARY = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))), None)

pytestmark = pytest.mark.skipif(LIBRARY is None, reason="libfaketime is not installed (apt-get install faketime)")


def wrong(seconds: int) -> dict[str, str]:
    """Return the environment of a process whose clock is so many seconds ahead."""
    return {"LD_PRELOAD": str(LIBRARY), "FAKETIME": f"{seconds:+d}s", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


@pytest.fixture(params=[WRONG_SECONDS, -WRONG_SECONDS], ids=["fast", "slow"])
def seconds(request: pytest.FixtureRequest) -> int:
    """How far a clock is ahead."""
    return int(request.param)


async def token(councils: ServiceProcess, secret: str) -> str:
    """Get an access token, as any client does."""
    form = {"grant_type": "client_credentials", "client_id": "office", "client_secret": secret}
    async with httpx.AsyncClient(base_url=councils.url, timeout=15) as anyone:
        answer = await anyone.post("/oauth/token", data=form)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


async def office(arena: Arena, councils: ServiceProcess) -> str:
    """Register a client and return its secret."""
    async with councils.client(arena.token()) as client:
        wish = {"client_id": "office", "name": "The Office", "scopes": sorted(SCOPES)}
        answer = await client.post("/api/v1/clients", json=wish)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["secret"])


async def skew(projects: ServiceProcess) -> float:
    """Return how far ahead of PostgreSQL's clock the service recorded its newest event."""
    (row,) = await projects.sql("""
        SELECT EXTRACT(epoch FROM recorded_at - published_at)::float AS seconds FROM outbox_event
         WHERE published_at IS NOT NULL ORDER BY position DESC LIMIT 1""")
    return float(row["seconds"])


async def test_a_clock_that_is_wrong_changes_neither_who_may_come_in_nor_what_happens(
    arena: Arena, seconds: int
) -> None:
    projects, councils, echo = await asyncio.gather(
        arena.service("projects", start=False), arena.service("councils"), arena.echo()
    )
    await projects.start(**wrong(seconds))
    await asyncio.gather(projects.ready(), councils.ready(), echo.ready())
    secret = await office(arena, councils)
    ledger = arena.ledger(projects, token=await token(councils, secret))
    await ledger.changes(range(30))
    assert set(ledger.statuses) <= {200, 201}, ledger.statuses
    await arena.each_effect_once_and_in_order(projects, echo, ledger)
    assert abs(await skew(projects) - seconds) < WRONG_SECONDS / 2, "its clock was right"

    # now that of the service which issues the tokens, and the other one set right
    for service, clock in ((projects, {}), (councils, wrong(seconds))):
        service.process.kill()
        await service.start(**clock)
    await asyncio.gather(projects.ready(), councils.ready())
    later = arena.ledger(projects, "q", token=await token(councils, secret))
    await later.changes(range(30))
    assert set(later.statuses) <= {200, 201}, later.statuses
    await arena.each_effect_once_and_in_order(projects, echo, later)
    assert abs(await skew(projects)) < WRONG_SECONDS / 2
    await arena.stream_is_in_order_and_holds_each_event_once()
