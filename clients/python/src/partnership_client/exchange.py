"""How one call is carried out: what is sent, what is tried again, when it is given up; the senders do as they are told.

`exchange` is a generator: it yields what is to be done next (send, wait) and is told what came of it. So that is
decided once, for the client that blocks and the one that awaits.
"""

import logging
import random
import time
from collections.abc import Generator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeAlias

import httpx

from partnership_client.errors import Unreachable, error_of
from partnership_client.request import Request

log = logging.getLogger("partnership_client")

AGAIN = {429, 502, 503, 504}
NOT_CARRIED_OUT = {429}
UNAUTHORIZED = 401
FIRST_WAIT_SECONDS = 0.25
LONGEST_WAIT_SECONDS = 10.0
SHORTEST_TRY_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a call may take: all its tries together, and each of them."""

    deadline: float = 60.0
    timeout: float = 30.0
    connect: float = 5.0

    def until(self) -> float:
        """Return when a call that begins now is given up, by the monotonic clock."""
        return time.monotonic() + self.deadline

    def of_try(self, until: float) -> httpx.Timeout:
        """Return the timeouts of a try."""
        left = max(SHORTEST_TRY_SECONDS, until - time.monotonic())
        return httpx.Timeout(min(self.timeout, left), connect=min(self.connect, left))


@dataclass(frozen=True, slots=True)
class Send:
    """Send the call's request; `refused` is a token that is not taken any more."""

    call: Request[Any]
    timeout: httpx.Timeout
    until: float
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """Wait for some seconds."""

    seconds: float


Step: TypeAlias = Send | Wait
Outcome: TypeAlias = httpx.Response | None
Exchange: TypeAlias = Generator[Step, Outcome, httpx.Response]


def exchange(call: Request[Any], patience: Patience, until: float | None = None) -> Exchange:
    """Carry a call out: return its answer, or raise what it was refused with."""
    tries = _Tries(call, until or patience.until())
    refused: str | None = None
    while True:
        response: httpx.Response | None
        try:
            response = yield Send(call, patience.of_try(tries.until), tries.until, refused)
        except httpx.TransportError as error:
            seconds = tries.failed(error)
        else:
            assert response is not None, "a request that was sent has an answer"  # noqa: S101 - the sender's promise
            if response.is_success:
                return response
            token = _token(response)
            if response.status_code == UNAUTHORIZED and token and refused is None:
                # it may have run out on the way, or its key was taken back: once more, with a new one
                refused = token
                continue
            seconds = tries.refused(response)
        yield Wait(seconds)


class _Tries:
    """What is known of the tries of one call so far."""

    def __init__(self, call: Request[Any], until: float) -> None:
        self.call, self.until = call, until
        self._count = 0
        self._unsure = False

    def failed(self, error: httpx.TransportError) -> float:
        """Return after how long to try again, as no answer came; raise if there is no time left."""
        if not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
            self._unsure = True
        seconds = self._pause()
        if not self._in_time(seconds):
            raise Unreachable(
                _no_answer(self.call, error, unsure=self._lost), correlation=self.call.correlation, unsure=self._lost
            ) from error
        log.debug("a request found no answer, and is tried again", extra={"path": self.call.path, "in": seconds})
        return seconds

    def refused(self, response: httpx.Response) -> float:
        """Return after how long to try again; raise what the answer says if that would not help, or not in time."""
        if response.status_code not in AGAIN:
            raise error_of(response, unsure=self._unsure)
        self._unsure = self._unsure or response.status_code not in NOT_CARRIED_OUT
        seconds = max(self._pause(), _retry_after(response))
        if not self._in_time(seconds):
            raise error_of(response, unsure=self._lost)
        log.debug("a service asks to be tried again", extra={"path": self.call.path, "in": seconds})
        return seconds

    @property
    def _lost(self) -> bool:
        return self._unsure and self.call.method != "GET"

    def _pause(self) -> float:
        longest = min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2.0**self._count)
        self._count += 1
        # with some chance in it, so that many clients do not come back at one moment
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - no secret

    def _in_time(self, seconds: float) -> bool:
        return time.monotonic() + seconds < self.until


def _token(response: httpx.Response) -> str | None:
    return response.request.headers.get("authorization", "").removeprefix("Bearer ") or None


def _retry_after(response: httpx.Response) -> float:
    word = response.headers.get("retry-after", "").strip()
    if word.isdigit():
        return float(word)
    try:
        when = parsedate_to_datetime(word)
    except ValueError:
        return 0.0
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())


def _no_answer(call: Request[Any], error: httpx.TransportError, *, unsure: bool) -> str:
    host = error.request.url.copy_with(path="/", query=None) if error._request else "the services"  # noqa: SLF001 - the property raises where there is none
    detail = f"No answer from {host}: {error or type(error).__name__}."
    if not unsure:
        return f"{detail} Is the address right, and is the system up?"
    if call.idempotency_key is not None:
        return (
            f"{detail} It may have been carried out all the same: send it again under the same "
            f"idempotency_key, {call.idempotency_key!r}, and it has one effect."
        )
    return f"{detail} It may have been carried out all the same: read it again to see."
