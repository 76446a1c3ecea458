"""Releases over HTTP."""

import base64

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.projects import queries, reads, views
from services.projects.api.depends import KeyInPath, Reads, Wanted, Writes
from services.projects.commands import contents, releases
from services.projects.models import Release
from shared.web.resources import Page, created, shown

router = APIRouter(prefix="/api/v1", tags=["releases"])


@router.get("/releases", response_model=Page[views.ReleaseView])
async def list_releases(call: Reads, wanted: Wanted) -> Response:
    """List releases with what is in them."""
    async with call.reading() as session:
        rows = await queries.releases(session, wanted)
    return shown(wanted.page(rows, lambda view: view, lambda view: [view.key]))


@router.post("/releases", status_code=201, response_model=views.ReleaseView)
async def plan_release(call: Writes, wish: releases.PlanRelease) -> Response:
    """Plan a release."""
    return created(await releases.plan_release(call, wish))


@router.get("/releases/{key}", response_model=views.ReleaseView)
async def get_release(call: Reads, key: KeyInPath, request: Request) -> Response:
    """Show a release with what is in it."""
    async with call.reading() as session:
        return shown(await reads.release(session, await reads.get(session, Release, key, "release")), request)


@router.patch("/releases/{key}", response_model=views.ReleaseView)
async def change_release(call: Writes, key: KeyInPath, wish: releases.ChangeRelease) -> Response:
    """Change an open release's name or planned date."""
    return shown(await releases.change_release(call, key, wish))


@router.post("/releases/{key}/deliverables", status_code=201, response_model=views.ReleaseView)
async def put_deliverables_in(call: Writes, key: KeyInPath, wish: contents.PutSeveralIn) -> Response:
    """Put several deliverables into an open release at once."""
    return created(await contents.put_in(call, key, wish))


@router.put("/releases/{key}/deliverables/{deliverable}", response_model=views.ReleaseView)
async def set_readiness(call: Writes, key: KeyInPath, deliverable: KeyInPath, wish: contents.SetReadiness) -> Response:
    """Put a deliverable into an open release, or say whether it is ready; If-Match is the release's ETag."""
    return shown(await contents.set_readiness(call, key, deliverable, wish))


@router.delete("/releases/{key}/deliverables/{deliverable}", response_model=views.ReleaseView)
async def take_deliverable_out(call: Writes, key: KeyInPath, deliverable: KeyInPath) -> Response:
    """Take a deliverable out of an open release; If-Match is the release's ETag."""
    return shown(await contents.take_out(call, key, deliverable))


@router.post("/releases/{key}/close", response_model=views.ReleaseView)
async def close_release(call: Writes, key: KeyInPath, wish: releases.CloseRelease) -> Response:
    """Close a release for good: what is ready is sealed into it, the rest is carried over to the named release."""
    return shown(await releases.close_release(call, key, wish))


@router.get(
    "/releases/{key}/manifest",
    responses={
        200: {"content": {"application/json": {}}, "description": "The canonical bytes (RFC 8785)"},
        409: {"description": "The release is not closed yet"},
    },
)
async def get_manifest(call: Reads, key: KeyInPath) -> Response:
    """Give a closed release's manifest, byte for byte as it was sealed; its SHA-256 is the ETag and the Repr-Digest."""
    async with call.reading() as session:
        found = await queries.manifest(session, key)
    digest = base64.b64encode(bytes.fromhex(found.sha256)).decode()
    headers = {
        "ETag": f'"{found.sha256}"',
        "Repr-Digest": f"sha-256=:{digest}:",
        "Cache-Control": "private, max-age=31536000, immutable",
    }
    return Response(found.content, media_type="application/json", headers=headers)
