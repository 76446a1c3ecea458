"""What became of each type of event: of its schema, of who may see it, and of how it is found."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from deploy.contracts.changes.released import Promise
from deploy.contracts.compatibility import Change
from deploy.contracts.compatibility import changes as changes_of_schema

WIDTH: Final = {"office": 0, "council": 1, "programme": 2, "public": 3}
VERSION = ".v"


@dataclass(frozen=True, slots=True)
class TypeChange:
    """A difference of one type."""

    type: str
    change: Change

    @property
    def breaking(self) -> bool:
        return self.change.breaking


def compare(before: Mapping[str, Promise], now: Mapping[str, Promise]) -> list[TypeChange]:
    """Return every difference between what was promised and what is; by type, the breaking ones of each first."""
    found: list[TypeChange] = []
    for name in sorted(before.keys() | now.keys()):
        some = list(_changes(name, before, now))
        found += [TypeChange(name, one) for one in sorted(some, key=lambda one: not one.breaking)]
    return found


def _changes(name: str, before: Mapping[str, Promise], now: Mapping[str, Promise]) -> Iterator[Change]:
    if name not in now:
        yield Change("", "type-gone", "is gone")
    elif name not in before:
        event = name.rpartition(VERSION)[0]
        older = any(other.rpartition(VERSION)[0] == event for other in before)
        yield Change("", "version-added", "is a new version") if older else Change("", "type-added", "is new")
    else:
        yield from _promised(before[name], now[name])
        yield from changes_of_schema(before[name]["schema"], now[name]["schema"])


def _promised(was: Promise, now: Promise) -> Iterator[Change]:
    for word in ("source", "subject"):
        if was[word] != now[word]:
            yield Change("", "subject-changed", f"had the {word} {was[word]} and has {now[word]}")
    if was["aggregate"] != now["aggregate"]:
        yield Change("", "history-changed", f"was of {was['aggregate']} and is of {now['aggregate']}")
    if was["audience"] != now["audience"]:
        fewer = WIDTH[now["audience"]] < WIDTH[was["audience"]]
        says = f"was for the audience {was['audience']} and is for {now['audience']}"
        yield Change("", "readers-fewer" if fewer else "readers-more", says)
