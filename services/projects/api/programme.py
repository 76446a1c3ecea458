"""The programme's phases, portfolios and lifecycle templates over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from services.projects import queries, reads, views
from services.projects.api.depends import AsAt, KeyInPath, Reads, Wanted, Writes
from services.projects.commands import lifecycles, programme
from services.projects.models import Portfolio
from shared.web.resources import Page, created, shown

router = APIRouter(prefix="/api/v1")


@router.get("/programme", response_model=views.ProgrammeView, tags=["programme"])
async def get_programme(call: Reads, request: Request, as_at: AsAt = None) -> Response:
    """Show the programme: the phase it is in, or was in as at a day, and all its phases with their dates."""
    async with call.reading() as session:
        return shown(await reads.programme(session, as_at), request)


@router.post("/programme/phases", status_code=201, response_model=views.ProgrammeView, tags=["programme"])
async def enter_programme_phase(call: Writes, wish: programme.EnterPhase) -> Response:
    """Record that the programme entered a phase, or is expected to; an expectation may be told anew."""
    return created(await programme.enter_phase(call, wish))


@router.get("/portfolios", response_model=Page[views.PortfolioView], tags=["portfolios"])
async def list_portfolios(call: Reads, wanted: Wanted, as_at: AsAt = None) -> Response:
    """List all portfolios; with `as_at` only those that grouped projects on that day (on its last, one has ended)."""
    async with call.reading() as session:
        rows = await queries.portfolios(session, wanted, as_at)
    return shown(wanted.page(rows, views.portfolio, lambda row: [row.key]))


@router.post("/portfolios", status_code=201, response_model=views.PortfolioView, tags=["portfolios"])
async def open_portfolio(call: Writes, wish: programme.OpenPortfolio) -> Response:
    """Open a portfolio from a date."""
    return created(await programme.open_portfolio(call, wish))


@router.get("/portfolios/{key}", response_model=views.PortfolioView, tags=["portfolios"])
async def get_portfolio(call: Reads, key: KeyInPath, request: Request) -> Response:
    """Show a portfolio."""
    async with call.reading() as session:
        return shown(views.portfolio(await reads.get(session, Portfolio, key, "portfolio")), request)


@router.post("/portfolios/{key}/end", response_model=views.PortfolioView, tags=["portfolios"])
async def end_portfolio(call: Writes, key: KeyInPath, wish: programme.EndPortfolio) -> Response:
    """End a portfolio; the places projects had in it stay on record."""
    return shown(await programme.end_portfolio(call, key, wish))


@router.get("/lifecycles", response_model=Page[views.LifecycleView], tags=["lifecycles"])
async def list_lifecycles(call: Reads, wanted: Wanted) -> Response:
    """List lifecycle templates at their newest version."""
    async with call.reading() as session:
        rows = await queries.lifecycles(session, wanted)
    return shown(wanted.page(rows, lambda pair: views.lifecycle(*pair), lambda pair: [pair[0].key]))


@router.post("/lifecycles", status_code=201, response_model=views.LifecycleView, tags=["lifecycles"])
async def publish_lifecycle(call: Writes, wish: lifecycles.PublishLifecycle) -> Response:
    """Publish a template, or the next version of one; projects keep the version they started on."""
    return created(await lifecycles.publish_lifecycle(call, wish))


@router.get("/lifecycles/{key}", response_model=views.LifecycleView, tags=["lifecycles"])
async def get_lifecycle(call: Reads, key: KeyInPath, request: Request) -> Response:
    """Show a template at its newest version."""
    async with call.reading() as session:
        return shown(await reads.lifecycle(session, key), request)


@router.get("/lifecycles/{key}/versions/{number}", response_model=views.LifecycleView, tags=["lifecycles"])
async def get_lifecycle_version(
    call: Reads, key: KeyInPath, number: Annotated[int, Path(ge=1, le=100_000)], request: Request
) -> Response:
    """Show one version of a template."""
    async with call.reading() as session:
        return shown(await reads.lifecycle(session, key, number), request)
