"""The reports as JSON, open to everybody, each as at any date."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from services.reporting.api.answers import MAX_DATE_LENGTH, MomentWanted
from services.reporting.domain.moments import Figure, known
from services.reporting.queries import shapes
from services.reporting.queries.benefits import BenefitsReport
from services.reporting.queries.calls import CallsReport, calls
from services.reporting.queries.capacity import CapacityReport, capacity
from services.reporting.queries.confidence import ConfidenceReport, confidence
from services.reporting.queries.council_figures import CouncilBenefitsReport, council_benefits
from services.reporting.queries.deliverables import DeliverablesReport, WithdrawalsReport, deliverables, withdrawals
from services.reporting.queries.gates import GatesReport, gates
from services.reporting.queries.project import ProjectReport
from services.reporting.queries.project import project as project_report
from services.reporting.queries.reports import Reports
from services.reporting.queries.roles import RolesReport, roles
from services.reporting.queries.work_requests import WorkRequestsReport
from shared.pages.answers import kept
from shared.web.openapi import NOT_MODIFIED, UNCHANGED

router = APIRouter(prefix=shapes.BASE, tags=["reports"], responses={NOT_MODIFIED: UNCHANGED})

LINKS = (
    ("programme", "The programme at a glance: all headline figures together"),
    ("phases", "Projects per phase, by portfolio of the date"),
    ("gates", "What was decided at gates, what is still to be done of it, overrides, and planned against actual days"),
    ("confidence", "Delivery confidence of each project, own and independent apart, and which have gone quiet"),
    ("work-requests", "Requests for work to councils taking part, by state and priority, and which are overdue"),
    ("deliverables", "Deliverables: the state, the latest version and the successor of each"),
    ("withdrawals", "What was superseded or withdrawn, and how far its adopters have acknowledged that"),
    ("calls", "Calls for participation: what is asked, what councils committed together, and what is missing"),
    ("benefits", "Benefits type by type: targets, the latest measures, and those due or overdue; never added up"),
    ("council-benefits", "Benefit figures that councils made public, by type, unit and stage; never added up"),
    ("releases", "Releases, and what was in each"),
    ("adoption", "Adoption of each deliverable, with numerator, denominator and date; lag, plans, reasons to decline"),
    ("capacity", "What councils have to give, committed and delivered, by month, five councils together at least"),
    ("membership", "Members known, those in principle, reported counts with sources and conflicts, and corrections"),
    ("roles", "Roles in councils: how many have a holder and a deputy, and how many have not"),
)


async def at_moment(request: Request, moment: MomentWanted) -> AsyncIterator[Reports]:
    """Open a view of the facts at the moment that is asked for."""
    async with request.app.state.database.reading() as session:
        yield Reports(session, moment)


Asked = Annotated[Reports, Depends(at_moment)]
Since = Annotated[
    str,
    Query(max_length=MAX_DATE_LENGTH, description="the day or time at which the figures were asked for before"),
]


@router.get("", response_model=shapes.ReportList)
async def list_reports(request: Request) -> Response:
    """List the reports there are."""
    items = [shapes.ReportLink(href=f"{shapes.BASE}/{path}", title=title) for path, title in LINKS]
    return _shown(request, shapes.ReportList(items=items))


@router.get("/programme", response_model=shapes.Programme)
async def report_on_programme(request: Request, reports: Asked) -> Response:
    """All headline figures together."""
    return _shown(request, await reports.programme())


@router.get("/phases", response_model=shapes.PhasesReport)
async def report_on_phases(request: Request, reports: Asked) -> Response:
    """How many projects stood in which phase, by portfolio of the date; what is not recorded is counted as such."""
    return _shown(request, await reports.phases())


@router.get("/gates", response_model=GatesReport)
async def report_on_gates(request: Request, reports: Asked) -> Response:
    """What was decided at the gates of projects, which conditions are open or overdue, and what was overridden."""
    return _shown(request, await gates(reports.session, reports.moment))


@router.get("/confidence", response_model=ConfidenceReport)
async def report_on_confidence(request: Request, reports: Asked) -> Response:
    """How confident projects and others are in their delivery; what is quiet is stale in place of its old colour."""
    return _shown(request, await confidence(reports.session, reports.moment))


@router.get("/work-requests", response_model=WorkRequestsReport)
async def report_on_work_requests(request: Request, reports: Asked) -> Response:
    """How many requests for work councils were asked, how they stand and which are overdue; no council is named."""
    return _shown(request, await reports.work_requests())


@router.get("/deliverables", response_model=DeliverablesReport)
async def report_on_deliverables(request: Request, reports: Asked) -> Response:
    """Every deliverable: its state, its latest version, and what took its place."""
    return _shown(request, await deliverables(reports.session, reports.moment))


@router.get("/withdrawals", response_model=WithdrawalsReport)
async def report_on_withdrawals(request: Request, reports: Asked) -> Response:
    """What was superseded or withdrawn, and how many of those who had adopted it have acknowledged that."""
    return _shown(request, await withdrawals(reports.session, reports.moment))


@router.get("/calls", response_model=CallsReport)
async def report_on_calls(request: Request, reports: Asked) -> Response:
    """What calls ask, how many councils answered what, what they committed together, and what is missing of it."""
    return _shown(request, await calls(reports.session, reports.moment))


@router.get("/benefits", response_model=BenefitsReport)
async def report_on_benefits(request: Request, reports: Asked) -> Response:
    """What each benefit is to come to and what was measured last, type by type; types are never added together."""
    return _shown(request, await reports.benefits())


@router.get("/council-benefits", response_model=CouncilBenefitsReport)
async def report_on_council_benefits(request: Request, reports: Asked) -> Response:
    """Benefit figures that councils made public, and what those of five or more councils come to; none is ranked."""
    return _shown(request, await council_benefits(reports.session, reports.moment))


@router.get("/releases", response_model=shapes.ReleasesReport)
async def report_on_releases(request: Request, reports: Asked) -> Response:
    """Every release at the date."""
    return _shown(request, await reports.releases())


@router.get("/releases/{release}", response_model=shapes.ReleaseReport)
async def report_on_release(
    request: Request, reports: Asked, release: Annotated[str, Path(max_length=200)]
) -> Response:
    """What was in a release, what was carried over and where to, its digest, and its frozen report."""
    return _shown(request, await reports.release(release))


@router.get("/projects/{project}", response_model=ProjectReport)
async def report_on_project(
    request: Request, reports: Asked, project: Annotated[str, Path(max_length=200)]
) -> Response:
    """What was true of one project: its places, phases, confidence, deliverables and benefits."""
    return _shown(request, await project_report(reports.session, reports.moment, project))


@router.get("/adoption", response_model=shapes.TakeUpReport)
async def report_on_adoption(request: Request, reports: Asked) -> Response:
    """How far each deliverable has been taken up: how many councils use it, of how many, how soon, and as planned."""
    return _shown(request, await reports.take_up())


@router.get("/capacity", response_model=CapacityReport)
async def report_on_capacity(request: Request, reports: Asked) -> Response:
    """What councils have to give beside what they committed and delivered, by month and role; no council is named."""
    return _shown(request, await capacity(reports.session, reports.moment))


@router.get("/roles", response_model=RolesReport)
async def report_on_roles(request: Request, reports: Asked) -> Response:
    """In how many councils each role lacks a holder or a deputy, or will soon; no council and nobody is named."""
    return _shown(request, await roles(reports.session, reports.moment))


@router.get("/membership", response_model=shapes.MembershipReport)
async def report_on_membership(request: Request, reports: Asked) -> Response:
    """Which councils are known to be members or in principle, how many a source reported, and what was corrected."""
    return _shown(request, await reports.membership())


@router.get("/membership/changes", response_model=shapes.MembershipChanges)
async def report_on_membership_changes(request: Request, reports: Asked, since: Since) -> Response:
    """Why the figures of a day are others than they were when only what was known by `since` counted."""
    return _shown(request, await reports.membership_changes(known("since", since)))


def _shown(request: Request, report: Figure) -> Response:
    return kept(request, report.model_dump_json().encode(), media_type="application/json")
