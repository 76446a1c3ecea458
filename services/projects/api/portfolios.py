"""Portfolios over HTTP."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.projects import queries, reads, views
from services.projects.api.depends import AsAt, KeyInPath, Reads, Wanted, Writes
from services.projects.commands import programme
from services.projects.models import Portfolio
from shared.web.resources import Page, created, shown

router = APIRouter(prefix="/api/v1", tags=["portfolios"])


@router.get("/portfolios", response_model=Page[views.PortfolioView])
async def list_portfolios(call: Reads, wanted: Wanted, as_at: AsAt = None) -> Response:
    """List all portfolios; with `as_at` only those that grouped projects on that day (on its last, one has ended)."""
    async with call.reading() as session:
        rows = await queries.portfolios(session, wanted, as_at)
    return shown(wanted.page(rows, views.portfolio, lambda row: [row.key]))


@router.post("/portfolios", status_code=201, response_model=views.PortfolioView)
async def open_portfolio(call: Writes, wish: programme.OpenPortfolio) -> Response:
    """Open a portfolio from a date."""
    return created(await programme.open_portfolio(call, wish))


@router.get("/portfolios/{key}", response_model=views.PortfolioView)
async def get_portfolio(call: Reads, key: KeyInPath, request: Request) -> Response:
    """Show a portfolio."""
    async with call.reading() as session:
        return shown(views.portfolio(await reads.get(session, Portfolio, key, "portfolio")), request)


@router.post("/portfolios/{key}/end", response_model=views.PortfolioView)
async def end_portfolio(call: Writes, key: KeyInPath, wish: programme.EndPortfolio) -> Response:
    """End a portfolio; the places projects had in it stay on record."""
    return shown(await programme.end_portfolio(call, key, wish))
