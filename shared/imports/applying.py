"""Applying a file: all of it in one transaction with its events, or nothing; and what is said of its end."""

from collections.abc import Sequence
from typing import NoReturn

from shared.crash import crash_point
from shared.database import Database, Transaction
from shared.errors import RefusedError
from shared.imports import staging
from shared.imports.checking import count, repeated
from shared.imports.reports import Reports
from shared.imports.settling import judge, settle
from shared.imports.staging import START, Staged
from shared.imports.work import BATCH, Work
from shared.outbox.record import Cause


class MistakenError(Exception):
    """What was right when a file was checked is not any more: somebody changed what stands."""


class RehearsedError(Exception):
    """A file was applied to see what comes of it, and all of that is taken back."""


class EndedError(Exception):
    """Another worker has ended this file meanwhile, or has it in hand: what was found in it may be gone."""


async def rehearse(work: Work) -> None:
    """Check facts that bear on each other: apply them one after another, see all that is refused, and take it back."""
    try:
        async with work.database.transaction(work.cause) as change:
            await _all(work, change, to_the_end=True)
            _take_back()
    except RehearsedError:
        await work.tell()


def _take_back() -> NoReturn:
    raise RehearsedError


async def apply(work: Work) -> None:
    """Apply a file that was checked; whatever somebody changed meanwhile is checked again, under lock."""
    work.state, work.done = "applying", 0
    work.counts.clear()
    await work.tell()
    try:
        async with work.database.transaction(work.cause) as change:
            await _all(work, change, to_the_end=False)
            await _end(work, change, "done")
            crash_point("import.before_commit")
    except MistakenError:
        await refuse(work)
    except EndedError:
        return
    crash_point("import.after_commit")


async def _all(work: Work, change: Transaction, *, to_the_end: bool) -> None:
    after, before = START, ("", "")
    while rows := await staging.staged(change.connection, work.run, after, BATCH):
        once, before = repeated(work, rows, before)
        size = 1 if work.kind.one_by_one else BATCH
        for start in range(0, len(once), size):
            await _some(work, change, once[start : start + size])
            if work.mistakes.count and not to_the_end:
                raise MistakenError
        await change.spill()
        after, work.done = (rows[-1][0], rows[-1][1]), work.done + len(rows)
        await work.tell_now_and_then()


async def _some(work: Work, change: Transaction, rows: Sequence[Staged]) -> None:
    wishes = [work.kind.wish.model_validate_json(told) for _, _, told in rows]
    judged = await judge(work.reports, work.kind, change.session, wishes, change.today, lock=True)
    try:
        await settle(work.reports, work.kind, change, work.reporter, [one for one in judged if one.refusal is None])
    except RefusedError as error:
        if len(judged) > 1:
            raise
        # it is refused before anything is written, as a person's request would be
        judged[0].refusal = error
    count(work, rows, judged)


async def refuse(work: Work) -> None:
    """End a file with its mistakes; nothing of it was applied."""
    work.counts.clear()
    await work.tell()
    await _ended(work, "refused")


async def end_dry_run(work: Work) -> None:
    """End a file that was only to be checked: its figures say what would happen."""
    await _ended(work, "done")


async def give_up(reports: Reports, database: Database, run: str, cause: Cause) -> None:
    """End a file that could not be worked through, though it was tried again and again."""
    async with database.transaction(cause) as change:
        row = await change.lock(reports.run, run)
        row.state, row.ended_at, row.revision = "failed", change.now, row.revision + 1
        said = reports.says.refused(
            owner=row.owner, import_id=row.id, kind=row.kind, dry_run=row.dry_run, because="failure", errors=0
        )
        change.record(said, of=row)
        await staging.forget(change.connection, run)


async def _ended(work: Work, state: str) -> None:
    try:
        async with work.database.transaction(work.cause) as change:
            await _end(work, change, state)
    except EndedError:
        return


async def _end(work: Work, change: Transaction, state: str) -> None:
    """Say how a file ended, with what was done of it, if nobody has said so before."""
    row = await change.find(work.reports.run, work.run)
    if row is None or row.tries != work.tries or row.state not in {"checking", "applying"}:
        raise EndedError
    row.state, row.ended_at, row.revision = state, change.now, row.revision + 1
    row.done = work.done
    for name, number in work.figures.items():
        setattr(row, name, number)
    told = {"owner": work.owner, "import_id": work.run, "kind": work.kind.name, "dry_run": work.dry_run}
    says = work.reports.says
    if state == "done":
        said = says.completed(**told, rows=work.rows or 0, **work.figures)
    else:
        said = says.refused(**told, because="mistakes", errors=work.mistakes.count)
    change.record(said, of=row)
    await change.flush()
    await staging.forget(change.connection, work.run)
