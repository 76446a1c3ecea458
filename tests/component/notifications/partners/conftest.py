"""A notifications service that looks after partners on the broker, one for each module of tests."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest

from shared.events.projects import ProjectDetailsChanged
from tests.support.servers import Servers
from tests.support.templates import Templates
from tests.support.waiting import eventually
from tests.support.world import Running, World
from tests.support.world import world as provide_world

Subscribe = Callable[..., Awaitable[dict[str, Any]]]
Say = Callable[[str], Awaitable[str]]


@pytest.fixture(scope="module")
async def world(servers: Servers, templates: Templates) -> AsyncIterator[World]:
    if servers.partners_file is None:
        pytest.skip("the broker is not on this machine, so nobody here can write the accounts of partners for it")
    async with provide_world(servers, templates) as made:
        yield made


@pytest.fixture(scope="module")
async def notifications(world: World, servers: Servers) -> Running:
    await world.streams()
    running = await world.start(
        "notifications",
        partners_file=servers.partners_file,
        partners_password=servers.nats_passwords["partners"],
        reload_password=servers.nats_passwords["reload"],
        broker_urls=servers.nats_url,
    )
    await running.ready()
    return running


@pytest.fixture(scope="module")
async def office(notifications: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with notifications.client("events:read", "subscriptions:write") as client:
        yield client


@pytest.fixture(scope="module")
async def fife(notifications: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with notifications.client("events:read", "subscriptions:write", council="fife", client="fife-tool") as client:
        yield client


@pytest.fixture(scope="module")
def say(world: World) -> Say:
    """Say that a project's name is another; return that name."""

    async def say(project: str) -> str:
        say.number += 1  # type: ignore[attr-defined]
        name = f"{project} {say.number}"  # type: ignore[attr-defined]
        await world.say(ProjectDetailsChanged(project=project, name=name))
        return name

    say.number = 0  # type: ignore[attr-defined]
    return say


@pytest.fixture(scope="module")
def subscribe(office: httpx.AsyncClient) -> Subscribe:
    """Subscribe by broker, and return the subscription once everything is in place there."""

    async def subscribe(client: httpx.AsyncClient | None = None, **wish: Any) -> dict[str, Any]:
        asks = client or office
        answer = await asks.post("/api/v1/subscriptions", json={"name": "A partner", "road": "broker"} | wish)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        await in_place(asks, made["href"])
        return made

    return subscribe


async def in_place(client: httpx.AsyncClient, href: str) -> dict[str, Any]:
    """Wait until everything is on the broker as it should be; return how the partner comes in."""

    async def check() -> dict[str, Any]:
        access: dict[str, Any] = (await client.get(f"{href}/broker")).json()
        assert access["in_place"], access
        return access

    return await eventually(check)
