"""Events: what happened, as a feed that is read when you like, and live as it comes."""

import asyncio
import time
from collections.abc import AsyncGenerator, Iterator, Sequence
from uuid import UUID

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.event import Event, whole_names
from partnership_client.following import BROKEN, Following, feed_page, where_it_ends
from partnership_client.models.event_types import EventType
from partnership_client.request import Request, segment
from partnership_client.sending import AsyncSender, Sender

PAGE = 200
TYPES: Request[Page[EventType]] = Request(Page[EventType], "GET", "/api/v1/event-types")


class Feed:
    """Everything that there is from a place on; `cursor` is the place it has got to, to go on from another day.

    It moves on page by page: a program that stops in the middle of one gets a part of it again, and misses nothing.
    """

    def __init__(self, sender: Sender, cursor: str | None, types: Sequence[str], limit: int | None) -> None:
        self.cursor, self._sender, self._types, self._limit = cursor, sender, types, limit

    def __iter__(self) -> Iterator[Event]:
        """Go through the events in the order they were kept, until there is no more."""
        types, left, more = _known(self._sender, self._types), self._limit, True
        while more and (left is None or left > 0):
            page = self._sender.ask(feed_page(self.cursor, types, min(PAGE, left or PAGE)))
            yield from page.items
            self.cursor, more = page.cursor, page.next is not None
            left = None if left is None else left - len(page.items)


class Tail:
    """Events as they come, for ever; `cursor` is the place just after the last one, to go on from in another run."""

    def __init__(self, sender: Sender, cursor: str | None, types: Sequence[str], give_up_after: float | None) -> None:
        self.cursor, self._sender, self._types, self._give_up_after = cursor, sender, types, give_up_after

    def __iter__(self) -> Iterator[Event]:
        """Go through the events as they come; connects again by itself, where it was."""
        types = _known(self._sender, self._types)
        self.cursor = self.cursor or self._sender.ask(where_it_ends(types)).cursor
        following = Following(self.cursor, types, self._sender.patience, self._give_up_after)
        while True:
            try:
                with self._sender.stream(following.connect()) as response:
                    if not response.is_success:
                        response.read()
                    if following.connected(response):
                        for piece in response.iter_bytes():
                            for event in following.take(piece):
                                self.cursor = following.cursor
                                yield event
            except BROKEN as error:
                following.broken(error)
            self.cursor = following.cursor
            time.sleep(following.pause())


class Events(Noun):
    """What happened. Types are short (`projects.phase-changed`, or `phase-changed` alone) or full names."""

    def since(self, cursor: str | None = None, *, types: Sequence[str] = (), limit: int | None = None) -> Feed:
        """Read all events from a place on, or from the first; it ends where there is no more."""
        return Feed(self._sender, cursor, types, limit)

    def tail(self, *, types: Sequence[str] = (), cursor: str | None = None, give_up_after: float | None = None) -> Tail:
        """Follow events as they come, from a place on or only new ones.

        It connects again by itself and misses none, until the service was away for `give_up_after` seconds.
        """
        return Tail(self._sender, cursor, types, give_up_after)

    def types(self) -> Pages[EventType]:
        """List every type of event there is, as `client.event_types` does."""
        return Pages(self._sender, TYPES)

    def get(self, event: UUID | str) -> Event:
        """Show one event."""
        return self._sender.ask(Request(Event, "GET", f"/api/v1/events/{segment(event)}"))


class AsyncFeed:
    """Everything that there is from a place on; `cursor` is the place it has got to, to go on from another day.

    It moves on page by page: a program that stops in the middle of one gets a part of it again, and misses nothing.
    """

    def __init__(self, sender: AsyncSender, cursor: str | None, types: Sequence[str], limit: int | None) -> None:
        self.cursor, self._sender, self._types, self._limit = cursor, sender, types, limit

    async def __aiter__(self) -> AsyncGenerator[Event, None]:
        """Go through the events in the order they were kept, until there is no more."""
        types, left, more = await _known_async(self._sender, self._types), self._limit, True
        while more and (left is None or left > 0):
            page = await self._sender.ask(feed_page(self.cursor, types, min(PAGE, left or PAGE)))
            for event in page.items:
                yield event
            self.cursor, more = page.cursor, page.next is not None
            left = None if left is None else left - len(page.items)


class AsyncTail:
    """Events as they come, for ever; `cursor` is the place just after the last one, to go on from in another run."""

    def __init__(
        self, sender: AsyncSender, cursor: str | None, types: Sequence[str], give_up_after: float | None
    ) -> None:
        self.cursor, self._sender, self._types, self._give_up_after = cursor, sender, types, give_up_after

    async def __aiter__(self) -> AsyncGenerator[Event, None]:
        """Go through the events as they come; connects again by itself, where it was."""
        types = await _known_async(self._sender, self._types)
        self.cursor = self.cursor or (await self._sender.ask(where_it_ends(types))).cursor
        following = Following(self.cursor, types, self._sender.patience, self._give_up_after)
        while True:
            try:
                async with self._sender.stream(following.connect()) as response:
                    if not response.is_success:
                        await response.aread()
                    if following.connected(response):
                        async for piece in response.aiter_bytes():
                            for event in following.take(piece):
                                self.cursor = following.cursor
                                yield event
            except BROKEN as error:
                following.broken(error)
            self.cursor = following.cursor
            await asyncio.sleep(following.pause())


class AsyncEvents(AsyncNoun):
    """What happened. Types are short (`projects.phase-changed`, or `phase-changed` alone) or full names."""

    def since(self, cursor: str | None = None, *, types: Sequence[str] = (), limit: int | None = None) -> AsyncFeed:
        """Read all events from a place on, or from the first; it ends where there is no more."""
        return AsyncFeed(self._sender, cursor, types, limit)

    def tail(
        self, *, types: Sequence[str] = (), cursor: str | None = None, give_up_after: float | None = None
    ) -> AsyncTail:
        """Follow events as they come, from a place on or only new ones.

        It connects again by itself and misses none, until the service was away for `give_up_after` seconds.
        """
        return AsyncTail(self._sender, cursor, types, give_up_after)

    def types(self) -> AsyncPages[EventType]:
        """List every type of event there is, as `client.event_types` does."""
        return AsyncPages(self._sender, TYPES)

    async def get(self, event: UUID | str) -> Event:
        """Show one event."""
        return await self._sender.ask(Request(Event, "GET", f"/api/v1/events/{segment(event)}"))


def _known(sender: Sender, types: Sequence[str]) -> list[str]:
    if all("." in name for name in types):
        return list(types)
    return whole_names(list(types), [one.name for one in Pages(sender, TYPES)])


async def _known_async(sender: AsyncSender, types: Sequence[str]) -> list[str]:
    if all("." in name for name in types):
        return list(types)
    return whole_names(list(types), [one.name async for one in AsyncPages(sender, TYPES)])
