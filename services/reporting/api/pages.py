"""The pages: the programme at a glance, each project and each release, as at any date; refusals look like pages too."""

from typing import Annotated, Any

from fastapi import Path, Request
from starlette.responses import Response

from services.reporting.api.answers import MomentWanted
from services.reporting.api.reports import Asked
from services.reporting.pages import render
from services.reporting.pages.render import PAGES
from services.reporting.queries.project import project as project_report
from shared.pages.answers import kept
from shared.pages.rendering import HEADERS
from shared.pages.routes import HTML, pages_router

router = pages_router(PAGES)


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


def _page(request: Request, template: str, **values: Any) -> Response:
    return kept(request, PAGES.page(template, **values), media_type=HTML, headers=HEADERS)
