"""What endpoints answer: read up to a limit, judged by its status, and told in words of ours."""

import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from aiohttp import (
    ClientConnectorCertificateError,
    ClientConnectorDNSError,
    ClientError,
    ClientHttpProxyError,
    ClientOSError,
    ClientPayloadError,
    ClientProxyConnectionError,
    ClientResponse,
    ClientResponseError,
    ClientSSLError,
    ServerDisconnectedError,
)

from services.notifications.webhooks.guard import BlockedError
from services.notifications.webhooks.messages import Kind

MAX_ANSWER = 64 * 1024
LONGEST_WAIT = 30 * 86_400.0
MOST_HEADERS = 40
LONGEST_HEADER = 500
SECRET_HEADERS = {"set-cookie", "set-cookie2", "authorization", "proxy-authenticate", "www-authenticate", "cookie"}

GONE = 410
SLOW = {429, 502, 504}
UNAVAILABLE = 503

WORDS: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
    ((ClientSSLError, ssl.SSLError), "no secure connection could be made"),
    (ClientProxyConnectionError, "the outgoing proxy could not be reached"),
    (ClientConnectorDNSError, "its host could not be found"),
    (ServerDisconnectedError, "it closed the connection before it answered"),
    (ClientResponseError, "its answer was no HTTP"),
    (ConnectionResetError, "it closed the connection"),
    (ClientOSError, "it could not be reached"),
    (ClientPayloadError, "its answer ended before it was whole"),
    (ClientError, "its answer was no HTTP"),
    (OSError, "its host could not be found"),
)
"""What is said of an error: the first that fits, the last being of who looks names up."""


async def read(response: ClientResponse) -> tuple[bytes, bool]:
    """Return the first 64 KiB of an answer's body, and whether there is more; what is more is never read."""
    taken: list[bytes] = []
    size = 0
    while not response.content.at_eof():
        part = await response.content.readany()
        taken.append(part)
        size += len(part)
        if size > MAX_ANSWER:
            # not read to its end, so the connection is of no more use
            response.close()
            return b"".join(taken)[:MAX_ANSWER], True
    return b"".join(taken), False


def judged(status: int, retry_after: float | None) -> tuple[Kind, str | None]:
    """Return what a status means for a delivery, and what is wrong with it."""
    if 200 <= status < 300:  # noqa: PLR2004 - what HTTP calls success
        return "delivered", None
    if 300 <= status < 400:  # noqa: PLR2004 - what HTTP calls a redirect
        return "retry", f"answered {status}; redirects are not followed"
    if status == GONE:
        return "gone", "answered 410: the endpoint is gone for good"
    if status in SLOW or (status == UNAVAILABLE and retry_after is not None):
        return "slow-down", f"answered {status}: the endpoint asks for less, or is overloaded"
    return "retry", f"answered {status}"


def wait_asked(headers: Mapping[str, str]) -> float | None:
    """Return for how many seconds an answer asks us to wait; nonsense asks for nothing."""
    asked = headers.get("Retry-After", "").strip()
    if not asked:
        return None
    if asked.isascii() and asked.isdigit():
        return min(float(asked[:12]), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(asked)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max((moment - datetime.now(UTC)).total_seconds(), 0.0), LONGEST_WAIT)


def kept(response: ClientResponse, size: int, *, cut: bool) -> dict[str, Any]:
    """Return what the delivery log keeps of an answer beside its body."""
    headers: dict[str, str] = {}
    for name, value in response.headers.items():
        if len(headers) >= MOST_HEADERS:
            break
        headers[name.lower()[:LONGEST_HEADER]] = "…" if name.lower() in SECRET_HEADERS else _printable(value)
    answer: dict[str, Any] = {"status": response.status, "headers": headers, "bytes": size}
    return answer | {"cut": True} if cut else answer


def blocked(error: BaseException) -> BlockedError | None:
    """Return the guard's own word, if that is what lies under an error."""
    seen: list[BaseException | None] = [error]
    while seen:
        one = seen.pop()
        if isinstance(one, BlockedError):
            return one
        if one is not None:
            seen += [one.__cause__, getattr(one, "os_error", None), *getattr(one, "exceptions", ())]
    return None


def in_words(error: BaseException) -> str:
    """Return what went wrong on the way, telling nothing of addresses."""
    if isinstance(error, ClientConnectorCertificateError):
        reason = getattr(error.certificate_error, "verify_message", "") or "it is not valid"
        return f"its certificate was not accepted: {reason}"
    if isinstance(error, ClientHttpProxyError):
        return f"the outgoing proxy answered {error.status}"
    if any(isinstance(one, ConnectionRefusedError) for one in (error, getattr(error, "os_error", None))):
        return "it refused the connection"
    return next((words for kinds, words in WORDS if isinstance(error, kinds)), "it could not be reached")


def _printable(value: str) -> str:
    return "".join(mark if mark.isprintable() else "�" for mark in value[:LONGEST_HEADER])
