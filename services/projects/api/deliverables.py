"""Deliverables over HTTP."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from services.projects import queries, reads, views
from services.projects.api.depends import AsAt, KeyInPath, Reads, Wanted, Writes
from services.projects.commands import deliverables
from services.projects.domain.deliverables import State
from shared.values import Key
from shared.web.resources import Page, created, shown

router = APIRouter(prefix="/api/v1", tags=["deliverables"])


@router.get("/deliverables", response_model=Page[views.DeliverableView])
async def list_deliverables(
    call: Reads,
    wanted: Wanted,
    as_at: AsAt = None,
    project: Annotated[Key | None, Query()] = None,
    release: Annotated[Key | None, Query()] = None,
    state: Annotated[
        Literal[State, "not-recorded"] | None, Query(description="only those in it; `not-recorded` for those in none")
    ] = None,
) -> Response:
    """List deliverables, of a project, in a release or in a state, as they are or were as at a day."""
    only = {"project": project, "release": release, "state": state}
    async with call.reading() as session:
        if as_at is None or as_at >= call.today:
            found = await queries.deliverables(session, wanted, **only)
        else:
            found = await queries.deliverables_then(session, wanted, as_at, **only)
    return shown(wanted.page(found, lambda view: view, lambda view: [view.key]))


@router.post("/deliverables", status_code=201, response_model=views.DeliverableView)
async def register_deliverable(call: Writes, wish: deliverables.RegisterDeliverable) -> Response:
    """Register a deliverable of a project."""
    return created(await deliverables.register_deliverable(call, wish))


@router.get("/deliverables/{key}", response_model=views.DeliverableView)
async def get_deliverable(call: Reads, key: KeyInPath, request: Request, as_at: AsAt = None) -> Response:
    """Show a deliverable as it is, or in the state and version that it was in as at a day."""
    if as_at is None or as_at >= call.today:
        return shown(views.deliverable(await reads.DELIVERABLE.look(call, key)), request)
    async with call.reading() as session:
        return shown(await queries.deliverable_then(session, key, as_at), request)


@router.patch("/deliverables/{key}", response_model=views.DeliverableView)
async def rename_deliverable(call: Writes, key: KeyInPath, wish: deliverables.RenameDeliverable) -> Response:
    """Give a deliverable another name; its key stays."""
    return shown(await deliverables.rename_deliverable(call, key, wish))


@router.get("/deliverables/{key}/state-changes", response_model=Page[views.StateChangeView])
async def list_state_changes(call: Reads, wanted: Wanted, key: KeyInPath, as_at: AsAt = None) -> Response:
    """List the states that a deliverable came to, in order."""
    async with call.reading() as session:
        found = await queries.state_changes(session, wanted, key, as_at or call.today)
    return shown(wanted.page(found, lambda view: view, lambda view: [view.number]))


@router.post("/deliverables/{key}/state-changes", status_code=201, response_model=views.DeliverableView)
async def change_deliverable_state(call: Writes, key: KeyInPath, wish: deliverables.ChangeState) -> Response:
    """Move a deliverable to the state that it is in now; superseding names its successor, withdrawing says why."""
    return created(await deliverables.change_state(call, key, wish))


@router.get("/deliverables/{key}/versions", response_model=Page[views.VersionView])
async def list_versions(call: Reads, wanted: Wanted, key: KeyInPath, as_at: AsAt = None) -> Response:
    """List the versions of a deliverable, by date."""
    async with call.reading() as session:
        rows = await queries.versions(session, wanted, key, as_at or call.today)
    return shown(wanted.page(rows, views.version, lambda row: [row.effective.isoformat(), row.number]))


@router.post("/deliverables/{key}/versions", status_code=201, response_model=views.VersionPublished)
async def publish_version(call: Writes, key: KeyInPath, wish: deliverables.PublishVersion) -> Response:
    """Publish a version of a deliverable."""
    return created(await deliverables.publish_version(call, key, wish))
