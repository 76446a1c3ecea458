"""Receiving a file: its pieces are kept as they come, and once it is whole it is somebody's to work through."""

import hashlib
from dataclasses import replace
from email.message import Message
from typing import Any

from fastapi import Request
from sqlalchemy import text
from starlette.exceptions import HTTPException

from shared.errors import InvalidError, TooManyError
from shared.imports import answers, staging
from shared.imports.kinds import OFFICE
from shared.imports.reports import Reports
from shared.outbox.record import new_id
from shared.web.calls import Call

PIECE_BYTES = 256 * 1024
MOST_AT_ONCE = 20
"""How many files of one council, or of the Office, may be on their way or waiting at once."""

WAITING = text("""SELECT count(*) FROM import_run
                  WHERE owner = :owner AND state IN ('receiving', 'checking', 'applying')""")
BEGIN = text("""
    INSERT INTO import_run (id, kind, owner, client, correlation, dry_run, state, revision, tries, bytes, bytes_read,
      rows_read, done, new, known, changed, conflicting, errors, version, created_at, changed_at)
    VALUES (:id, :kind, :owner, :client, :correlation, :dry_run, 'receiving', 1, 0, 0, 0,
      0, 0, 0, 0, 0, 0, 0, 0, clock_timestamp(), clock_timestamp())""")


async def receive(reports: Reports, call: Call, request: Request, name: str, *, dry_run: bool) -> answers.ImportView:
    """Take a file in; it is checked and applied by a worker, also if this process dies the moment after."""
    kind = reports.kind(name)
    kind.refuse_without_scope(call.caller)
    _refuse_other_types(request)
    run, engine = str(new_id()), call.database.engine
    await _begin(call, run, kind.name, dry_run=dry_run)
    try:
        size, digest = await _keep(call, request, run)
        whole = f"POST {request.url.path}?{request.url.query}\n{digest}".encode()
        known = replace(call, fingerprint=hashlib.sha256(whole).digest())
        async with known.transaction() as change:
            row = await change.lock(reports.run, run, called="import")
            row.state, row.bytes, row.sha256, row.revision = "checking", size, digest, row.revision + 1
            change.session.add(row)
            await change.flush()
            return await known.answer(change, answers.run(reports.base, row))
    except BaseException:
        # also where the sender has gone away, or the same file came before under the same Idempotency-Key
        await staging.drop(engine, run)
        raise


async def _begin(call: Call, run: str, kind: str, *, dry_run: bool) -> None:
    owner = call.caller.council or OFFICE
    values: dict[str, Any] = {"id": run, "kind": kind, "owner": owner, "client": call.caller.client}
    async with call.database.engine.begin() as connection:
        if (await connection.execute(WAITING, {"owner": owner})).scalar_one() >= MOST_AT_ONCE:
            raise TooManyError(f"{MOST_AT_ONCE} files of '{owner}' are being worked through; wait for one to end.")
        await connection.execute(BEGIN, values | {"correlation": call.cause.correlation, "dry_run": dry_run})


async def _keep(call: Call, request: Request, run: str) -> tuple[int, str]:
    """Keep the body as it comes; return its size and its SHA-256 digest."""
    digest, waiting, size, number = hashlib.sha256(), bytearray(), 0, 0
    async for data in request.stream():
        digest.update(data)
        waiting += data
        size += len(data)
        while len(waiting) >= PIECE_BYTES:
            await staging.keep_piece(call.database.engine, run, number, bytes(waiting[:PIECE_BYTES]), size)
            del waiting[:PIECE_BYTES]
            number += 1
    if waiting:
        await staging.keep_piece(call.database.engine, run, number, bytes(waiting), size)
    if not size:
        raise InvalidError("The file is empty; its first line names the columns.", code="file-empty")
    return size, digest.hexdigest()


def _refuse_other_types(request: Request) -> None:
    said = Message()
    said["content-type"] = request.headers.get("content-type", "")
    # also with what else RFC 4180 lets it say: header=present
    if said.get_content_type() != "text/csv" or said.get_content_charset("utf-8") not in {"utf-8", "utf8"}:
        raise HTTPException(415, "Send the file as CSV in UTF-8, with 'Content-Type: text/csv'")
