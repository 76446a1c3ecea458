"""Webhooks that are planned for together, and which of them an event is for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import Row

from services.notifications.cloudevents import Looking
from services.notifications.domain import filters
from services.notifications.domain.filters import Filter
from services.notifications.domain.subscriptions import readers
from services.notifications.models import Kept

MEMBER = "id, council, types, filters, planned"
"""The columns that a member is made of."""


@dataclass(frozen=True)
class Member:
    """A webhook subscription: what it wants of what it may see, after a position."""

    id: str
    readers: tuple[str, ...] | None
    types: frozenset[str]
    wanted: Filter
    planned: int

    @classmethod
    def of(cls, row: Row[Any]) -> Self:
        return cls(row.id, readers(row.council), frozenset(row.types), filters.read(row.filters), row.planned)

    def sees(self, event: Kept) -> bool:
        return self.readers is None or event.readers in self.readers

    def wants_of(self, event: Kept) -> bool | None:
        """Say whether it wants every event, or none, of this event's type; None if that depends on each."""
        if self.types and event.type not in self.types:
            return False
        return self.wanted(filters.of_type(event.type, event.source))


class Members:
    """All who are planned for together; who comes into question for an event is found once for all like it."""

    def __init__(self, members: Sequence[Member]) -> None:
        self._members = members
        self._alike: dict[tuple[str, str, str], list[tuple[Member, bool]]] = {}

    def __len__(self) -> int:
        return len(self._members)

    def who_gets(self, event: Kept) -> list[str]:
        """Return the subscriptions that an event is for."""
        seen = Looking(event)
        return [
            member.id
            for member, always in self._in_question(event)
            if event.position > member.planned and (always or member.wanted(seen))
        ]

    def _in_question(self, event: Kept) -> list[tuple[Member, bool]]:
        """Return who may get an event of this type and these readers, and whether each gets all of them."""
        like = (event.type, event.source, event.readers)
        found = self._alike.get(like)
        if found is None:
            found = self._alike[like] = [
                (member, verdict is True)
                for member in self._members
                if member.sees(event) and (verdict := member.wants_of(event)) is not False
            ]
        return found
