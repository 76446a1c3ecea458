"""What one worker has in flight: so much for each endpoint, and those that keep it waiting in nobody's way."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping
from itertools import takewhile
from typing import Any
from uuid import UUID

SLOW_SECONDS = 1.0
"""Who has not answered by then counts as slow, and takes no more of the room that the quick have."""


class Flights:
    """Webhooks on their way: `quick` at once, beside those that wait for slow endpoints, `most` in all."""

    def __init__(self, quick: int, most: int, per_endpoint: int, landed: Callable[[], None]) -> None:
        self._most_quick, self._most, self.per_endpoint = quick, most, per_endpoint
        self._quick: dict[asyncio.Task[None], float] = {}
        """With the moment each counts as slow from; the oldest stands first."""
        self._slow: set[asyncio.Task[None]] = set()
        self._timer: asyncio.TimerHandle | None = None
        self.more_waits = False
        """Whether there was more to take up than there was room for: then half the room is worth looking again."""
        self._of: Counter[str] = Counter()
        self._leases: Counter[UUID] = Counter()
        self._landed = landed

    @property
    def room(self) -> int:
        """How many more may take off."""
        return min(self._most_quick - len(self._quick), self._most - len(self._quick) - len(self._slow))

    @property
    def of(self) -> Mapping[str, int]:
        """How many each subscription has in flight, or not yet written down."""
        return self._of

    @property
    def leases(self) -> list[UUID]:
        return list(self._leases)

    def begin(self, subscription: str, lease: UUID, flight: Coroutine[Any, Any, None]) -> None:
        """Let one take off."""
        self._of[subscription] += 1
        self._leases[lease] += 1
        loop = asyncio.get_running_loop()
        task = loop.create_task(flight)
        self._quick[task] = until = loop.time() + SLOW_SECONDS
        task.add_done_callback(self._over)
        if self._timer is None:
            self._timer = loop.call_at(until, self._find_slow, loop)

    def settled(self, subscription: str, lease: UUID) -> bool:
        """Say that what came of one is written down; return whether its endpoint had as many as it may have."""
        was_full = self._of[subscription] >= self.per_endpoint
        count: list[tuple[Counter[Any], Any]] = [(self._of, subscription), (self._leases, lease)]
        for counter, key in count:
            counter[key] -= 1
            if counter[key] <= 0:
                del counter[key]
        return was_full

    async def abandon(self) -> None:
        """End them all, wherever they are."""
        tasks = [*self._quick, *self._slow]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._timer is not None:
            self._timer.cancel()

    def _over(self, ended: asyncio.Task[None]) -> None:
        if self._quick.pop(ended, None) is None:
            self._slow.discard(ended)
        if self.more_waits and self.room * 2 >= self._most_quick:
            self._landed()

    def _find_slow(self, loop: asyncio.AbstractEventLoop) -> None:
        """Move those that take long out of the way, and look again when the next may: one timer for all of them."""
        now = loop.time()
        slow = [task for task, until in takewhile(lambda one: one[1] <= now, self._quick.items())]
        for task in slow:
            del self._quick[task]
            self._slow.add(task)
        oldest = next(iter(self._quick.values()), None)
        self._timer = None if oldest is None else loop.call_at(oldest, self._find_slow, loop)
        if slow and self.more_waits:
            self._landed()
