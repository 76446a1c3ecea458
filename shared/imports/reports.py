"""What a service takes from other systems, put together: its kinds, its tables, and what it says of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.errors import FieldError, NotFoundError, refuse_field
from shared.events import Event
from shared.imports import tables
from shared.imports.kinds import Kind

MOST_FILE_BYTES = 100 * 1024 * 1024


@dataclass(frozen=True)
class Says:
    """The events of a service about what it takes."""

    completed: type[Event]
    refused: type[Event]
    conflict_found: type[Event]
    conflict_resolved: type[Event]


@dataclass(frozen=True)
class Reports:
    """What one service takes; its routes stand under `base`, as /api/v1/councils."""

    base: str
    kinds: Mapping[str, Kind[Any]]
    run: type[tables.Run]
    conflict: type[tables.Disagreement]
    says: Says

    @classmethod
    def of(cls, base: str, kinds: "tuple[Kind[Any], ...]", **more: Any) -> "Reports":
        return cls(base, {kind.name: kind for kind in kinds}, **more)

    @property
    def bodies(self) -> dict[str, int]:
        """Return the address that takes files, and how large they may be."""
        return {f"{self.base}/imports": MOST_FILE_BYTES}

    def kind(self, name: str) -> Kind[Any]:
        """Return a kind by its name, or refuse."""
        found = self.kinds.get(name)
        if found is None:
            refuse_field("kind", "unknown-kind", f"'{name[:50]}' is not taken here; {', '.join(self.kinds)} are")
        return found

    def kind_of_event(self, event: str) -> Kind[Any]:
        """Return the kind that a CloudEvent of some type tells, or refuse."""
        kinds = {kind.event: kind for kind in self.kinds.values()}
        if event in kinds:
            return kinds[event]
        known = ", ".join(kinds)
        return refuse_field("type", "unknown-type", f"'{event[:100]}' is not taken here; {known} are")

    def missing(self, noun: str, asked: str) -> NotFoundError:
        return NotFoundError(f"There is no {noun} '{asked}'.", fields=(FieldError("id", "is not known"),))
