"""Adoption lines over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from services.councils import views
from services.councils.api.depends import Adopts, CouncilInPath, KeyInPath, Reads, Wanted
from services.councils.commands import adoptions
from services.councils.domain.adoptions import State
from services.councils.queries import adoptions as queries
from services.councils.queries.adoptions import Filter
from shared.values import Key
from shared.web.resources import Page, shown

router = APIRouter(prefix="/api/v1/adoptions", tags=["adoptions"])


@router.get("", response_model=Page[views.AdoptionView])
async def list_adoptions(
    call: Reads,
    wanted: Wanted,
    council: Annotated[str | None, Query(min_length=1, max_length=100, description="slug or any GSS code")] = None,
    deliverable: Annotated[Key | None, Query()] = None,
    release: Annotated[Key | None, Query()] = None,
    state: Annotated[State | None, Query()] = None,
) -> Response:
    """List adoption lines; a council's client is shown its own, and refused another council's."""
    async with call.reading() as session:
        only = Filter(council, deliverable, release, state)
        return shown(await queries.lines(session, call.caller, wanted, only))


@router.get("/{council}/{deliverable}", response_model=views.AdoptionHistoryView)
async def get_adoption(call: Reads, council: CouncilInPath, deliverable: KeyInPath, request: Request) -> Response:
    """Show an adoption line with all its moves."""
    async with call.reading() as session:
        return shown(await queries.line(session, call.caller, council, deliverable), request)


@router.patch("/{council}/{deliverable}", response_model=views.AdoptionMovedView)
async def move_adoption(
    call: Adopts, council: CouncilInPath, deliverable: KeyInPath, wish: adoptions.MoveAdoption
) -> Response:
    """Move an adoption line to the state the council has come to; 'may_become' of the line says which may follow."""
    return shown(await adoptions.move_adoption(call, council, deliverable, wish))
