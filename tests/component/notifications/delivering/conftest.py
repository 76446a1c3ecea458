"""A notifications service that delivers and a receiver for each module, whose tests have endpoints of their own."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import httpx
import pytest

from shared.events.projects import DeliverableRenamed
from tests.support.hooks import standing, webhook
from tests.support.receiving import Receiver, receiving
from tests.support.servers import Servers
from tests.support.templates import Templates
from tests.support.waiting import eventually
from tests.support.world import Running, World
from tests.support.world import world as provide_world

CHANGES = ("events:read", "subscriptions:write", "operations")


class Hook(Protocol):
    """Makes a webhook subscription to an endpoint of the receiver."""

    async def __call__(self, endpoint: str, **settings: Any) -> str: ...


@pytest.fixture(scope="module")
async def world(servers: Servers, templates: Templates) -> AsyncIterator[World]:
    async with provide_world(servers, templates) as made:
        yield made


@pytest.fixture(scope="module")
async def notifications(world: World) -> Running:
    await world.streams()
    running = await world.start("notifications", webhook_seconds=1, clock_movable=True, time_scale=0.02)
    await running.ready()
    return running


@pytest.fixture(scope="module")
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as made:
        yield made


@pytest.fixture(scope="module")
async def office(notifications: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with notifications.client(*CHANGES) as client:
        yield client


@pytest.fixture(scope="module")
async def fife(notifications: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with notifications.client(*CHANGES, council="fife", client="fife-system") as client:
        yield client


@pytest.fixture
async def hook(notifications: Running, receiver: Receiver) -> AsyncIterator[Hook]:
    """Make subscriptions that end with the test."""
    made: list[str] = []

    async def make(endpoint: str, **settings: Any) -> str:
        url = settings.pop("url", None) or receiver.url(endpoint)
        settings.setdefault("types", (DeliverableRenamed.type_name(),))
        made.append(await webhook(notifications.settings, endpoint, url, **settings))
        return made[-1]

    yield make
    await notifications.sql(
        "UPDATE subscription SET state = 'stopped', cause = 'ended', with_head = false WHERE id = ANY($1::text[])", made
    )
    await notifications.sql("UPDATE planning_head SET generation = generation + 1")


@pytest.fixture
def stands(notifications: Running) -> Callable[..., Awaitable[dict[str, Any]]]:
    """Wait until a subscription stands so; return how it and its endpoint stand."""

    async def wait(subscription: str, state: str, cause: str | None = None, *, seconds: float = 20) -> dict[str, Any]:
        async def check() -> dict[str, Any]:
            found = await standing(notifications.settings, subscription)
            assert (found["state"], found["cause"]) == (state, cause), found
            return found

        return await eventually(check, seconds=seconds)

    return wait


@pytest.fixture
def say(world: World) -> Callable[..., Awaitable[None]]:
    """Say that deliverables were renamed, each to as many names as are wanted, in turn."""

    async def tell(*keys: str, first: int = 0, names: int = 1) -> None:
        for number in range(first, first + names):
            for key in keys:
                await world.say(DeliverableRenamed(deliverable=key, project="a-project", name=f"name {number}"))

    return tell


@pytest.fixture
def days_pass(office: httpx.AsyncClient) -> Callable[[int], Awaitable[None]]:
    """Move the clock on by some days."""

    async def move(days: int) -> None:
        now = (await office.get("/api/v1/operations/notifications/clock")).json()["today"]
        to = datetime.fromisoformat(now).replace(tzinfo=UTC) + timedelta(days=days)
        answer = await office.post("/api/v1/operations/notifications/clock", json={"today": to.date().isoformat()})
        assert answer.status_code == 200, answer.text

    return move
