"""Who follows events live just now: a client has so many streams at most, so that none can take all of a process."""

from collections import Counter

from fastapi import FastAPI
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from shared.errors import TooManyError


class Readers:
    """Counts the open streams of one process by client."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: Counter[str] = Counter()

    def enter(self, client: str) -> None:
        """Count one more stream, or refuse it."""
        if self._open[client] >= self._most:
            raise TooManyError(
                f"The client '{client}' has {self._most} streams open; close one, or let one reader hand events on."
            )
        self._open[client] += 1

    def leave(self, client: str) -> None:
        self._open[client] -= 1
        if not self._open[client]:
            del self._open[client]


def readers_of(app: FastAPI) -> Readers:
    """Return the process's readers."""
    state = app.state
    if not hasattr(state, "readers"):
        state.readers = Readers(state.settings.streams_per_client)
    readers: Readers = state.readers
    return readers


class Following(StreamingResponse):
    """A stream that counts as its client's from when it is made until it has ended, in whatever way."""

    def follow(self, readers: Readers, client: str) -> "Following":
        """Count it."""
        readers.enter(client)
        self._readers, self._client = readers, client
        return self

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._readers.leave(self._client)
