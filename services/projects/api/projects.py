"""Projects and their places over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from services.projects import queries, reads, views
from services.projects.api.depends import AsAt, KeyInPath, Reads, Wanted, Writes
from services.projects.commands import closing, projects
from services.projects.models import Project
from shared.values import Key
from shared.web.resources import Page, created, shown

router = APIRouter(prefix="/api/v1", tags=["projects"])


@router.get("/projects", response_model=Page[views.ProjectView])
async def list_projects(
    call: Reads,
    wanted: Wanted,
    as_at: AsAt = None,
    portfolio: Annotated[Key | None, Query(description="only those with their place in it")] = None,
    phase: Annotated[Key | None, Query(description="only those in it; `not-recorded` for those in none")] = None,
) -> Response:
    """List projects with the phase and portfolio they are in, or were in as at a day; all else is as it is now."""
    async with call.reading() as session:
        found = await queries.projects(session, wanted, portfolio=portfolio, phase=phase, day=as_at or call.today)
    return shown(wanted.page(found, lambda view: view, lambda view: [view.key]))


@router.post("/projects", status_code=201, response_model=views.ProjectView)
async def register_project(call: Writes, wish: projects.RegisterProject) -> Response:
    """Register a project; what is not known is left out and stays not recorded."""
    return created(await projects.register_project(call, wish))


@router.get("/projects/{key}", response_model=views.ProjectView)
async def get_project(call: Reads, key: KeyInPath, request: Request, as_at: AsAt = None) -> Response:
    """Show a project in the phase and portfolio it is in, or was in as at a day; all else is as it is now."""
    async with call.reading() as session:
        row = await reads.get(session, Project, key, "project")
        # a place in a portfolio ends by the calendar, without a new version: what holds today is always shown whole
        return shown(await reads.project_then(session, row, as_at or call.today), request if as_at else None)


@router.patch("/projects/{key}", response_model=views.ProjectView)
async def change_project(call: Writes, key: KeyInPath, wish: projects.ChangeProject) -> Response:
    """Change a project's details, or give it the lifecycle it starts on."""
    return shown(await projects.change_project(call, key, wish))


@router.post("/projects/{key}/close", response_model=views.ProjectView)
async def close_project(call: Writes, key: KeyInPath, wish: closing.CloseProject) -> Response:
    """Close a project for good, delivered or stopped; what is to be measured of its benefits goes on falling due."""
    return shown(await closing.close_project(call, key, wish))


@router.get("/projects/{key}/placements", response_model=Page[views.PlacementView])
async def list_placements(call: Reads, wanted: Wanted, key: KeyInPath, as_at: AsAt = None) -> Response:
    """List the portfolios a project had its place in, by date; with `as_at` only where it had it on that day."""
    async with call.reading() as session:
        rows = await queries.placements(session, wanted, key, as_at)
    return shown(wanted.page(rows, views.placement, lambda row: [row.starts_day.isoformat(), row.portfolio]))


@router.post("/projects/{key}/placements", status_code=201, response_model=views.ProjectView)
async def place_project(call: Writes, key: KeyInPath, wish: projects.PlaceProject) -> Response:
    """Give a project its place in a portfolio, from a date and until another."""
    return created(await projects.place_project(call, key, wish))
