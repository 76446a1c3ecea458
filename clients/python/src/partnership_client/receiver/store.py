"""What a receiver remembers: how far each chain and each aggregate has got, and what waits for an event before it."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from partnership_client.event import Event
from partnership_client.receiver.reading import Delivery

TABLES = """
CREATE TABLE IF NOT EXISTS receiver_mark (
  chain TEXT, aggregate TEXT, number INTEGER NOT NULL, event TEXT, PRIMARY KEY (chain, aggregate));
CREATE TABLE IF NOT EXISTS receiver_place (
  aggregate TEXT PRIMARY KEY, source TEXT NOT NULL, epoch INTEGER NOT NULL, sequence INTEGER NOT NULL,
  event TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS receiver_held (
  chain TEXT, aggregate TEXT, number INTEGER, event TEXT NOT NULL, previous TEXT,
  PRIMARY KEY (chain, aggregate, number));
CREATE TABLE IF NOT EXISTS receiver_epoch (
  source TEXT PRIMARY KEY, seen INTEGER NOT NULL, begun INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS receiver_single (event TEXT PRIMARY KEY);
"""


@dataclass(frozen=True, slots=True)
class Place:
    """How far the history of an aggregate has got."""

    epoch: int
    sequence: int
    event: UUID


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a chain has got for one aggregate: the number of the last event handed on, and its id."""

    number: int
    event: UUID | None


NOTHING = Mark(0, None)


class Store(Protocol):
    """Where a receiver remembers; all that is written in one transaction is kept, or nothing of it."""

    def transaction(self) -> AbstractContextManager[Any]: ...
    def mark(self, chain: str, aggregate: str) -> Mark | None: ...
    def set_mark(self, chain: str, aggregate: str, mark: Mark) -> None: ...
    def place(self, aggregate: str) -> Place | None: ...
    def set_place(self, aggregate: str, source: str, place: Place) -> None: ...
    def forget(self, source: str, chain: str) -> None: ...
    def epoch(self, source: str) -> int | None: ...
    def set_epoch(self, source: str, epoch: int) -> None: ...
    def begun(self, source: str) -> int: ...
    def set_begun(self, source: str, epoch: int) -> None: ...
    def hold(self, delivery: Delivery) -> None: ...
    def next_held(self, chain: str, aggregate: str) -> Delivery | None: ...
    def release(self, delivery: Delivery) -> None: ...
    def had(self, event: UUID) -> bool: ...


class SqliteStore:
    """A store in SQLite: a file of its own, or tables in the connection of a program that keeps its copy there too.

    Then what the program writes in `apply` and what the receiver remembers are committed together.
    """

    def __init__(self, where: str | Path | sqlite3.Connection) -> None:
        if isinstance(where, sqlite3.Connection):
            self.connection = where
        else:
            self.connection = sqlite3.connect(where, check_same_thread=False)
        self.connection.isolation_level = None
        self.connection.executescript(TABLES)
        self._lock = threading.RLock()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Open a transaction; one at a time, also between threads and processes."""
        with self._lock:
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
            except BaseException:
                self.connection.execute("ROLLBACK")
                raise
            self.connection.execute("COMMIT")

    def mark(self, chain: str, aggregate: str) -> Mark | None:
        row = self._one("SELECT number, event FROM receiver_mark WHERE chain = ? AND aggregate = ?", chain, aggregate)
        return None if row is None else Mark(row[0], UUID(row[1]) if row[1] else None)

    def set_mark(self, chain: str, aggregate: str, mark: Mark) -> None:
        values = (chain, aggregate, mark.number, str(mark.event) if mark.event else None)
        self._do("INSERT OR REPLACE INTO receiver_mark VALUES (?, ?, ?, ?)", *values)

    def place(self, aggregate: str) -> Place | None:
        row = self._one("SELECT epoch, sequence, event FROM receiver_place WHERE aggregate = ?", aggregate)
        return None if row is None else Place(row[0], row[1], UUID(row[2]))

    def set_place(self, aggregate: str, source: str, place: Place) -> None:
        values = (aggregate, source, place.epoch, place.sequence, str(place.event))
        self._do("INSERT OR REPLACE INTO receiver_place VALUES (?, ?, ?, ?, ?)", *values)

    def forget(self, source: str, chain: str) -> None:
        """Forget how far the aggregates of a source have got, and of what waits or was marked in one chain."""
        for (aggregate,) in self._all("SELECT aggregate FROM receiver_place WHERE source = ?", source):
            self._do("DELETE FROM receiver_mark WHERE chain = ? AND aggregate = ?", chain, aggregate)
            self._do("DELETE FROM receiver_held WHERE chain = ? AND aggregate = ?", chain, aggregate)
        self._do("DELETE FROM receiver_place WHERE source = ?", source)

    def epoch(self, source: str) -> int | None:
        """Return the newest epoch of a source that an event came of."""
        row = self._one("SELECT seen FROM receiver_epoch WHERE source = ?", source)
        return None if row is None else int(row[0])

    def set_epoch(self, source: str, epoch: int) -> None:
        statement = "INSERT INTO receiver_epoch (source, seen) VALUES (?, ?) ON CONFLICT DO UPDATE SET seen = ?2"
        self._do(statement, source, epoch)

    def begun(self, source: str) -> int:
        """Return the epoch in which a state of a source was begun with, or 0 if none was."""
        row = self._one("SELECT begun FROM receiver_epoch WHERE source = ?", source)
        return 0 if row is None else int(row[0])

    def set_begun(self, source: str, epoch: int) -> None:
        """Remember that a state was begun with in an epoch: what is left of older ones is in it."""
        statement = """INSERT INTO receiver_epoch VALUES (?1, ?2, ?2)
                       ON CONFLICT DO UPDATE SET seen = max(seen, ?2), begun = max(begun, ?2)"""
        self._do(statement, source, epoch)

    def hold(self, delivery: Delivery) -> None:
        """Keep an event until the one before it is there."""
        previous = str(delivery.previous) if delivery.previous else None
        values = (delivery.chain, delivery.event.aggregate, delivery.number, delivery.event.model_dump_json(), previous)
        self._do("INSERT OR REPLACE INTO receiver_held VALUES (?, ?, ?, ?, ?)", *values)

    def next_held(self, chain: str, aggregate: str) -> Delivery | None:
        """Return the first event that waits."""
        held = "SELECT number, event, previous FROM receiver_held WHERE chain = ? AND aggregate = ?"
        row = self._one(held + " ORDER BY number LIMIT 1", chain, aggregate)
        if row is None:
            return None
        return Delivery(Event.model_validate_json(row[1]), chain, row[0], UUID(row[2]) if row[2] else None)

    def release(self, delivery: Delivery) -> None:
        statement = "DELETE FROM receiver_held WHERE chain = ? AND aggregate = ? AND number <= ?"
        self._do(statement, delivery.chain, delivery.event.aggregate, delivery.number)

    def had(self, event: UUID) -> bool:
        """Say whether an event outside of every chain was had before, and remember it."""
        return self._do("INSERT OR IGNORE INTO receiver_single VALUES (?)", str(event)) == 0

    def _one(self, query: str, *values: Any) -> Any:
        return self.connection.execute(query, values).fetchone()

    def _all(self, query: str, *values: Any) -> list[Any]:
        return self.connection.execute(query, values).fetchall()

    def _do(self, statement: str, *values: Any) -> int:
        return self.connection.execute(statement, values).rowcount
