"""Looking up files, what is wrong with them, and conflicts: a council's client its own, the Office all."""

from typing import Any

from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.auth import Caller
from shared.errors import MalformedError
from shared.imports import answers
from shared.imports.conflicts import refuse_others
from shared.imports.reports import Reports
from shared.web.resources import Page, PageWanted

MISTAKES = text("""SELECT line, number, "column", value, message FROM import_error
                   WHERE run = :run AND (line, number) > (:line, :number) ORDER BY line, number LIMIT :most""")


async def runs(
    reports: Reports, session: AsyncSession, caller: Caller, wanted: PageWanted, state: str | None
) -> Page[answers.ImportView]:
    """Return files, the latest first."""
    table = reports.run
    query = select(table).order_by(col(table.id).desc()).limit(wanted.limit + 1)
    if caller.council is not None:
        query = query.where(table.owner == caller.council)
    if state is not None:
        query = query.where(table.state == state)
    if (after := _after(wanted, str)) is not None:
        query = query.where(col(table.id) < after[0])
    rows = list(await session.exec(query))
    return wanted.page(rows, lambda row: answers.run(reports.base, row), lambda row: [row.id])


async def run(reports: Reports, session: AsyncSession, caller: Caller, asked: str) -> Any:
    """Return a file, or refuse."""
    row = await session.get(reports.run, asked)
    if row is None:
        raise reports.missing("import", asked)
    refuse_others(caller.council, row.owner, "imports")
    return row


async def mistakes(
    reports: Reports, session: AsyncSession, caller: Caller, wanted: PageWanted, asked: str
) -> Page[answers.MistakeView]:
    """Return what is wrong with a file, by its lines."""
    await run(reports, session, caller, asked)
    line, number = _after(wanted, int, int) or (0, 0)
    values = {"run": asked, "line": line, "number": number, "most": wanted.limit + 1}
    rows = (await (await session.connection()).execute(MISTAKES, values)).all()
    view = answers.MistakeView
    return wanted.page(rows, lambda row: view(**_shown(row)), lambda row: [row.line, row.number])


async def conflicts(
    reports: Reports,
    session: AsyncSession,
    caller: Caller,
    wanted: PageWanted,
    *,
    state: str | None,
    kind: str | None,
    owner: str | None,
) -> Page[answers.ConflictView]:
    """Return conflicts, the oldest first."""
    if owner is not None:
        refuse_others(caller.council, owner, "conflicts")
    table = reports.conflict
    query = select(table).order_by(col(table.id)).limit(wanted.limit + 1)
    for column, value in ((table.owner, owner or caller.council), (table.state, state), (table.kind, kind)):
        if value is not None:
            query = query.where(col(column) == value)
    if (after := _after(wanted, str)) is not None:
        query = query.where(col(table.id) > after[0])
    rows = list(await session.exec(query))
    return wanted.page(rows, lambda row: answers.conflict(reports.base, row), lambda row: [row.id])


async def conflict(reports: Reports, session: AsyncSession, caller: Caller, asked: str) -> answers.ConflictView:
    """Return a conflict, or refuse."""
    row: Any = await session.get(reports.conflict, asked)
    if row is None:
        raise reports.missing("conflict", asked)
    refuse_others(caller.council, row.owner, "conflicts")
    return answers.conflict(reports.base, row)


def _shown(row: Any) -> dict[str, Any]:
    return {"line": row.line, "column": row.column, "value": row.value, "message": row.message}


def _after(wanted: PageWanted, *shape: type) -> list[Any] | None:
    """Return where a list goes on, if the cursor has the shape of this list's."""
    after = wanted.after
    if after is None:
        return None
    if len(after) != len(shape) or not all(isinstance(one, kind) for one, kind in zip(after, shape, strict=True)):
        raise MalformedError("'after' is no cursor of this list: use the 'next' link of the page before, unchanged.")
    return after
