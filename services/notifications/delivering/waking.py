"""Knowing at once that there is something to deliver: told by the database, and looking now and then all the same."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

import asyncpg
import structlog
from sqlalchemy import text

from shared.database import Database

log = structlog.get_logger()

CHANNEL = "delivery"
TELL = text(f"SELECT pg_notify('{CHANNEL}', '')")
"""Sent with a commit, wakes all workers; a lost one is made up for by looking."""

SLOWEST_RETRY_SECONDS = 5.0


class Bell:
    """Rings when somebody says that there is something to do."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        self._rung.set()

    async def wait(self, seconds: float) -> None:
        """Wait until it rings, which it may have done already, or time is up."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        self._rung.clear()


async def listen(database: Database, bell: Bell, scaled: Callable[[float], float]) -> None:
    """Let the bell ring when the database is told of something to deliver, until cancelled."""
    delay = 0.1
    while True:
        connection: Any = None
        try:
            connection = await asyncpg.connect(database.dsn, timeout=5, command_timeout=5)
            await connection.add_listener(CHANNEL, lambda *_: bell.ring())
            bell.ring()
            while True:
                delay = 0.1
                await asyncio.sleep(scaled(1.0))
                await connection.execute("SELECT 1")
        except Exception as error:  # noqa: BLE001 - a driver whose server dies raises what it likes; listening never ends
            log.warning("what is to be delivered cannot be listened for", error=repr(error), in_seconds=delay)
        finally:
            if connection is not None:
                connection.terminate()
        await asyncio.sleep(delay)
        delay = min(delay * 2, scaled(SLOWEST_RETRY_SECONDS))
