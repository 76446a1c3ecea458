"""Releases over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from services.projects import queries, reads, views
from services.projects.api.depends import AsAt, KeyInPath, Reads, Wanted, Writes
from services.projects.commands import contents, releases, sealing, sign_offs
from services.projects.domain.releases import Because
from services.projects.domain.roles import Role
from services.projects.models import Release
from shared.values import Text
from shared.web.resources import Page, created, shown

router = APIRouter(prefix="/api/v1", tags=["releases"])


@router.get("/releases", response_model=Page[views.ReleaseView])
async def list_releases(call: Reads, wanted: Wanted, as_at: AsAt = None) -> Response:
    """List releases with what is in them, or was on a day."""
    async with call.reading() as session:
        rows = await queries.releases(session, wanted, call.today, as_at)
    return shown(wanted.page(rows, lambda view: view, lambda view: [view.key]))


@router.post("/releases", status_code=201, response_model=views.ReleaseView)
async def plan_release(call: Writes, wish: releases.PlanRelease) -> Response:
    """Plan a release."""
    return created(await releases.plan_release(call, wish))


@router.get("/releases/{key}", response_model=views.ReleaseView)
async def get_release(call: Reads, key: KeyInPath, request: Request, as_at: AsAt = None) -> Response:
    """Show a release with what is in it, or was on a day."""
    async with call.reading() as session:
        row = await reads.get(session, Release, key, "release")
        # an earlier day may look otherwise while the version stays: it is always sent whole
        return shown(await reads.release(session, row, call.today, as_at), None if as_at else request)


@router.patch("/releases/{key}", response_model=views.ReleaseView)
async def change_release(call: Writes, key: KeyInPath, wish: releases.ChangeRelease) -> Response:
    """Change an open release's name, planned date, or, until it is frozen, freeze date and needed sign-offs."""
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
async def take_deliverable_out(
    call: Writes,
    key: KeyInPath,
    deliverable: KeyInPath,
    reason: Annotated[Text | None, Query(description="why; needed once the release is frozen")] = None,
    by_role: Annotated[Role | None, Query(description="in whose name; needed once the release is frozen")] = None,
) -> Response:
    """Take a deliverable out of an open release; If-Match is the release's ETag."""
    return shown(await contents.take_out(call, key, deliverable, Because(reason, by_role)))


@router.post("/releases/{key}/close", response_model=views.ReleaseView)
async def close_release(call: Writes, key: KeyInPath, wish: sealing.CloseRelease) -> Response:
    """Close a release for good: what is ready is sealed and signed, the rest is carried over to the named release.

    Every sign-off that it needs must be there, for the scope as it is; `override` closes without, and is sealed too.
    """
    return shown(await sealing.close_release(call, key, wish))


@router.get("/releases/{key}/scope-changes", response_model=Page[views.ScopeChangeView])
async def list_scope_changes(call: Reads, wanted: Wanted, key: KeyInPath, as_at: AsAt = None) -> Response:
    """List every change of a release's scope, those after its freeze with their reasons."""
    async with call.reading() as session:
        rows = await queries.scope_changes(session, wanted, key, as_at)
    return shown(wanted.page(rows, views.scope_change, lambda row: [row.number, row.deliverable]))


@router.get("/releases/{key}/sign-offs", response_model=Page[views.SignOffRecordView])
async def list_sign_offs(call: Reads, wanted: Wanted, key: KeyInPath, as_at: AsAt = None) -> Response:
    """List the sign-offs of a release, in order, and which of them a later change made stale."""
    async with call.reading() as session:
        rows = await queries.sign_off_records(session, wanted, key, as_at or call.today)
    return shown(wanted.page(rows, lambda view: view, lambda view: [view.number]))


@router.post("/releases/{key}/sign-offs", status_code=201, response_model=views.SignOffRecordView)
async def sign_release_off(call: Writes, key: KeyInPath, wish: sign_offs.SignOff) -> Response:
    """Sign an open release off in the name of a role that it needs, or refuse to."""
    return created(await sign_offs.sign_off(call, key, wish))


@router.get("/releases/{key}/readiness", response_model=views.ReadinessView)
async def get_readiness(call: Reads, key: KeyInPath, as_at: AsAt = None) -> Response:
    """Show what each deliverable of a release lacks, and what the release lacks to be closed."""
    async with call.reading() as session:
        return shown(await queries.readiness(session, key, call.today, as_at))
