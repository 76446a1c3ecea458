"""A receiver of webhooks on this machine: it writes down what comes, and answers as a test tells it to."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web

from tests.support.waiting import eventually


@dataclass(frozen=True, slots=True)
class Got:
    """A webhook as it came; `path` tells endpoints of one receiver apart."""

    path: str
    headers: dict[str, str]
    body: bytes
    at: float

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def event(self) -> dict[str, Any]:
        found: dict[str, Any] = orjson.loads(self.body)
        return found


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receiver answers, after a while or at once."""

    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    after: float = 0.0


Decide = Callable[[Got], Answer | Awaitable[Answer]]


class Receiver:
    """Endpoints at /<any name>; what each answers can be told at any time, one that was told nothing takes all."""

    def __init__(self) -> None:
        self.got: list[Got] = []
        self.taken: list[Got] = []
        """Those that were answered with 2xx."""
        self.open: dict[str, int] = {}
        self.most_open: dict[str, int] = {}
        """How many each endpoint had at once, at most."""
        self._answers: dict[str, Decide] = {}
        self._runner: web.AppRunner | None = None
        self.port = 0

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self.port}/{name}"

    def answers(self, name: str, answer: Answer | Decide) -> None:
        """Let an endpoint answer so from now on."""
        self._answers[name] = answer if callable(answer) else lambda _: answer

    def at(self, name: str) -> list[Got]:
        return [one for one in self.got if one.path == name]

    def taken_at(self, name: str) -> list[Got]:
        return [one for one in self.taken if one.path == name]

    async def has_taken(self, name: str, count: int, *, seconds: float = 20) -> list[Got]:
        """Wait until an endpoint has taken so many; return them."""

        async def check() -> list[Got]:
            found = self.taken_at(name)
            assert len(found) >= count, f"'{name}' has taken {len(found)} of {count}, and got {len(self.at(name))}"
            return found

        return await eventually(check, seconds=seconds)

    async def start(self, port: int = 0) -> None:
        app = web.Application(client_max_size=2**22)
        app.router.add_route("*", "/{name:.*}", self._take)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _take(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if request.method == "OPTIONS":
            origin = request.headers.get("WebHook-Request-Origin", "*")
            return web.Response(headers={"WebHook-Allowed-Origin": origin})
        self.open[name] = self.open.get(name, 0) + 1
        self.most_open[name] = max(self.most_open.get(name, 0), self.open[name])
        try:
            headers = {key.lower(): value for key, value in request.headers.items()}
            got = Got(name, headers, await request.read(), asyncio.get_running_loop().time())
            self.got.append(got)
            decide: Decide = self._answers.get(name, _take_it)
            decided = decide(got)
            answer = decided if isinstance(decided, Answer) else await decided
            if answer.after:
                await asyncio.sleep(answer.after)
            if answer.status // 100 == 2:
                self.taken.append(got)
            return web.Response(status=answer.status, headers=answer.headers, body=answer.body)
        finally:
            self.open[name] -= 1


def _take_it(_: Got) -> Answer:
    return Answer()


@asynccontextmanager
async def receiving(port: int = 0) -> AsyncIterator[Receiver]:
    """Run a receiver."""
    receiver = Receiver()
    await receiver.start(port)
    try:
        yield receiver
    finally:
        await receiver.stop()
