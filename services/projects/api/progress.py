"""Progress updates, their rhythm and delivery confidence over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from services.projects import queries, reads, views
from services.projects.api.depends import AsAt, KeyInPath, Reads, Wanted, Writes
from services.projects.commands import confidence, progress
from services.projects.domain.confidence import Kind
from services.projects.models import Project
from shared.web.resources import Page, created, shown

router = APIRouter(prefix="/api/v1", tags=["progress"])


@router.get("/projects/{key}/progress-updates", response_model=Page[views.UpdateView])
async def list_progress_updates(call: Reads, wanted: Wanted, key: KeyInPath, as_at: AsAt = None) -> Response:
    """List what a project told of its progress, by the day each tells of."""
    async with call.reading() as session:
        found = await queries.updates(session, wanted, key, as_at or call.today)
    return shown(wanted.page(found, lambda view: view, lambda view: [view.effective.isoformat(), view.number]))


@router.post("/projects/{key}/progress-updates", status_code=201, response_model=progress.Told)
async def tell_progress(call: Writes, key: KeyInPath, wish: progress.TellProgress) -> Response:
    """Tell of a project's progress, or put right what was told; a project that had gone quiet is heard again."""
    return created(await progress.tell_progress(call, key, wish))


@router.get("/projects/{key}/confidence-ratings", response_model=Page[views.RatingView])
async def list_confidence_ratings(
    call: Reads,
    wanted: Wanted,
    key: KeyInPath,
    as_at: AsAt = None,
    kind: Annotated[Kind | None, Query(description="only the project's own, or only independent ones")] = None,
) -> Response:
    """List the ratings of a project's delivery confidence, by day."""
    async with call.reading() as session:
        rows = await queries.ratings(session, wanted, key, as_at or call.today, kind)
    return shown(wanted.page(rows, views.rating, lambda row: [row.effective.isoformat(), row.number]))


@router.post("/projects/{key}/confidence-ratings", status_code=201, response_model=confidence.Rated)
async def rate_confidence(call: Writes, key: KeyInPath, wish: confidence.RateConfidence) -> Response:
    """Rate the confidence in a project's delivery: as the project itself, or apart from it."""
    return created(await confidence.rate_confidence(call, key, wish))


@router.get("/projects/{key}/confidence", response_model=views.ProjectConfidenceView)
async def get_confidence(call: Reads, key: KeyInPath, request: Request, as_at: AsAt = None) -> Response:
    """Show the confidence in a project on a day: own and independent apart, stale while the project is quiet."""
    day = as_at or call.today
    async with call.reading() as session:
        row = await reads.get(session, Project, key, "project")
        view = views.project_confidence(row, await reads.confidence(session, key, day), day)
    # without a day the answer is another one tomorrow, though nothing happens
    return shown(view, request if as_at else None)


@router.get("/projects/{key}/update-rhythm", response_model=views.RhythmView)
async def get_update_rhythm(call: Reads, key: KeyInPath, request: Request, as_at: AsAt = None) -> Response:
    """Show how often a project is to tell of its progress, and by when next; its ETag is the project's."""
    day = as_at or call.today
    async with call.reading() as session:
        row = await reads.get(session, Project, key, "project")
        view = views.rhythm(row, await reads.hearing(session, key, day), day)
    # without a day the answer is another one tomorrow, though nothing happens
    return shown(view, request if as_at else None)


@router.put("/projects/{key}/update-rhythm", response_model=views.RhythmView)
async def set_update_rhythm(call: Writes, key: KeyInPath, wish: progress.SetRhythm) -> Response:
    """Agree on how often a project tells of its progress, or that it need not; If-Match is the project's ETag."""
    return shown(await progress.set_rhythm(call, key, wish))
