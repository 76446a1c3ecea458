"""A file that is being worked through: what it is, what was found so far, and telling others how far it has come."""

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text

from shared.database import Database
from shared.imports.kinds import OFFICE, Kind, Reporter
from shared.imports.reports import Reports
from shared.imports.settling import Outcome
from shared.imports.staging import Mistakes
from shared.outbox.record import Cause

BATCH = 1_000
"""How many rows are read, decided on and written at once: an answer to somebody else never waits for more."""
TOLD_SECONDS = 0.25
"""How long others may be shown what was so before."""

COUNTED: dict[Outcome, str] = {"new": "new", "known": "known", "changed": "changed", "conflict": "conflicting"}
TELL = text("""UPDATE import_run SET state = :state, rows = :rows, bytes_read = :bytes_read, rows_read = :rows_read,
                 done = :done, errors = :errors, new = :new, known = :known, changed = :changed,
                 conflicting = :conflicting, revision = revision + 1
               WHERE id = :run AND tries = :tries AND state IN ('checking', 'applying')""")


@dataclass
class Work:
    """One file, in the hands of one worker."""

    reports: Reports
    kind: Kind[Any]
    database: Database
    run: str
    owner: str
    client: str
    dry_run: bool
    cause: Cause
    tries: int
    """The how manieth time it is taken up: a worker that lost it to another is told apart by that."""
    state: str = "checking"
    rows: int | None = None
    bytes_read: int = 0
    rows_read: int = 0
    done: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    _told: float = 0.0

    def __post_init__(self) -> None:
        self.mistakes = Mistakes(self.run)

    @property
    def council(self) -> str | None:
        return None if self.owner == OFFICE else self.owner

    @property
    def reporter(self) -> Reporter:
        return Reporter(self.client, self.council, "file", f"{self.reports.base}/imports/{self.run}")

    @property
    def figures(self) -> dict[str, int]:
        """Return how many rows came to what."""
        return {column: self.counts[outcome] for outcome, column in COUNTED.items()}

    async def tell_now_and_then(self) -> None:
        """Let others see how far it has come, unless they were shown just now."""
        if time.monotonic() - self._told >= TOLD_SECONDS:
            await self.tell()

    async def tell(self) -> None:
        """Let others see how far it has come, apart from what is not committed yet."""
        self._told = time.monotonic()
        await self.mistakes.keep(self.database.engine)
        values = {
            "run": self.run,
            "tries": self.tries,
            "state": self.state,
            "rows": self.rows,
            "bytes_read": self.bytes_read,
            "rows_read": self.rows_read,
            "done": self.done,
            "errors": self.mistakes.count,
        }
        async with self.database.engine.begin() as connection:
            await connection.execute(TELL, values | self.figures)
