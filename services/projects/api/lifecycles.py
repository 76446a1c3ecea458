"""Lifecycle templates over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from services.projects import queries, reads, views
from services.projects.api.depends import KeyInPath, Reads, Wanted, Writes
from services.projects.commands import lifecycles, moves
from shared.web.resources import Page, created, shown

router = APIRouter(prefix="/api/v1", tags=["lifecycles"])


@router.get("/lifecycles", response_model=Page[views.LifecycleView])
async def list_lifecycles(call: Reads, wanted: Wanted) -> Response:
    """List lifecycle templates at their newest version."""
    async with call.reading() as session:
        rows = await queries.lifecycles(session, wanted)
    return shown(wanted.page(rows, lambda pair: views.lifecycle(*pair), lambda pair: [pair[0].key]))


@router.post("/lifecycles", status_code=201, response_model=views.LifecycleView)
async def publish_lifecycle(call: Writes, wish: lifecycles.PublishLifecycle) -> Response:
    """Publish a template, or the next version of one; projects keep the version they started on."""
    return created(await lifecycles.publish_lifecycle(call, wish))


@router.get("/lifecycles/{key}", response_model=views.LifecycleView)
async def get_lifecycle(call: Reads, key: KeyInPath, request: Request) -> Response:
    """Show a template at its newest version."""
    async with call.reading() as session:
        return shown(await reads.lifecycle(session, key), request)


@router.get("/lifecycles/{key}/versions/{number}", response_model=views.LifecycleView)
async def get_lifecycle_version(
    call: Reads, key: KeyInPath, number: Annotated[int, Path(ge=1, le=100_000)], request: Request
) -> Response:
    """Show one version of a template."""
    async with call.reading() as session:
        return shown(await reads.lifecycle(session, key, number), request)


@router.post("/lifecycles/{key}/moves", response_model=views.MoveView)
async def move_projects(call: Writes, key: KeyInPath, wish: moves.MoveProjects) -> Response:
    """Move running projects to another version of their template, all or none; `dry_run` shows what would happen."""
    return shown(await moves.move_projects(call, key, wish))
