"""Where a file waits while it is worked on: its pieces, the facts its rows tell, and what is wrong with it."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.imports.kinds import Mistake, cut

MOST_MISTAKES = 1_000
"""How many mistakes of a file are kept for its sender; all are counted."""

PIECE = text("SELECT data FROM import_chunk WHERE run = :run AND number = :number")
KEEP_PIECE = text("INSERT INTO import_chunk (run, number, data) VALUES (:run, :number, :data)")
GROWN = text("""UPDATE import_run SET bytes = :bytes, changed_at = clock_timestamp(), revision = revision + 1
                WHERE id = :run""")
CLEAR = (
    text("DELETE FROM import_row WHERE run = :run"),
    text("DELETE FROM import_error WHERE run = :run"),
)
FORGET = (text("DELETE FROM import_row WHERE run = :run"), text("DELETE FROM import_chunk WHERE run = :run"))
DROP = text("DELETE FROM import_run WHERE id = :run AND state = 'receiving'")
NEXT_ROWS = text("""SELECT key, line, told FROM import_row WHERE run = :run AND (key, line) > (:key, :line)
                    ORDER BY key, line LIMIT :most""")
KEEP_MISTAKE = text("""INSERT INTO import_error (run, line, number, "column", value, message)
                       VALUES (:run, :line, :number, :column, :value, :message)""")
COLUMNS = ("run", "key", "line", "told")
START = ("", 0)

Staged = tuple[str, int, str]
"""The natural key of a fact, the line that tells it, and the fact as JSON."""


async def keep_piece(engine: AsyncEngine, run: str, number: int, data: bytes, so_far: int) -> None:
    """Keep a piece of a file that comes in, and say how much of it there is."""
    async with engine.begin() as connection:
        await connection.execute(KEEP_PIECE, {"run": run, "number": number, "data": data})
        await connection.execute(GROWN, {"run": run, "bytes": so_far})


async def drop(engine: AsyncEngine, run: str) -> None:
    """Let go of a file that did not come in whole, as if it had never begun."""
    async with engine.begin() as connection:
        await connection.execute(DROP, {"run": run})


async def pieces(engine: AsyncEngine, run: str) -> AsyncIterator[bytes]:
    """Yield the pieces of a file, one in memory at a time."""
    number = 0
    while True:
        async with engine.connect() as connection:
            found = (await connection.execute(PIECE, {"run": run, "number": number})).scalar_one_or_none()
        if found is None:
            return
        yield bytes(found)
        number += 1


async def clear(engine: AsyncEngine, run: str) -> None:
    """Forget what was found in a file before: it is read from its beginning."""
    async with engine.begin() as connection:
        for statement in CLEAR:
            await connection.execute(statement, {"run": run})


async def forget(connection: AsyncConnection, run: str) -> None:
    """Let go of a file that is done with; what was wrong with it stays."""
    for statement in FORGET:
        await connection.execute(statement, {"run": run})


async def stage(connection: AsyncConnection, run: str, rows: Sequence[Staged]) -> None:
    """Copy facts to where they wait."""
    raw: Any = (await connection.get_raw_connection()).driver_connection
    await raw.copy_records_to_table("import_row", records=[(run, *row) for row in rows], columns=COLUMNS)


async def staged(connection: AsyncConnection, run: str, after: tuple[str, int], most: int) -> list[Staged]:
    """Return the next facts in the order of their keys; those of one key by their lines."""
    key, line = after
    values = {"run": run, "key": key, "line": line, "most": most}
    return [(row.key, row.line, row.told) for row in await connection.execute(NEXT_ROWS, values)]


class Mistakes:
    """What is wrong with a file: all are counted, and so many are kept that somebody can mend them at once."""

    def __init__(self, run: str) -> None:
        self.run, self.count = run, 0
        self._waiting: list[dict[str, Any]] = []

    def add(self, mistake: Mistake) -> None:
        self.count += 1
        if self.count <= MOST_MISTAKES:
            self._waiting.append(
                {
                    "run": self.run,
                    "number": self.count,
                    "line": mistake.line,
                    "column": cut(mistake.column),
                    "value": cut(mistake.value),
                    "message": mistake.message,
                }
            )

    async def keep(self, engine: AsyncEngine) -> None:
        """Write down those that were added since."""
        if self._waiting:
            async with engine.begin() as connection:
                await connection.execute(KEEP_MISTAKE, self._waiting)
            self._waiting = []
