"""The Office at work: what it asks of projects over HTTP, what it is refused, and what was told of it on the stream."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any, Self

import asyncpg
import httpx
from nats.js.errors import NotFoundError

from tests.support.waiting import eventually
from tests.support.world import Running, World

API = "/api/v1"
GO = {"outcome": "go", "by_role": "delivery-board"}

Json = dict[str, Any]
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it stands on the stream."""

    name: str
    key: str
    sequence: int
    id: str
    previous: str | None
    headers: dict[str, str]
    data: Json


def unused(noun: str) -> str:
    """Return a key that no other test uses."""
    return f"{noun}-{next(_numbers)}"


class Office:
    """A client with a token for everything, and an eye on what comes of it."""

    def __init__(self, world: World, running: Running, http: httpx.AsyncClient, database: asyncpg.Connection) -> None:
        self.world, self.running, self.http, self._database = world, running, http, database

    @classmethod
    @asynccontextmanager
    async def at(cls, world: World, running: Running) -> AsyncIterator[Self]:
        """Open what it needs, once: refusals are looked into far too often for a connection each."""
        database = await asyncpg.connect(running.dsn)
        try:
            async with running.client() as http:
                yield cls(world, running, http, database)
        finally:
            await database.close()

    async def ask(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """Send a request; header names are given with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.http.request(method, API + path, json=body, headers=named)

    async def get(self, path: str) -> Json:
        answer = await self.ask("GET", path)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def post(self, path: str, body: Any, *, status: int = 201) -> Json:
        """Have something done; what is made is found again at the address that the answer names."""
        answer = await self.ask("POST", path, body)
        assert answer.status_code == status, answer.text
        view: Json = answer.json()
        assert answer.headers["etag"] == f'"{view["version"]}"'
        if status == 201:
            assert answer.headers["location"] == view["href"]
        return view

    async def post_unsaved(self, path: str, body: Any) -> Json:
        """Ask for something that makes nothing."""
        answer = await self.ask("POST", path, body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def change(self, method: str, path: str, body: Any = None, *, version: int) -> Json:
        answer = await self.ask(method, path, body, If_Match=f'"{version}"')
        assert answer.status_code == 200, answer.text
        view: Json = answer.json()
        assert answer.headers["etag"] == f'"{view["version"]}"'
        return view

    async def refused(
        self, method: str, path: str, body: Any = None, *, status: int, code: str, **headers: str
    ) -> Json:
        """Be refused in the way that every refusal has, and change nothing by it."""
        before = await self.state()
        answer = await self.ask(method, path, body, **headers)
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        problem: Json = answer.json()
        assert (problem["status"], problem["code"]) == (status, code), problem
        assert problem["instance"] == API + path.partition("?")[0]
        assert await self.state() == before
        return problem

    async def state(self) -> list[int]:
        """Return what no refusal changes: how many events clients caused, and how many keys they claimed.

        What timers do by themselves meanwhile is not counted: it comes of a clock that was moved before.
        """
        (row,) = await self._database.fetch(
            """SELECT (SELECT count(*) FROM outbox_event WHERE headers ->> 'ce-actor' NOT LIKE 'service:%') AS events,
                      (SELECT count(*) FROM idempotency_key) AS keys"""
        )
        return [row["events"], row["keys"]]

    @asynccontextmanager
    async def meanwhile(self, change: str, *values: Any) -> AsyncIterator[Callable[[], Awaitable[None]]]:
        """Begin a change that is committed only at the end; yields what waits until some request waits for it."""
        other = await asyncpg.connect(self.running.dsn)

        async def somebody_waits() -> None:
            waiting = (
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )

            async def check() -> None:
                assert await self._database.fetchval(waiting), "nobody waits for the change"

            await eventually(check, seconds=5)

        try:
            async with other.transaction():
                await other.execute(change, *values)
                yield somebody_waits
        finally:
            await other.close()

    async def told(self, key: str, count: int) -> list[Told]:
        """Return what the stream holds about a key, once it is `count` events; more is a failure."""

        async def check() -> list[Told]:
            found = await self._about(key)
            assert len(found) >= count, f"the stream holds {len(found)} of {count} events about {key}"
            return found

        found = await eventually(check)
        assert len(found) == count, [one.name for one in found]
        return found

    async def recorded(self, key: str) -> list[str]:
        """Return the names of the events that were recorded about a key, whether published yet or not."""
        rows = await self._database.fetch("SELECT event_type, subject FROM outbox_event ORDER BY position")
        return [row["event_type"].split(".")[2] for row in rows if row["subject"].endswith(f".v1.{key}")]

    async def _about(self, key: str) -> list[Told]:
        found: list[Told] = []
        position = 1
        while True:
            try:
                message = await self.world.js.get_msg(
                    "PROJECTS", seq=position, subject=f"partnership.projects.*.v1.{key}", next=True
                )
            except NotFoundError:
                return found
            headers = message.headers or {}
            found.append(
                Told(
                    name=str(message.subject).split(".")[2],
                    key=headers["ce-subject"],
                    sequence=int(headers["ce-sequence"]),
                    id=headers["ce-id"],
                    previous=headers.get("ce-previousid"),
                    headers=headers,
                    data=json.loads(message.data or b"null"),
                )
            )
            position = (message.seq or position) + 1

    async def project(self, **said: Any) -> str:
        """Register a project and return its key."""
        body: Json = {"key": unused("project"), "name": "GDPR Readiness"} | said
        return str((await self.post("/projects", body))["key"])

    async def lifecycle(self, *phases: str) -> str:
        """Publish a template and return its key."""
        named = [{"key": key, "name": key.title()} for key in phases or ("discovery", "alpha", "beta", "live")]
        body = {"key": unused("lifecycle"), "name": "Service", "phases": named}
        return str((await self.post("/lifecycles", body))["key"])

    async def portfolio(self, **said: Any) -> str:
        """Open a portfolio and return its key."""
        body: Json = {"key": unused("portfolio"), "name": "Digital Place", "grouping": "portfolios-2019"}
        return str((await self.post("/portfolios", body | {"from": "2019-10-01"} | said))["key"])

    async def deliverable(self, **said: Any) -> str:
        """Register a deliverable and return its key."""
        project = said.pop("project", None) or await self.project()
        body: Json = {"key": unused("deliverable"), "project": project, "name": "GDPR toolkit"} | said
        return str((await self.post("/deliverables", body))["key"])

    async def release(self, **said: Any) -> str:
        """Plan a release and return its key."""
        body: Json = {"key": unused("release"), "name": "Release Two"} | said
        return str((await self.post("/releases", body))["key"])

    async def work_request(self, project: str, *councils: str, **said: Any) -> str:
        """Ask councils that take part in a project for work, and return the key of the request."""
        body: Json = {"key": unused("request"), "project": project, "title": "Test the toolkit", "text": "Try it"}
        body |= {"councils": list(councils or ("fife",)), "priority": "should", "due": "2190-01-01"}
        return str((await self.post("/work-requests", body | {"by_role": "project-lead"} | said))["key"])

    async def filled(self, *ready: bool, **said: Any) -> tuple[str, list[str]]:
        """Plan a release with deliverables in it, ready or not; return its key and theirs."""
        release, project = await self.release(**said), await self.project()
        keys = [await self.deliverable(project=project) for _ in ready]
        items = [{"deliverable": key, "ready": one} for key, one in zip(keys, ready, strict=True)]
        await self.post(f"/releases/{release}/deliverables", {"deliverables": items})
        return release, keys
