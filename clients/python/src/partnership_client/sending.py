"""The two senders: they carry out what `exchange` decides, one blocking, one awaiting, and hold the connection pool."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Generator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx

from partnership_client.call import Call, asked, plain
from partnership_client.exchange import Exchange, Outcome, Patience, Send, Step, exchange
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

    def ask(self, call: Call[T]) -> T:
        """Carry a call out and return its answer."""
        return call.read(self.carry_out(exchange(call, self.patience)))

    def carry_out(self, steps: Exchange) -> httpx.Response:
        """Do what an exchange says until it has its answer."""
        return _drive(steps, self._do)

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

    async def ask(self, call: Call[T]) -> T:
        """Carry a call out and return its answer."""
        return call.read(await self.carry_out(exchange(call, self.patience)))

    async def carry_out(self, steps: Exchange) -> httpx.Response:
        """Do what an exchange says until it has its answer."""
        step = next(steps)
        while True:
            try:
                outcome = await self._do(step)
            except httpx.TransportError as error:
                next_step = _raised(steps, error)
            else:
                next_step = _told(steps, outcome)
            if isinstance(next_step, httpx.Response):
                return next_step
            step = next_step

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


def _drive(steps: Exchange, do: Any) -> httpx.Response:
    step = next(steps)
    while True:
        try:
            outcome = do(step)
        except httpx.TransportError as error:
            next_step = _raised(steps, error)
        else:
            next_step = _told(steps, outcome)
        if isinstance(next_step, httpx.Response):
            return next_step
        step = next_step


def _told(steps: Generator[Step, Outcome, httpx.Response], outcome: Outcome) -> Step | httpx.Response:
    """Tell an exchange what came of its step; return the next one, or the answer."""
    try:
        return steps.send(outcome)
    except StopIteration as done:
        answer: httpx.Response = done.value
        return answer


def _raised(steps: Generator[Step, Outcome, httpx.Response], error: httpx.TransportError) -> Step | httpx.Response:
    try:
        return steps.throw(error)
    except StopIteration as done:
        answer: httpx.Response = done.value
        return answer


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
