"""Packs of calls over HTTP: open to everybody once a call is published, for councils read them before they answer."""

import asyncio
import hashlib
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.projects import reads
from services.projects.api.depends import AsAt, KeyInPath, Reads
from services.projects.models import Project
from services.projects.views import pack as packs
from shared.database import Database

router = APIRouter(prefix="/api/v1/calls", tags=["calls"])

HTML, PDF = "text/html", "application/pdf"
EITHER: dict[int | str, dict[str, Any]] = {200: {"content": {HTML: {}, PDF: {}}, "description": "The pack"}}
PAGE: dict[int | str, dict[str, Any]] = {200: {"content": {HTML: {}}, "description": "The pack as a page"}}
FILE: dict[int | str, dict[str, Any]] = {200: {"content": {PDF: {}}, "description": "The pack as a tagged PDF"}}
# nothing is loaded from anywhere, and no script runs: what people wrote cannot become one
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

_compiling = asyncio.Semaphore(2)


@router.get("/{key}/pack", responses=EITHER, response_class=Response)
async def get_pack(request: Request, key: KeyInPath, as_at: AsAt = None) -> Response:
    """Give the pack of a published call, as a page, or as a PDF where only that is accepted."""
    accepts = request.headers.get("accept", "")
    return await _answer(request, key, as_at, PDF if PDF in accepts and HTML not in accepts else HTML)


@router.get("/{key}/pack.html", responses=PAGE, response_class=Response)
async def get_pack_as_page(request: Request, key: KeyInPath, as_at: AsAt = None) -> Response:
    """Give the pack of a published call as a page."""
    return await _answer(request, key, as_at, HTML)


@router.get("/{key}/pack.pdf", responses=FILE, response_class=Response)
async def get_pack_as_pdf(request: Request, key: KeyInPath, as_at: AsAt = None) -> Response:
    """Give the pack of a published call as a tagged PDF."""
    return await _answer(request, key, as_at, PDF)


@router.get("/{key}/preview", responses=PAGE, response_class=Response)
async def preview_pack(call: Reads, request: Request, key: KeyInPath) -> Response:
    """Show the pack of a draft to the Office as it would be published."""
    found = await _pack(call.database, key, None, own=call.caller.is_office)
    answer = _shown(request, packs.html(found), HTML)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


async def _answer(request: Request, key: str, as_at: AsAt, kind: str) -> Response:
    found = await _pack(request.app.state.database, key, as_at, own=False)
    if kind == HTML:
        return _shown(request, packs.html(found), HTML)
    async with _compiling:
        return _shown(request, await asyncio.to_thread(packs.pdf, found), PDF)


async def _pack(database: Database, key: str, as_at: AsAt, *, own: bool) -> packs.Pack:
    async with database.reading() as session:
        row = await reads.call_as_at(session, key, as_at or database.clock.today(), own=own)
        project = await reads.get(session, Project, row.project, "project")
    return packs.pack(row, project.name)


def _shown(request: Request, body: bytes, kind: str) -> Response:
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {
        "ETag": tag,
        "Cache-Control": "public, max-age=0, must-revalidate",
        "Vary": "Accept",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": POLICY,
        "Content-Language": "en-GB",
    }
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=kind, headers=headers)
