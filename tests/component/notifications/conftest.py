"""A notifications service that hears streams on which the test speaks for its neighbours."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest

from tests.support.waiting import eventually
from tests.support.world import Running, World

Read = Callable[..., Awaitable[list[dict[str, Any]]]]


@pytest.fixture
async def notifications(world: World) -> Running:
    await world.streams()
    running = await world.start("notifications")
    await running.ready()
    return running


@pytest.fixture
async def office(notifications: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with notifications.client("events:read") as client:
        yield client


@pytest.fixture
async def fife(notifications: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with notifications.client("events:read", council="fife", client="fife-system") as client:
        yield client


@pytest.fixture
def kept(notifications: Running) -> Callable[[int], Awaitable[None]]:
    """Wait until the log holds so many events."""

    async def wait(count: int) -> None:
        async def check() -> None:
            (row,) = await notifications.sql("SELECT count(*) AS events FROM event_log")
            assert row["events"] >= count, f"the log holds {row['events']} of {count} events"

        await eventually(check)

    return wait
