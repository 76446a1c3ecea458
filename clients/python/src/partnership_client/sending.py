"""The two senders: they carry out what `exchange` decides, one blocking, one awaiting, and hold the connection pool."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx

from partnership_client.exchange import Exchange, Outcome, Patience, Send, Step, exchange
from partnership_client.request import Request, asked, plain
from partnership_client.tokens import Tokens
from partnership_client.version import VERSION

T = TypeVar("T")
USER_AGENT = f"partnership-client/{VERSION}"
LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=20)


class Origin:
    """The address of a system; nothing of it, and no token, is ever sent to another."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise ValueError(f"{url!r} is no address: write it as 'https://…'")
        self.url = url.rstrip("/")

    def join(self, path: str) -> str:
        """Return the whole address of a path of ours."""
        if not path.startswith("/") or path.startswith("//"):
            raise ValueError(f"{path!r} is no path of this system")
        return self.url + path


class Sender:
    """Sends for the client that blocks."""

    def __init__(self, origin: Origin, tokens: Tokens, patience: Patience, http: httpx.Client | None) -> None:
        self.origin, self.tokens, self.patience = origin, tokens, patience
        self.http = http or httpx.Client(limits=LIMITS)
        self._fetching = threading.Lock()

    def ask(self, call: Request[T]) -> T:
        """Carry a call out and return its answer."""
        return call.read(self.carry_out(exchange(call, self.patience)))

    def carry_out(self, steps: Exchange) -> httpx.Response:
        """Do what an exchange says until it has its answer."""
        running = _Steps(steps)
        while running.answer is None:
            try:
                outcome = self._do(running.next)
            except httpx.TransportError as error:
                running.failed(error)
            else:
                running.told(outcome)
        return running.answer

    @contextmanager
    def stream(self, send: Send) -> Iterator[httpx.Response]:
        """Open an answer that is read as it comes."""
        response = self.http.send(self._request(send), stream=True, follow_redirects=False)
        try:
            yield response
        finally:
            response.close()

    def _do(self, step: Step) -> Outcome:
        if isinstance(step, Send):
            return self.http.send(self._request(step), follow_redirects=False)
        time.sleep(step.seconds)
        return None

    def _request(self, send: Send) -> httpx.Request:
        token = self._token(send) if send.call.authenticated and self.tokens.client_id else None
        body = send.call.upload.open() if send.call.upload else None
        return _request(self.http, self.origin, send, token, body)

    def _token(self, send: Send) -> str:
        if token := self.tokens.good(send.refused):
            return token
        with self._fetching:
            # whoever waited here finds the one that was just fetched
            if token := self.tokens.good(send.refused):
                return token
            asked_at, call = time.monotonic(), self.tokens.call()
            return self.tokens.keep(call.read(self.carry_out(exchange(call, self.patience, send.until))), asked_at)


class AsyncSender:
    """Sends for the client that awaits."""

    def __init__(self, origin: Origin, tokens: Tokens, patience: Patience, http: httpx.AsyncClient | None) -> None:
        self.origin, self.tokens, self.patience = origin, tokens, patience
        self.http = http or httpx.AsyncClient(limits=LIMITS)
        self._fetching = asyncio.Lock()

    async def ask(self, call: Request[T]) -> T:
        """Carry a call out and return its answer."""
        return call.read(await self.carry_out(exchange(call, self.patience)))

    async def carry_out(self, steps: Exchange) -> httpx.Response:
        """Do what an exchange says until it has its answer."""
        running = _Steps(steps)
        while running.answer is None:
            try:
                outcome = await self._do(running.next)
            except httpx.TransportError as error:
                running.failed(error)
            else:
                running.told(outcome)
        return running.answer

    @asynccontextmanager
    async def stream(self, send: Send) -> AsyncIterator[httpx.Response]:
        """Open an answer that is read as it comes."""
        response = await self.http.send(await self._request(send), stream=True, follow_redirects=False)
        try:
            yield response
        finally:
            await response.aclose()

    async def _do(self, step: Step) -> Outcome:
        if isinstance(step, Send):
            return await self.http.send(await self._request(step), follow_redirects=False)
        await asyncio.sleep(step.seconds)
        return None

    async def _request(self, send: Send) -> httpx.Request:
        token = await self._token(send) if send.call.authenticated and self.tokens.client_id else None
        body = _awaited(send.call.upload.open()) if send.call.upload else None
        return _request(self.http, self.origin, send, token, body)

    async def _token(self, send: Send) -> str:
        if token := self.tokens.good(send.refused):
            return token
        async with self._fetching:
            # whoever waited here finds the one that was just fetched
            if token := self.tokens.good(send.refused):
                return token
            asked_at, call = time.monotonic(), self.tokens.call()
            answer = await self.carry_out(exchange(call, self.patience, send.until))
            return self.tokens.keep(call.read(answer), asked_at)


class _Steps:
    """An exchange while it runs: `next` is its next step, until there is an answer."""

    def __init__(self, steps: Exchange) -> None:
        self._steps = steps
        self.answer: httpx.Response | None = None
        self.next = next(steps)

    def told(self, outcome: Outcome) -> None:
        """Tell what came of the step."""
        self._go(lambda: self._steps.send(outcome))

    def failed(self, error: httpx.TransportError) -> None:
        """Tell that no answer came."""
        self._go(lambda: self._steps.throw(error))

    def _go(self, go: Callable[[], Step]) -> None:
        try:
            self.next = go()
        except StopIteration as done:
            self.answer = done.value


def _request(
    http: httpx.Client | httpx.AsyncClient, origin: Origin, send: Send, token: str | None, body: Any
) -> httpx.Request:
    call = send.call
    headers = {"User-Agent": USER_AGENT, **call.sent_headers()}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    return http.build_request(
        call.method,
        origin.join(call.path),
        params=asked(call.query) or None,
        json=plain(call.body) if call.body is not None else None,
        data=call.form,
        content=body,
        headers=headers,
        timeout=send.timeout,
    )


async def _awaited(pieces: Iterable[bytes]) -> AsyncIterator[bytes]:
    # each piece is small and from a local disk
    for piece in pieces:
        yield piece
