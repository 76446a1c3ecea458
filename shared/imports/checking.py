"""Reading a file and checking it: all that is wrong with it is found, and what it would come to; nothing is changed."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from shared.errors import FieldError, RefusedError
from shared.imports import staging
from shared.imports.kinds import Kind, Mistake
from shared.imports.reading import Record, Records
from shared.imports.settling import Judged, judge
from shared.imports.staging import START, Staged
from shared.imports.work import BATCH, Work


async def read(work: Work) -> None:
    """Read a file from its beginning to its end; what its rows tell waits to be checked."""
    async with work.database.reading() as session:
        reader = Rows(work, await work.kind.names(session))
    records = Records()
    async with work.database.engine.connect() as connection:
        # each copy by itself: what waits is forgotten if this worker dies
        staged = await connection.execution_options(isolation_level="AUTOCOMMIT")
        async for piece in staging.pieces(work.database.engine, work.run):
            work.bytes_read += len(piece)
            await _stage(work, staged, reader.taken(records.feed(piece)))
            if reader.headless:
                break
        await _stage(work, staged, reader.taken(records.close()))
    reader.end()
    work.rows = work.rows_read
    await work.tell()


async def _stage(work: Work, connection: AsyncConnection, rows: Sequence[Staged]) -> None:
    if rows:
        await staging.stage(connection, work.run, rows)
    await work.tell_now_and_then()


class Rows:
    """Makes facts of records; what cannot become one is a mistake, with its line and column."""

    def __init__(self, work: Work, names: Any) -> None:
        self.work, self.kind, self._names = work, work.kind, names
        self._heading: tuple[str, ...] | None = None
        self.headless = False
        """Whether the first line does not name the columns: then no row can be read."""

    def taken(self, records: Iterable[Record]) -> list[Staged]:
        """Return the facts that records tell."""
        found = []
        for record in records:
            if self.headless:
                break
            if record.problem is not None:
                self._add(record.line, None, None, record.problem)
                self.headless = self._heading is None
            elif self._heading is None:
                self._begin(record)
            else:
                self.work.rows_read += 1
                fact = self._fact(record)
                if fact is not None:
                    found.append(fact)
        return found

    def end(self) -> None:
        """Say so if the file was empty."""
        if self._heading is None and not self.headless:
            self._add(1, None, None, f"the file is empty; its first line names the columns: {_named(self.kind)}")

    def _begin(self, record: Record) -> None:
        heading = tuple(name.strip() for name in record.fields)
        wrong = misnamed(self.kind, heading)
        for column, message in wrong:
            self._add(record.line, column, None, message)
        self._heading, self.headless = heading, bool(wrong)

    def _fact(self, record: Record) -> Staged | None:
        assert self._heading is not None  # noqa: S101 - the heading comes first
        if len(record.fields) != len(self._heading):
            message = f"has {len(record.fields)} values where the first line names {len(self._heading)} columns"
            self._add(record.line, None, None, message)
            return None
        cells = dict(zip(self._heading, record.fields, strict=True))
        told = self.kind.read(cells)
        if isinstance(told, list):
            self._wrong(record.line, cells, told)
            return None
        try:
            placed = self.kind.placed(told, self.work.council, self._names)
        except RefusedError as error:
            self._wrong(record.line, cells, fields(error))
            return None
        return self.kind.key(placed), record.line, placed.model_dump_json(exclude_none=True, by_alias=True)

    def _wrong(self, line: int, cells: dict[str, str], found: Sequence[FieldError]) -> None:
        for one in found:
            column = one.field.partition(".")[0]
            self._add(line, column, cells.get(column), one.message)

    def _add(self, line: int, column: str | None, value: str | None, message: str) -> None:
        self.work.mistakes.add(Mistake(line, column, value, message))


def misnamed(kind: Kind[Any], heading: Sequence[str]) -> list[tuple[str | None, str]]:
    """Return what is wrong with the first line of a file: the column, and why."""
    known = {column.name for column in kind.columns}
    if len(heading) == 1 and ";" in heading[0]:
        return [(None, "separates values with semicolons; CSV (RFC 4180) separates them with commas")]
    wrong: list[tuple[str | None, str]] = [
        (name, f"is no column of '{kind.name}', which has {_named(kind)}") for name in heading if name not in known
    ]
    wrong += [(name, "stands there more than once") for name in known if heading.count(name) > 1]
    wrong += [
        (column.name, "is missing: the first line names the columns")
        for column in kind.columns
        if column.required and column.name not in heading
    ]
    return wrong


def fields(error: RefusedError) -> tuple[FieldError, ...]:
    """Return which fields a refusal is about; one that names none is about the row."""
    return error.fields or (FieldError("", error.detail),)


async def check(work: Work) -> None:
    """Check the facts of a file against what stands, and against each other."""
    after, before = START, ("", "")
    while True:
        async with work.database.reading() as session:
            connection = await session.connection()
            rows = await staging.staged(connection, work.run, after, BATCH)
            if not rows:
                break
            once, before = repeated(work, rows, before)
            wishes = [work.kind.wish.model_validate_json(told) for _, _, told in once]
            today = work.database.clock.today()
            judged = await judge(work.reports, work.kind, session, wishes, today, lock=False)
        count(work, once, judged)
        after, work.done = (rows[-1][0], rows[-1][1]), work.done + len(rows)
        await work.tell_now_and_then()
    await work.tell()


def repeated(work: Work, rows: Sequence[Staged], before: tuple[str, str]) -> tuple[list[Staged], tuple[str, str]]:
    """Return the rows that tell of something for the first time; what is told again is known, or contradicts it.

    `before` is the key told last and what was said of it; so is what comes back with them.
    """
    once = []
    for row in rows:
        key, line, told = row
        if key != before[0]:
            once.append(row)
            before = (key, told)
        elif told == before[1]:
            work.counts["known"] += 1
        else:
            message = f"another line of this file says something else of '{key}'; a file says a thing once"
            work.mistakes.add(Mistake(line, None, None, message))
    return once, before


def count(work: Work, rows: Sequence[Staged], judged: Sequence[Judged[Any]]) -> None:
    """Count what rows came to, and add to the mistakes what is refused."""
    for (_, line, _), one in zip(rows, judged, strict=True):
        if one.refusal is None:
            work.counts[one.outcome] += 1
            continue
        told = one.wish.model_dump(mode="json", by_alias=True)
        for field in fields(one.refusal):
            value = told.get(field.field)
            shown = None if value is None else str(value)
            work.mistakes.add(Mistake(line, field.field or work.kind.main, shown, field.message))


def _named(kind: Kind[Any]) -> str:
    return ", ".join(column.name for column in kind.columns)
