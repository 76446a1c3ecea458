"""Benefit figures of councils over HTTP, and their totals."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from services.councils import views
from services.councils.api.depends import CouncilInPath, KeyInPath, Reads, Wanted
from services.councils.commands import benefits
from services.councils.commands.benefits import Period
from services.councils.domain.benefits import Stage, Type
from services.councils.queries import benefits as queries
from services.councils.queries.benefits import Asker, Filter
from shared.values import Day, Key
from shared.web.calls import Call, requires
from shared.web.resources import Page, created, shown

router = APIRouter(prefix="/api/v1/benefits", tags=["benefits"])

Tells = Annotated[Call, Depends(requires("benefits:write"))]
AsAtDay = Annotated[Day | None, Query(description="what was true on this day; today if left out")]
ProfileWanted = Annotated[Key | None, Query(description="only of this benefit profile")]
ProjectWanted = Annotated[Key | None, Query(description="only of this project's profiles")]
TypeWanted = Annotated[Type | None, Query(alias="type", description="only of this type")]
PeriodWanted = Annotated[Period | None, Query(description="only for periods within this one, as 2027 or 2027-Q1")]
PeriodInPath = Annotated[Period, Path(description="2027, 2027-Q1, 2027-02 or 2026-04-01--2027-03-31")]
StageInPath = Annotated[Stage, Path()]


@router.get("", response_model=Page[views.FigureView])
async def list_benefit_figures(
    call: Reads,
    wanted: Wanted,
    council: Annotated[str | None, Query(min_length=1, max_length=100, description="slug or any GSS code")] = None,
    profile: ProfileWanted = None,
    project: ProjectWanted = None,
    of_type: TypeWanted = None,
    stage: Annotated[Stage | None, Query()] = None,
    period: PeriodWanted = None,
    as_at: AsAtDay = None,
) -> Response:
    """List the benefit figures that the caller may see today, as they stood on a day; others are not there for it."""
    only = Filter(council, profile, project, of_type, stage, period)
    async with call.reading() as session:
        found = await queries.benefits(session, _asker(call, as_at), wanted, only, looking_back=as_at is not None)
    return shown(found)


@router.post("", status_code=201, response_model=views.FigureView)
async def tell_benefit_figure(call: Tells, wish: benefits.TellFigure) -> Response:
    """Tell a council's figure: forecast, claimed once the period is over, then verified by another role."""
    return created(await benefits.tell_figure(call, wish))


@router.get("/totals", response_model=views.TotalsView)
async def total_benefit_figures(
    call: Reads,
    profile: ProfileWanted = None,
    project: ProjectWanted = None,
    of_type: TypeWanted = None,
    period: PeriodWanted = None,
    as_at: AsAtDay = None,
) -> Response:
    """Add up the figures that the caller may see, by type, unit and stage; of fewer than five councils, no value."""
    only = Filter(profile=profile, project=project, type=of_type, period=period)
    async with call.reading() as session:
        return shown(await queries.totals(session, _asker(call, as_at), only))


@router.get("/{council}/{profile}/{period}/{stage}", response_model=views.FigureHistoryView)
async def get_benefit_figure(
    call: Reads,
    council: CouncilInPath,
    profile: KeyInPath,
    period: PeriodInPath,
    stage: StageInPath,
    request: Request,
    as_at: AsAtDay = None,
) -> Response:
    """Show a figure with all that was told of it; one that its council does not let the caller see is not found."""
    async with call.reading() as session:
        found = await queries.benefit(
            session, _asker(call, as_at), council, profile, period, stage, looking_back=as_at is not None
        )
    return shown(found, request if as_at is None else None)


@router.post("/{council}/{profile}/{period}/{stage}/withdraw", response_model=views.FigureView)
async def withdraw_benefit_figure(
    call: Tells,
    council: CouncilInPath,
    profile: KeyInPath,
    period: PeriodInPath,
    stage: StageInPath,
    wish: benefits.WithdrawFigure,
) -> Response:
    """Take a figure back, for a reason; that it was told stays."""
    return shown(await benefits.withdraw_figure(call, council, profile, period, stage, wish))


@router.put("/{council}/{profile}/{period}/{stage}/visibility", response_model=views.FigureView)
async def show_benefit_figure(
    call: Tells,
    council: CouncilInPath,
    profile: KeyInPath,
    period: PeriodInPath,
    stage: StageInPath,
    wish: benefits.ShowFigure,
) -> Response:
    """Say who may see a figure from now on, also as it was before; only its own council's client does."""
    return shown(await benefits.show_figure(call, council, profile, period, stage, wish))


def _asker(call: Call, as_at: Day | None) -> Asker:
    return Asker(call.caller, call.today, as_at or call.today)
