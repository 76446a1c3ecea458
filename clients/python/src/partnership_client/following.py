"""How the live stream is followed: from which place to connect again, and after how long; once for both clients."""

import logging
import random
import time
from collections.abc import Iterator, Sequence

import httpx

from partnership_client.errors import Unavailable, Unreachable, error_of
from partnership_client.event import Event, FeedPage
from partnership_client.exchange import AGAIN, UNAUTHORIZED, Patience, Send
from partnership_client.request import Request
from partnership_client.sse import Frames

log = logging.getLogger("partnership_client")

SILENCE_SECONDS = 45.0
"""The service says something every quarter of a minute: after three of them in silence, the connection is dead."""
FIRST_PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 10.0
BROKEN = (httpx.TransportError, Unreachable, Unavailable)
"""What ends a connection, or stands in the way of one: of the stream itself, or of a token for it."""
PATH = "/api/v1/events/stream"


class Following:
    """One tail: the place it has got to, and how its connections fared."""

    def __init__(self, cursor: str, types: Sequence[str], patience: Patience, give_up_after: float | None) -> None:
        self.cursor = cursor
        self._types, self._patience, self._give_up_after = list(types), patience, give_up_after
        self._frames = Frames()
        self._failures = 0
        self._away_since: float | None = None
        self._refused: str | None = None

    def connect(self) -> Send:
        """Return what to send for the next connection."""
        self._frames = Frames()
        request: Request[bytes] = Request(
            bytes,
            "GET",
            PATH,
            query={"types": self._types},
            headers={"Last-Event-ID": self.cursor, "Accept": "text/event-stream", "Cache-Control": "no-store"},
        )
        timeout = httpx.Timeout(self._patience.timeout, connect=self._patience.connect, read=SILENCE_SECONDS)
        return Send(request, timeout, self._patience.until(), self._refused)

    def connected(self, response: httpx.Response) -> bool:
        """Take in how the service answered: say if it streams; raise if it never will."""
        if response.is_success:
            self._failures, self._away_since, self._refused = 0, None, None
            return True
        token = response.request.headers.get("authorization", "").removeprefix("Bearer ")
        if response.status_code == UNAUTHORIZED and self._refused is None and token:
            self._refused = token
            return False
        if response.status_code not in AGAIN or self._too_long():
            raise error_of(response)
        return False

    def take(self, piece: bytes) -> Iterator[Event]:
        """Take a piece of the stream in, and yield the events that it completes; `cursor` is just after each."""
        for frame in self._frames.feed(piece):
            self.cursor = frame.id or self.cursor
            if frame.data is not None:
                yield Event.model_validate_json(frame.data)

    def broken(self, error: httpx.TransportError | Unreachable | Unavailable) -> None:
        """Take in that the connection broke, or none came about; raise if that goes on for too long."""
        log.info("the live stream broke, and is taken up again", extra={"error": repr(error)})
        if self._too_long():
            raise Unreachable(f"The live stream was away for {self._give_up_after:g} seconds: {error}.") from error

    def pause(self) -> float:
        """Return after how many seconds to connect again: soon after one that worked, later and later otherwise."""
        longest = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2.0**self._failures)
        self._failures += 1
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - no secret

    def _too_long(self) -> bool:
        now = time.monotonic()
        self._away_since = self._away_since or now
        return self._give_up_after is not None and now - self._away_since >= self._give_up_after


def where_it_ends(types: Sequence[str]) -> Request[FeedPage]:
    """Return the request that tells the place just after the last event there is."""
    return feed_page("latest", types, 1)


def feed_page(after: str | None, types: Sequence[str], size: int) -> Request[FeedPage]:
    """Return the request for a part of the feed."""
    return Request(FeedPage, "GET", "/api/v1/events", query={"after": after, "types": list(types), "limit": size})
