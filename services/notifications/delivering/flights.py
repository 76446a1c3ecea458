"""What one worker has in flight: so much for each endpoint, and those that keep it waiting in nobody's way."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping
from typing import Any
from uuid import UUID

SLOW_SECONDS = 1.0
"""Who has not answered by then counts as slow, and takes no more of the room that the quick have."""


class Flights:
    """Webhooks on their way: `quick` at once, beside those that wait for slow endpoints, `most` in all."""

    def __init__(self, quick: int, most: int, per_endpoint: int, landed: Callable[[], None]) -> None:
        self._quick, self._most, self.per_endpoint = quick, most, per_endpoint
        self._tasks: set[asyncio.Task[None]] = set()
        self._slow: set[asyncio.Task[None]] = set()
        self._of: Counter[str] = Counter()
        self._leases: Counter[UUID] = Counter()
        self._landed = landed

    @property
    def room(self) -> int:
        """How many more may take off."""
        return min(self._quick - (len(self._tasks) - len(self._slow)), self._most - len(self._tasks))

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
        task = asyncio.create_task(flight)
        self._tasks.add(task)
        timer = asyncio.get_running_loop().call_later(SLOW_SECONDS, self._is_slow, task)

        def over(ended: asyncio.Task[None]) -> None:
            timer.cancel()
            self._tasks.discard(ended)
            self._slow.discard(ended)

        task.add_done_callback(over)

    def settled(self, subscription: str, lease: UUID) -> None:
        """Say that what came of one is written down: its endpoint may have another."""
        count: list[tuple[Counter[Any], Any]] = [(self._of, subscription), (self._leases, lease)]
        for counter, key in count:
            counter[key] -= 1
            if counter[key] <= 0:
                del counter[key]

    async def abandon(self) -> None:
        """End them all, wherever they are."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _is_slow(self, task: asyncio.Task[None]) -> None:
        if task in self._tasks:
            self._slow.add(task)
            self._landed()
