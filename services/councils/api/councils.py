"""The register of councils over HTTP."""

from fastapi import APIRouter
from starlette.responses import Response

from services.councils import views
from services.councils.api.depends import AsAt, CouncilInPath, Reads, Registers, Wanted
from services.councils.commands import councils
from services.councils.queries import councils as queries
from shared.values import last_day
from shared.web.resources import Page, created, shown

router = APIRouter(prefix="/api/v1/councils", tags=["councils"])


@router.get("", response_model=Page[views.CouncilView])
async def list_councils(call: Reads, wanted: Wanted, as_at: AsAt = None) -> Response:
    """List the councils by slug, with code and membership as on a day."""
    async with call.reading() as session:
        return shown(await queries.councils(session, wanted, last_day(as_at) if as_at else call.today))


@router.post("", status_code=201, response_model=views.CouncilView)
async def register_council(call: Registers, wish: councils.RegisterCouncil) -> Response:
    """Enter a council with its live code and those it had before."""
    return created(await councils.register_council(call, wish))


@router.get("/{council}", response_model=views.CouncilView)
async def get_council(call: Reads, council: CouncilInPath, as_at: AsAt = None) -> Response:
    """Show a council, asked for by slug, three letters or any code it has or had; a retired code is said to be so."""
    async with call.reading() as session:
        return shown(await queries.council(session, council, last_day(as_at) if as_at else call.today))


@router.patch("/{council}", response_model=views.CouncilView)
async def change_council(call: Registers, council: CouncilInPath, wish: councils.ChangeCouncil) -> Response:
    """Change a council's details; what is left out stays, and null means not recorded."""
    return shown(await councils.change_council(call, council, wish))


@router.post("/{council}/codes", status_code=201, response_model=views.CouncilView)
async def replace_council_code(call: Registers, council: CouncilInPath, wish: councils.ReplaceCode) -> Response:
    """Replace a council's code, as its boundary moved; the old one is retired and still finds it."""
    return created(await councils.replace_code(call, council, wish))
