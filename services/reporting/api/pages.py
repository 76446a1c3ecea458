"""The pages: the programme at a glance, each project and each release, as at any date; refusals look like pages too."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Path, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.reporting.api.answers import FOR_GOOD, MomentWanted, kept
from services.reporting.api.reports import Asked
from services.reporting.pages import render
from services.reporting.pages.assets import SERVED
from services.reporting.queries.project import project as project_report
from shared.errors import NotFoundError, RefusedError

log = structlog.get_logger()

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class PageRoute(APIRoute):
    """A route whose refusals and failures are pages, for callers that read HTML; for others they stay problems."""

    def get_route_handler(self) -> Handler:
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await handler(request)
            except Exception as error:
                if "text/html" not in request.headers.get("accept", ""):
                    raise
                return _refusal(request, error)

        return handle


router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.api_route("/", methods=["GET", "HEAD"])
async def show_programme(request: Request, reports: Asked, moment: MomentWanted) -> Response:
    """Show the programme at a glance."""
    today = request.app.state.database.clock.today()
    programme, phases, releases = await reports.programme(), await reports.phases(), await reports.releases()
    membership = await reports.membership()
    return _page(
        request,
        "programme.html",
        moment=moment,
        today=today,
        milestones=await reports.milestones(today),
        programme=programme,
        phases=phases,
        releases=releases,
        names={one.release: one.name for one in (*releases.releases, *releases.demonstration)},
        adoption=await reports.adoption(),
        membership=membership,
        confidence=await reports.confidence(),
        gates=await reports.gates(),
        calls=await reports.calls(),
        withdrawals=await reports.withdrawals(),
        benefits=await reports.benefits(),
        work_requests=await reports.work_requests(),
        projects=await reports.project_names(),
        sources=render.sources(programme, phases, releases, membership),
    )


@router.api_route("/projects/{project}", methods=["GET", "HEAD"])
async def show_project(
    request: Request, reports: Asked, moment: MomentWanted, project: Annotated[str, Path(max_length=200)]
) -> Response:
    """Show one project."""
    return _page(
        request,
        "project.html",
        moment=moment,
        today=request.app.state.database.clock.today(),
        project=await project_report(reports.session, moment, project),
    )


@router.api_route("/releases/{release}", methods=["GET", "HEAD"])
async def show_release(
    request: Request, reports: Asked, moment: MomentWanted, release: Annotated[str, Path(max_length=200)]
) -> Response:
    """Show one release."""
    listed = await reports.releases()
    return _page(
        request,
        "release.html",
        moment=moment,
        today=request.app.state.database.clock.today(),
        release=await reports.release(release),
        names={one.release: one.name for one in (*listed.releases, *listed.demonstration)},
        projects=await reports.project_names(),
        deliverables=await reports.deliverable_names(),
    )


@router.api_route("/accessibility", methods=["GET", "HEAD"])
async def show_accessibility(request: Request) -> Response:
    """Show how accessible these pages are, and what to do where they are not."""
    return _page(request, "accessibility.html")


@router.api_route("/assets/{name}", methods=["GET", "HEAD"])
async def get_asset(request: Request, name: str) -> Response:
    """Return a style sheet, font or picture of the pages."""
    asset = SERVED.get(name)
    if asset is None:
        raise NotFoundError(f"There is no file '{name}'.")
    return kept(request, asset.content, media_type=asset.media_type, keep=FOR_GOOD)


def _page(request: Request, template: str, **values: Any) -> Response:
    return kept(request, render.page(template, **values), media_type="text/html; charset=utf-8", headers=render.HEADERS)


def _refusal(request: Request, error: Exception) -> Response:
    """Return the page that says why there is no such page, or what went wrong."""
    status, title, detail = 500, "Something went wrong on our side", "The failure was recorded and will be looked at."
    if isinstance(error, RefusedError):
        status, title, detail = error.status, error.title, error.detail
    elif isinstance(error, RequestValidationError):
        status, title, detail = 422, "The request is not valid", "A part of this address is not as it should be."
    elif isinstance(error, HTTPException):
        status, title, detail = error.status_code, "The request was refused", str(error.detail)
    else:
        log.error("a page failed", path=request.url.path, exc_info=error)
    body = render.page("problem.html", status=status, title=title, detail=detail)
    headers = render.HEADERS | {"Cache-Control": "no-store"}
    return Response(body, status_code=status, media_type="text/html; charset=utf-8", headers=headers)
