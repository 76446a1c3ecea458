"""Waiting for what must become true, with a deadline; never longer than needed, never a bare sleep."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from nats.js.errors import APIError

T = TypeVar("T")
STEP_SECONDS = 0.02


async def eventually(check: Callable[[], Awaitable[T]], *, seconds: float = 10) -> T:
    """Call `check` until it raises no AssertionError nor OSError, and return its answer; else fail with its error.

    So with the broker's refusals: what is asked for may not be there yet, and a broker that reads its configuration
    again has nobody who answers for a moment.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while True:
        try:
            return await check()
        except (AssertionError, OSError, APIError):
            if loop.time() > deadline:
                raise
        await asyncio.sleep(STEP_SECONDS)
