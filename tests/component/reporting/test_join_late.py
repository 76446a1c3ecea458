"""Joining late, while others write: a snapshot and the feed from its cursor make what the newest snapshot shows."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Self

import httpx
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as some
from partnership_client.event import Event
from partnership_client.models.snapshots import Rules, Snapshot
from partnership_client.receiver import Copy
from partnership_client.receiver.copies import hashed

from services.reporting.domain.states.tree import Tree
from tests.support.servers import Servers
from tests.support.some import fewer
from tests.support.templates import Templates
from tests.support.waiting import eventually
from tests.support.world import Running, World
from tests.support.world import world as provide_world

STREAMS = ("PROJECTS", "COUNCILS")
COUNCIL = "fife"
_numbers = count(1)


@dataclass
class Late:
    """Someone who joined with a snapshot, and goes on from its cursor."""

    council: str | None
    scope: str
    snapshot: Snapshot


@dataclass
class House:
    """All four services, and people who write, join and read."""

    world: World
    projects: Running
    councils: Running
    notifications: Running
    reporting: Running
    keys: list[str] = field(default_factory=list)
    joined: list[Late] = field(default_factory=list)

    @classmethod
    async def of(cls, world: World) -> Self:
        house = cls(
            world,
            projects=await world.start("projects"),
            councils=await world.start("councils"),
            notifications=await world.start("notifications"),
            reporting=await world.start("reporting"),
        )
        for one in (house.projects, house.councils, house.notifications, house.reporting):
            await one.ready(seconds=60)
        return house

    async def write(self, what: int) -> None:
        """Change something, as clients do; two that change the same thing at once are told so."""
        number = next(_numbers)
        kinds: list[Callable[[int], Awaitable[None]]] = [self._project, self._rename, self._deliverable, self._council]
        await kinds[what % len(kinds)](number)

    async def _project(self, number: int) -> None:
        async with self.projects.client() as client:
            key = f"project-{number}"
            await self._made(client, "/projects", {"key": key, "name": "One", "lead_councils": [COUNCIL]})
            self.keys.append(key)

    async def _rename(self, number: int) -> None:
        if not self.keys:
            await self._project(number)
            return
        path = f"/api/v1/projects/{self.keys[number % len(self.keys)]}"
        async with self.projects.client() as client:
            tag = (await client.get(path)).headers["etag"]
            answer = await client.patch(path, json={"name": f"Name {number}"}, headers={"If-Match": tag})
            assert answer.status_code in {200, 412}, answer.text

    async def _deliverable(self, number: int) -> None:
        if not self.keys:
            await self._project(number)
            return
        body = {"key": f"deliverable-{number}", "project": self.keys[number % len(self.keys)], "name": "Toolkit"}
        async with self.projects.client() as client:
            await self._made(client, "/deliverables", body)

    async def _council(self, number: int) -> None:
        async with self.councils.client() as client:
            await self._made(
                client, "/councils", {"slug": f"council-{number}", "name": "A council", "gss_code": f"S12{number:06}"}
            )

    async def _made(self, client: httpx.AsyncClient, path: str, body: dict[str, Any]) -> None:
        answer = await client.post(f"/api/v1{path}", json=body)
        assert answer.status_code == 201, answer.text

    async def join(self, council: str | None = None, scope: str = "programme") -> Snapshot:
        async with self.reporting.client("events:read", council=council) as client:
            answer = await client.get("/api/v1/snapshot", params={"scope": scope})
        assert answer.status_code == 200, answer.text
        found = Snapshot.model_validate(answer.json())
        self.joined.append(Late(council, scope, found))
        return found

    async def rules(self) -> Rules:
        async with self.reporting.client("events:read") as client:
            return Rules.model_validate((await client.get("/api/v1/snapshot/rules")).json())

    async def feed(self, cursor: str, council: str | None) -> list[Event]:
        """Return all that the feed tells after a cursor."""
        found: list[Event] = []
        path: str | None = f"/api/v1/events?after={cursor}&limit=200"
        async with self.notifications.client("events:read", council=council) as client:
            while path:
                page = (await client.get(path)).json()
                found += [Event.model_validate(one) for one in page["items"]]
                path = page["next"]
        return found

    async def heard(self) -> None:
        """Wait until all that was said is published, and taken in by reporting and notifications."""

        async def check() -> None:
            for running, stream in ((self.projects, "PROJECTS"), (self.councils, "COUNCILS")):
                (row,) = await running.sql(
                    "SELECT count(*) FILTER (WHERE published_at IS NULL) AS waiting, count(*) AS said FROM outbox_event"
                )
                assert row["waiting"] == 0, f"{row['waiting']} events of {stream} are not published"
                info = await self.world.js.stream_info(stream)
                assert info.state.messages >= row["said"], "the stream is not filled again yet"
                for name in ("reporting", "notifications"):
                    durable = await self.world.js.consumer_info(stream, name)
                    assert not durable.num_pending, f"{name} has not heard {durable.num_pending} of {stream}"
                    assert not durable.num_ack_pending, f"{name} has not settled {durable.num_ack_pending} of {stream}"

        await eventually(check, seconds=60)

    async def all_agree(self, joined: Iterable[Late]) -> None:
        """See that everyone who joined comes to what the newest snapshot shows, and that its digest is theirs."""
        await self.heard()
        rules, now = await self.rules(), {}
        for late in joined:
            what = (late.council, late.scope)
            if what not in now:
                now[what] = await self.join(*what)
                self.joined.pop()
            newest, copy = now[what], Copy(rules, late.snapshot.items)
            for event in await self.feed(late.snapshot.cursor, late.council):
                copy.apply(event)
            right = Copy(rules, newest.items).items
            assert copy.items.keys() == right.keys()
            assert copy.items == right
            assert Tree({name: hashed(item) for name, item in copy.items.items()}).root().sha256 == newest.sha256


@pytest.fixture(scope="module")
async def house(servers: Servers, templates: Templates) -> AsyncIterator[House]:
    async with provide_world(servers, templates) as world:
        yield await House.of(world)


WRITES = some.lists(some.integers(0, 3), min_size=1, max_size=12)


@settings(max_examples=fewer(8), phases=[Phase.generate], deadline=None)
@given(waves=some.lists(some.tuples(WRITES, some.integers(0, 3)), min_size=1, max_size=4))
async def test_a_snapshot_and_the_feed_after_it_make_the_newest_snapshot(
    house: House, waves: list[tuple[list[int], int]]
) -> None:
    house.joined.clear()
    for writes, looks in waves:
        lookers = [house.join(COUNCIL if number % 2 else None) for number in range(looks)]
        await asyncio.gather(*(house.write(one) for one in writes), *lookers)
    await house.all_agree(list(house.joined))


async def test_cursors_of_snapshots_outlive_the_broker_s_store_and_the_log(house: House) -> None:
    house.joined.clear()
    for _ in range(4):
        await asyncio.gather(*(house.write(what) for what in (0, 1, 2, 3, 1, 1)), house.join(), house.join(COUNCIL))
    joined = list(house.joined)
    for stream in (*STREAMS, "NOTIFICATIONS", "REPORTING"):
        await house.world.js.delete_stream(stream)
    await asyncio.gather(*(house.write(what) for what in (1, 2, 3)), house.join(), house.join(COUNCIL))
    joined += house.joined[len(joined) :]
    await house.all_agree(joined)

    await house.notifications.stop()
    for stream in (*STREAMS, "NOTIFICATIONS", "REPORTING"):
        await house.world.js.delete_consumer(stream, "notifications")
    house.notifications = await house.world.start("notifications")
    await house.notifications.ready(seconds=60)
    await house.write(1)
    await house.all_agree(joined)
