"""Deliverables over HTTP."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from services.projects import queries, reads, views
from services.projects.api.depends import KeyInPath, Reads, Wanted, Writes
from services.projects.commands import deliverables
from services.projects.domain.deliverables import State
from shared.values import Key
from shared.web.resources import Page, created, shown

router = APIRouter(prefix="/api/v1", tags=["deliverables"])


@router.get("/deliverables", response_model=Page[views.DeliverableView])
async def list_deliverables(
    call: Reads,
    wanted: Wanted,
    project: Annotated[Key | None, Query()] = None,
    release: Annotated[Key | None, Query()] = None,
    state: Annotated[
        Literal[State, "not-recorded"] | None, Query(description="only those in it; `not-recorded` for those in none")
    ] = None,
) -> Response:
    """List deliverables, of a project, in a release or in a state."""
    async with call.reading() as session:
        rows = await queries.deliverables(session, wanted, project=project, release=release, state=state)
    return shown(wanted.page(rows, views.deliverable, lambda row: [row.key]))


@router.post("/deliverables", status_code=201, response_model=views.DeliverableView)
async def register_deliverable(call: Writes, wish: deliverables.RegisterDeliverable) -> Response:
    """Register a deliverable of a project."""
    return created(await deliverables.register_deliverable(call, wish))


@router.get("/deliverables/{key}", response_model=views.DeliverableView)
async def get_deliverable(call: Reads, key: KeyInPath, request: Request) -> Response:
    """Show a deliverable."""
    return shown(views.deliverable(await reads.DELIVERABLE.look(call, key)), request)


@router.patch("/deliverables/{key}", response_model=views.DeliverableView)
async def rename_deliverable(call: Writes, key: KeyInPath, wish: deliverables.RenameDeliverable) -> Response:
    """Give a deliverable another name; its key stays."""
    return shown(await deliverables.rename_deliverable(call, key, wish))


@router.post("/deliverables/{key}/state-changes", status_code=201, response_model=views.DeliverableView)
async def change_deliverable_state(call: Writes, key: KeyInPath, wish: deliverables.ChangeState) -> Response:
    """Move a deliverable to the state that it is in now."""
    return created(await deliverables.change_state(call, key, wish))
