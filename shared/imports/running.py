"""Working through files: each by one worker at a time, and again from its beginning if that one died."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.crash import crash_point
from shared.database import Database
from shared.imports import applying, checking, staging
from shared.imports.reports import Reports
from shared.imports.work import Work
from shared.outbox.record import Cause

log = structlog.get_logger()

PERIOD_SECONDS = 0.5
MOST_TRIES = 10
"""How often a file is taken up before it is given up: one that ends its worker must not do so for ever."""

LOCK_CLASS = 7_200_004
UNDER_WAY = text("SELECT id FROM import_run WHERE state IN ('checking', 'applying') ORDER BY created_at, id LIMIT 20")
TRY_LOCK = text("SELECT pg_try_advisory_lock(:of, hashtext(:run))")
UNLOCK = text("SELECT pg_advisory_unlock(:of, hashtext(:run))")
TAKE_UP = text("""
    UPDATE import_run SET state = 'checking', tries = tries + 1, revision = revision + 1, rows = NULL, bytes_read = 0,
      rows_read = 0, done = 0, new = 0, known = 0, changed = 0, conflicting = 0, errors = 0
    WHERE id = :run AND state IN ('checking', 'applying')
    RETURNING tries, kind, owner, client, correlation, dry_run""")
ABANDONED = text("""DELETE FROM import_run WHERE state = 'receiving'
                    AND changed_at < clock_timestamp() - interval '1 hour'""")


def works(reports: Reports) -> Callable[[FastAPI], Awaitable[None]]:
    """Return the work of a worker that takes what others report."""

    async def work(app: FastAPI) -> None:
        settings = app.state.settings
        await run(reports, app.state.database, settings.scaled)

    return work


async def run(reports: Reports, database: Database, scaled: Callable[[float], float]) -> None:
    """Work through files as they come, until cancelled."""
    while True:
        try:
            worked = await look(reports, database)
        except Exception as error:  # noqa: BLE001 - an absent database is told by readiness
            log.info("imports wait", error=repr(error))
            worked = 0
        if not worked:
            await asyncio.sleep(scaled(PERIOD_SECONDS))


async def look(reports: Reports, database: Database) -> int:
    """Work through the files that no other worker has in hand; return how many there were."""
    worked = 0
    failure: Exception | None = None
    async with database.engine.connect() as connection:
        # each statement by itself: between them this connection holds nothing but the lock of a file
        holder = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await holder.execute(ABANDONED)
        waiting = [row.id for row in await holder.execute(UNDER_WAY)]
        for name in waiting:
            try:
                worked += await _locked(reports, database, holder, name)
            except Exception as error:  # noqa: BLE001 - a file that is tried again keeps no other from its turn
                failure = error
    if failure is not None and not worked:
        raise failure
    return worked


async def _locked(reports: Reports, database: Database, holder: AsyncConnection, name: str) -> int:
    """Work through a file, if nobody else does."""
    mine = {"of": LOCK_CLASS, "run": name}
    if not (await holder.execute(TRY_LOCK, mine)).scalar_one():
        return 0
    try:
        row = (await holder.execute(TAKE_UP, {"run": name})).first()
        if row is not None:
            await _through(reports, database, name, row)
    finally:
        await holder.execute(UNLOCK, mine)
    return int(row is not None)


async def _through(reports: Reports, database: Database, name: str, row: Any) -> None:
    kind = reports.kinds.get(row.kind)
    cause = Cause(f"client:{row.client}", row.correlation)
    work = Work(reports, kind, database, name, row.owner, row.client, row.dry_run, cause, row.tries) if kind else None
    if work is None or row.tries > MOST_TRIES:
        log.error("an import was given up", run=name, kind=row.kind, tries=row.tries)
        await applying.give_up(reports, database, name, cause)
        return
    try:
        await staging.clear(database.engine, name)
        await checking.read(work)
        crash_point("import.before_check")
        await (applying.rehearse(work) if work.kind.one_by_one else checking.check(work))
        crash_point("import.before_apply")
        if work.mistakes.count:
            await applying.refuse(work)
        elif row.dry_run:
            await applying.end_dry_run(work)
        else:
            await applying.apply(work)
    except Exception:
        log.exception("an import could not be worked through, and is tried again", run=name, kind=row.kind)
        raise
