"""What every answer and every noun has in common."""

from collections.abc import AsyncGenerator, Iterator
from typing import Generic, Protocol, TypeVar, runtime_checkable

from pydantic import BaseModel, ConfigDict

from partnership_client.request import Request
from partnership_client.sending import AsyncSender, Sender

T = TypeVar("T")


class Model(BaseModel):
    """An answer; what a newer service tells beyond it is kept in `model_extra`."""

    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True, protected_namespaces=())


class Page(Model, Generic[T]):
    """A part of a list; `next` is where it goes on, if it does."""

    items: list[T]
    next: str | None = None


@runtime_checkable
class Versioned(Protocol):
    """What was read remembers its version, and a change is made for that version."""

    @property
    def version(self) -> int: ...


class Pages(Generic[T]):
    """A list that is read as you go through it, page by page; nothing is asked before."""

    def __init__(self, sender: Sender, call: Request[Page[T]]) -> None:
        self._sender, self._call = sender, call

    def __iter__(self) -> Iterator[T]:
        """Go through all of it, or as many as `limit` says."""
        reading = Reading(self._call)
        while (call := reading.next_call()) is not None:
            yield from reading.take(self._sender.ask(call))

    def page(self, *, after: str | None = None, size: int | None = None) -> Page[T]:
        """Return one page: the first, or the one that the `next` of another page names."""
        return self._sender.ask(one_page(self._call, after, size))


class AsyncPages(Generic[T]):
    """A list that is read as you go through it, page by page; nothing is asked before."""

    def __init__(self, sender: AsyncSender, call: Request[Page[T]]) -> None:
        self._sender, self._call = sender, call

    async def __aiter__(self) -> AsyncGenerator[T, None]:
        """Go through all of it, or as many as `limit` says."""
        reading = Reading(self._call)
        while (call := reading.next_call()) is not None:
            for one in reading.take(await self._sender.ask(call)):
                yield one

    async def page(self, *, after: str | None = None, size: int | None = None) -> Page[T]:
        """Return one page: the first, or the one that the `next` of another page names."""
        return await self._sender.ask(one_page(self._call, after, size))


LARGEST_PAGE = 200


class Reading(Generic[T]):
    """How far a list was read: which page to ask for next, and how many of it are wanted."""

    def __init__(self, call: Request[Page[T]]) -> None:
        self._call = call
        self._left: int | None = call.query.get("limit")
        self._next: str | None = None
        self._begun = False

    def next_call(self) -> Request[Page[T]] | None:
        """Return the request for the next page, or None at the end."""
        if (self._left is not None and self._left <= 0) or (self._begun and self._next is None):
            return None
        return one_page(self._call, self._next, LARGEST_PAGE if self._left is None else self._left)

    def take(self, page: Page[T]) -> list[T]:
        """Return what of a page is wanted."""
        self._begun, self._next = True, page.next
        wanted = page.items if self._left is None else page.items[: self._left]
        if self._left is not None:
            self._left -= len(wanted)
        return wanted


def one_page(call: Request[Page[T]], after: str | None, size: int | None) -> Request[Page[T]]:
    """Return the request for one page of a list; `after` is the `next` of another page, or what it says there."""
    if after is not None and after.startswith("/"):
        # a link: it says all that is asked
        return Request(call.answer, call.method, after)
    query = dict(call.query)
    if "limit" in query:
        size = size or query["limit"]
        query["limit"] = min(size, LARGEST_PAGE) if size is not None else None
    if after is not None:
        query["after"] = after
    return Request(call.answer, call.method, call.path, query=query)


class Noun:
    """What may be done with one noun."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender


class AsyncNoun:
    """What may be done with one noun, awaiting."""

    def __init__(self, sender: AsyncSender) -> None:
        self._sender = sender
