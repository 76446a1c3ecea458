"""What the stories of the end-to-end tests are told with: clients that act over the gateway, a clock, and a voice."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Self
from uuid import uuid4

import httpx

from deploy.clock import SERVICES
from tests.support.waiting import eventually
from tests.support.whole import Whole

Json = dict[str, Any]
HEARD_SECONDS = 30


@dataclass
class Teller:
    """Somebody who acts: the Office or a council, with a client of its own."""

    name: str
    http: httpx.AsyncClient

    async def ask(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.http.request(method, f"/api/v1{path}", json=body, headers=named)

    async def get(self, path: str) -> Json:
        return await self._granted("GET", path)

    async def post(self, path: str, body: Any) -> Json:
        """Have something done; the same request under the same key is done once, however often it is sent."""
        return await self._granted("POST", path, body, Idempotency_Key=str(uuid4()))

    async def change(self, method: str, path: str, body: Any = None, *, of: str | None = None) -> Json:
        """Change what stands at `of` (or at the path itself), as it was read just now."""
        read = await self.ask("GET", of or path)
        assert read.status_code == 200, read.text
        return await self._granted(method, path, body, If_Match=read.headers["etag"])

    async def refused(self, method: str, path: str, body: Any = None, *, status: int, code: str) -> str:
        """Be refused, and return the sentence that says why."""
        answer = await self.ask(method, path, body)
        assert (answer.status_code, answer.json().get("code")) == (status, code), answer.text
        return str(answer.json()["detail"])

    async def _granted(self, method: str, path: str, body: Any = None, **headers: str) -> Json:
        answer = await self.ask(method, path, body, **headers)
        assert answer.is_success, f"{self.name}: {method} {path}: {answer.status_code} {answer.text}"
        return dict(answer.json())


@dataclass
class Story:
    """A run of a story on a running system: who takes part, which day it is, and what was told of it so far."""

    whole: Whole
    say: Callable[[str], None]
    office: Teller
    stack: AsyncExitStack
    cursor: str = ""
    mark: str = field(default_factory=lambda: uuid4().hex[:6])
    """Part of every key, so that a story can be told again on the same system."""

    @classmethod
    async def begin(cls, whole: Whole, stack: AsyncExitStack, say: Callable[[str], None]) -> Self:
        http = await stack.enter_async_context(whole.client())
        story = cls(whole, say, Teller("the Digital Office", http), stack)
        story.cursor = (await story.office.get("/events?after=latest"))["cursor"]
        return story

    def key(self, name: str) -> str:
        return f"{name}-{self.mark}"

    async def council(self, slug: str, *scopes: str) -> Teller:
        """Give a council a client of its own."""
        wanted = list(scopes) or ["programme:read", "adoptions:write", "events:read"]
        client = self.key(f"{slug}-system")
        body = {"client_id": client, "name": f"The system of {slug}", "council": slug, "scopes": wanted}
        made = await self.office.post("/clients", body)
        http = await self.stack.enter_async_context(self.whole.client(client, made["secret"]))
        return Teller(slug, http)

    async def today(self) -> date:
        return date.fromisoformat((await self.office.get("/operations/projects/clock"))["today"])

    async def pass_days(self, days: int) -> date:
        """Move the clock of all four services on; return the day it is then."""
        day = await self.today() + timedelta(days=days)
        for service in SERVICES:
            await self.office.post(f"/operations/{service}/clock", {"today": day.isoformat()})
        self.say(f"{days} days pass; it is {day:%-d %B %Y}.")
        return day

    async def heard(self, kind: str, key: str) -> Json:
        """Return the data of the first event of a kind about a key since the story began, once the feed has it."""

        async def found() -> Json:
            after = self.cursor
            while True:
                page = await self.office.get(f"/events?after={after}&types={kind}&limit=200")
                for event in page["items"]:
                    if event["subject"] == key:
                        return dict(event["data"])
                if not page["items"]:
                    raise AssertionError(f"the feed holds no {kind} about {key}")
                after = page["cursor"]

        return await eventually(found, seconds=HEARD_SECONDS)

    async def times_heard(self, kind: str, key: str) -> int:
        """Count the events of a kind about a key since the story began."""
        count, after = 0, self.cursor
        while True:
            page = await self.office.get(f"/events?after={after}&types={kind}&limit=200")
            if not page["items"]:
                return count
            count += sum(event["subject"] == key for event in page["items"])
            after = page["cursor"]


async def becomes(look: Callable[[], Any], wanted: Callable[[Any], bool], what: str) -> Any:
    """Wait until what is looked at is as wanted; return it."""

    async def check() -> Any:
        found = await look()
        assert wanted(found), f"{what}: {found}"
        return found

    return await eventually(check, seconds=HEARD_SECONDS)


async def together(*asked: Any) -> list[Any]:
    """Do several things at the same moment."""
    return list(await asyncio.gather(*asked))
