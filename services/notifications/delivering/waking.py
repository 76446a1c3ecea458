"""Knowing at once that there is something to deliver: told by the database, and looking now and then all the same."""

import asyncio
import contextlib
from collections.abc import Callable, Collection
from typing import Any

import asyncpg
import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.database import Database

log = structlog.get_logger()

CHANNEL = "delivery"
MOST_NAMED = 100
"""How many subscriptions a notice names, which may have 8,000 bytes; of more it says only that there are some."""
TELL = text(f"SELECT pg_notify('{CHANNEL}', :whom)")

SLOWEST_RETRY_SECONDS = 5.0


async def tell(connection: AsyncConnection, subscriptions: Collection[str] = ()) -> None:
    """Wake all workers with the commit, for some subscriptions or for any; a lost notice is made up for by looking."""
    await connection.execute(TELL, {"whom": notice(subscriptions)})


def notice(subscriptions: Collection[str]) -> str:
    """Return a notice as it is sent: names, or nothing where they are too many."""
    return " ".join(subscriptions) if len(subscriptions) <= MOST_NAMED else ""


class Bell:
    """Rings when somebody says that there is something to do, and may say for whom."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()
        self._whom: set[str] | None = set()

    def ring(self, whom: Collection[str] = ()) -> None:
        """Ring for some, or for anybody."""
        if not whom:
            self._whom = None
        elif self._whom is not None:
            self._whom.update(whom)
        self._rung.set()

    async def wait(self, seconds: float) -> set[str] | None:
        """Wait until it rings, which it may have done already, or time is up; return for whom, or None for anybody."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        whom = self._whom if self._rung.is_set() else None
        self._whom = set()
        self._rung.clear()
        return whom


async def listen(database: Database, bell: Bell, scaled: Callable[[float], float]) -> None:
    """Let the bell ring when the database is told of something to deliver, until cancelled."""
    delay = 0.1
    while True:
        connection: Any = None
        try:
            connection = await asyncpg.connect(database.dsn, timeout=5, command_timeout=5)
            await connection.add_listener(CHANNEL, lambda *told: bell.ring(told[-1].split()))
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
