"""The harness's own ledger: every command asked for, what it must have said, and what must be true because of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Said = tuple[str, str]
"""An aggregate (`project/p-1`) and the short name of an event of it (`registered`)."""
Outcome = Literal["unknown", "done", "refused"]


@dataclass(slots=True)
class Command:
    """Something a client asks for until it knows the answer; its id travels with it into every event it causes."""

    id: str
    service: str
    method: str
    path: str
    body: dict[str, Any]
    says: Sequence[Said]
    if_match: int | None = None
    outcome: Outcome = "unknown"
    tries: int = 0
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """A release that was closed, and the deliverables in it."""

    release: str
    command: str
    deliverables: Sequence[str]


@dataclass(slots=True)
class Ledger:
    """What was asked and acknowledged; judging starts from here and never from what a service believes."""

    commands: dict[str, Command] = field(default_factory=dict)
    held: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    """What each row (its table and key) must hold once all is known."""
    closings: dict[str, Closing] = field(default_factory=dict)
    tries: Counter[str] = field(default_factory=Counter)
    """How the tries ended, by status or error."""

    def open(self, command: Command) -> None:
        self.commands[command.id] = command

    def hold(self, table: str, key: str, **values: Any) -> None:
        """Remember what an acknowledged command made true."""
        self.held.setdefault((table, key), {}).update(values)

    def of(self, outcome: Outcome) -> list[Command]:
        return [one for one in self.commands.values() if one.outcome == outcome]

    def close(self, release: str, command: str, deliverables: Sequence[str]) -> None:
        """Remember that a release was closed, and with what in it."""
        self.closings[release] = Closing(release, command, deliverables)
