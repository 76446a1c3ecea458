"""What a service hears, declared as plain values: stream, event classes, handlers, and how order is guarded."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from shared.database import Transaction
from shared.events import Envelope, Event
from shared.events.base import PREFIX
from shared.inbox import Guard

E_co = TypeVar("E_co", bound=Event, covariant=True)


@dataclass(frozen=True, slots=True)
class Heard(Generic[E_co]):
    """An event that arrived: what it says, and the envelope it came in."""

    event: E_co
    envelope: Envelope


Handler = Callable[[Transaction, Heard[Any]], Awaitable[None]]
"""Takes one event in, inside the transaction that also remembers it in the inbox."""

Together = Callable[[Transaction, Sequence[Heard[Event]], Sequence[Envelope]], Awaitable[None]]
"""Takes a list of events in at once: those this build knows, and all envelopes including unknown ones."""

Taken = Callable[[Transaction, Sequence[Envelope]], Awaitable[None]]
"""Told of all that was taken in of a list, also what had no effect for it was had before; in the same transaction."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """One durable on one stream.

    `handlers` are called one event at a time, in the stream's order; `together` gets the whole list before them.
    A subscription with `together` or a strict guard hears everything on the stream, else only what it handles.
    """

    service: str
    handlers: Mapping[type[Event], Handler] = field(default_factory=dict)
    together: Together | None = None
    guard: Guard = "newer"
    taken: Taken | None = None

    @property
    def stream(self) -> str:
        return stream_of(self.service)

    @property
    def hears_everything(self) -> bool:
        return self.together is not None or self.guard == "strict"

    @property
    def subjects(self) -> list[str]:
        """The subjects the durable filters for."""
        if self.hears_everything:
            return [f"{PREFIX}.{self.service}.>"]
        return sorted(f"{event.type_name()}.>" for event in self.handlers)


def stream_of(service: str) -> str:
    """Return the name of the stream that a service publishes to."""
    return service.upper()
