"""The gate before every route: no token, no entry, unless it is listed as public; each request gets its id."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping

import structlog
import uuid_utils
from opentelemetry import trace
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.auth import Caller, is_public
from shared.errors import MalformedError, TooLargeError
from shared.web import sessions
from shared.web.problems import failure

MAX_BODY_BYTES = 1024 * 1024
"""What any request may send, unless its address takes more."""
MAX_DRAINED_BYTES = 32 * 1024 * 1024
DRAIN_SECONDS = 10
MIB = 1024 * 1024
Verify = Callable[[str], Awaitable[Caller]]
NUL = (b"\x00", b"%00")
_CORRELATION = re.compile(rb"^[\x21-\x7e]{1,100}$")


class Gate:
    """ASGI middleware: deny by default."""

    def __init__(
        self, app: ASGIApp, verify: Verify, bodies: Mapping[str, int] | None = None, public_url: str = ""
    ) -> None:
        self.app, self.verify, self.bodies, self.public_url = app, verify, bodies or {}, public_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope["correlation"] = correlation = _correlation(scope)

        started, unread = False, _has_body(scope)

        async def received() -> Message:
            nonlocal unread
            message = await receive()
            unread = message.get("more_body", False)
            return message

        async def send_with_id(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                if unread:
                    await _drain(received)
                started = True
                message.setdefault("headers", []).append((b"x-correlation-id", correlation.encode()))
            await send(message)

        # never taken back: a server gives each request a context of its own
        structlog.contextvars.bind_contextvars(correlation_id=correlation)
        try:
            _refuse_nul(scope)
            if not is_public(scope["method"], scope["path"]):
                scope["caller"] = caller = await self.verify(sessions.token_of(scope, self.public_url))
                trace.get_current_span().set_attribute("enduser.id", caller.client)
            sessions.refuse_foreign(scope, self.public_url)
            most = self.bodies.get(scope["path"], MAX_BODY_BYTES)
            await self.app(scope, _limited(scope, received, most), send_with_id)
        except Exception as error:
            if started:
                raise
            answer = sessions.to_sign_in(error, scope) or failure(error, scope["method"], scope["path"])
            await answer(scope, received, send_with_id)


def _correlation(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-correlation-id" and _CORRELATION.match(value):
            return str(value.decode())
    return str(uuid_utils.uuid4())


def _limited(scope: Scope, receive: Receive, most: int) -> Receive:
    """Return a `receive` that takes no more than we allow; a body that is announced as larger is refused unread."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit() and int(value[:20]) > most:
            raise TooLargeError(too_large(most))
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            # FastAPI takes any other error while it reads a body for a malformed one
            raise HTTPException(TooLargeError.status, too_large(most))
        return message

    return limited


def too_large(most: int) -> str:
    """Return why a body is refused."""
    return f"A body has at most {most // MIB:,} MiB."


def _has_body(scope: Scope) -> bool:
    return any(
        name == b"transfer-encoding" or (name == b"content-length" and value != b"0")
        for name, value in scope["headers"]
    )


async def _drain(receive: Receive) -> None:
    """Read a body that nobody asked for to its end, within bounds, before the answer.

    Many clients read no answer before they have sent it all, and a gateway between may cut short one that comes early.
    """
    left = MAX_DRAINED_BYTES
    try:
        async with asyncio.timeout(DRAIN_SECONDS):
            while left > 0:
                message = await receive()
                if not message.get("more_body", False):
                    return
                left -= len(message.get("body", b""))
    except TimeoutError:
        return


def _refuse_nul(scope: Scope) -> None:
    raw = scope.get("raw_path") or scope["path"].encode()
    if any(nul in part for part in (raw, scope["query_string"]) for nul in NUL):
        raise MalformedError("An address must not hold NUL characters.")
