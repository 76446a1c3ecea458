"""The live stream: events as they are kept, one reader at a time, each at its own pace and none in another's way."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import asyncpg
import structlog
from fastapi import FastAPI
from sqlmodel.ext.asyncio.session import AsyncSession

from services.notifications import cloudevents
from services.notifications.models import Kept
from services.notifications.queries import log as events
from services.notifications.reads import places
from shared.auth import Caller
from shared.cursor import Cursor
from shared.database import Database
from shared.errors import RefusedError, UnavailableError
from shared.settings import Settings

log = structlog.get_logger()

POLL_SECONDS = 1.0
RECHECK_SECONDS = 2.0
HEARTBEAT_SECONDS = 15.0
SLOWEST_RETRY_SECONDS = 5.0
RECONNECT_MILLISECONDS = 2000
PAGE = 25
"""How many events a slow reader can keep in memory."""


class Waker:
    """Knows for all streams of this process how far the log has got: told by the database, and asking once a second."""

    def __init__(self, database: Database, settings: Settings, stopping: asyncio.Event) -> None:
        self._database, self._scaled, self._stopping = database, settings.scaled, stopping
        self._head = 0
        self._changed = asyncio.Event()
        # streams queue for the database here, so that they leave connections to everyone else
        self.turn = asyncio.Semaphore(max(1, settings.database_pool_size // 2))

    @property
    def stopping(self) -> bool:
        return self._stopping.is_set()

    async def run(self) -> None:
        """Follow the log until cancelled."""
        stop = asyncio.create_task(self._wake_all_to_stop())
        try:
            await self._follow()
        finally:
            stop.cancel()

    async def news(self, position: int, seconds: float) -> bool:
        """Wait until the log is beyond a position, the service stops or time is up; say if it is beyond."""
        if self._head <= position and not self.stopping:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._changed.wait()
        return self._head > position

    async def _follow(self) -> None:
        delay = 0.1
        while True:
            connection: Any = None
            try:
                connection = await asyncpg.connect(self._database.dsn, timeout=5, command_timeout=5)
                await connection.add_listener("event_log", lambda *told: self._got_to(int(told[-1])))
                while True:
                    self._got_to(await connection.fetchval("SELECT position FROM event_log_head"))
                    delay = 0.1
                    await asyncio.sleep(self._scaled(POLL_SECONDS))
            except Exception as error:  # noqa: BLE001 - a driver whose server dies raises what it likes; following never ends
                log.warning("the log cannot be followed", error=repr(error), in_seconds=delay)
            finally:
                if connection is not None:
                    connection.terminate()
            await asyncio.sleep(delay)
            delay = min(delay * 2, self._scaled(SLOWEST_RETRY_SECONDS))

    def _got_to(self, position: int) -> None:
        if position != self._head:
            self._head = position
            self._wake_all()

    async def _wake_all_to_stop(self) -> None:
        await self._stopping.wait()
        self._wake_all()

    def _wake_all(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()


def waker_of(app: FastAPI) -> Waker:
    """Return the process's waker."""
    state = app.state
    if not hasattr(state, "waker"):
        state.waker = Waker(state.database, state.settings, state.stopping)
    waker: Waker = state.waker
    return waker


async def wake(app: FastAPI) -> None:
    """Run the process's waker beside the service."""
    await waker_of(app).run()


Until = Callable[[AsyncSession], Awaitable[str | None]]
"""Says why a stream ends, beside its token and the service; asked when there is anything new, and in the same view."""


@dataclass(slots=True)
class Stream:
    """One reader's stream, from a place in the log until its token is no longer good or the service stops."""

    waker: Waker
    database: Database
    settings: Settings
    caller: Caller
    still_good: Callable[[], Awaitable[Caller]]
    view: events.View
    place: Cursor
    until: Until | None = None
    _ended: str | None = None

    async def frames(self) -> AsyncIterator[bytes]:
        """Yield what goes over the wire."""
        yield f"retry: {RECONNECT_MILLISECONDS}\nid: {self.place.seal()}\n\n".encode()
        quiet_since = time.monotonic()
        anything = True
        while (over := await self._over()) is None:
            found = await self._read() if anything else None
            if found:
                for event in found.events:
                    yield _frame(event, found.end.log, self.place)
                    quiet_since = time.monotonic()
                self.place = found.end
                if found.more:
                    continue
            if time.monotonic() - quiet_since >= self.settings.scaled(HEARTBEAT_SECONDS):
                # with the place that was reached, so that a reader of rare events comes back to it
                yield f": still here\nid: {self.place.seal()}\n\n".encode()
                quiet_since = time.monotonic()
            if self._ended is None:
                anything = await self.waker.news(self.place.position, self._patience())
        yield f": {over}\n\n".encode()

    async def _read(self) -> events.Part | None:
        """Return the next events, or None if the database does not answer now."""
        try:
            async with self.waker.turn, self.database.reading() as session:
                self._ended = await self.until(session) if self.until is not None else None
                if self._ended is not None:
                    return None
                head = await places.head(session)
                after = await places.position_of(session, self.place, head)
                return await events.part(session, self.view, head, after, PAGE)
        except UnavailableError as error:
            log.warning("a live stream waits for the database", error=repr(error.__cause__))
            await asyncio.sleep(self.settings.scaled(POLL_SECONDS))
            return None

    async def _over(self) -> str | None:
        """Return why the stream ends now, or None."""
        if self._ended is not None:
            return self._ended
        if self.waker.stopping:
            return "the service is stopping; come back in a moment"
        if self.caller.expires <= time.time():
            return "the access token has expired; come back with a new one"
        try:
            await self.still_good()
        except RefusedError as refusal:
            return f"the access token is no longer good: {refusal.detail}"
        return None

    def _patience(self) -> float:
        soonest = min(self.settings.scaled(RECHECK_SECONDS), self.settings.scaled(HEARTBEAT_SECONDS))
        return max(0.01, min(soonest, self.caller.expires - time.time()))


def _frame(event: Kept, of_log: str, before: Cursor) -> bytes:
    """Return an event as a server-sent event; its id is the place just after it."""
    here = Cursor(log=of_log, position=event.position, streams=before.streams)
    # data that came with line breaks takes several lines, which readers join again
    data = b"\ndata: ".join(cloudevents.structured(event).splitlines())
    return f"id: {here.seal()}\nevent: {cloudevents.short_name(event.type)}\ndata: ".encode() + data + b"\n\n"
