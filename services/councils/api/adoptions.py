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
from shared.values import Day, Key
from shared.web.resources import Page, created, shown

router = APIRouter(prefix="/api/v1/adoptions", tags=["adoptions"])

AsAtDay = Annotated[Day | None, Query(description="what was true on this day; today if left out")]


@router.get("", response_model=Page[views.AdoptionView])
async def list_adoptions(
    call: Reads,
    wanted: Wanted,
    council: Annotated[str | None, Query(min_length=1, max_length=100, description="slug or any GSS code")] = None,
    deliverable: Annotated[Key | None, Query()] = None,
    release: Annotated[Key | None, Query()] = None,
    state: Annotated[State | None, Query()] = None,
    as_at: AsAtDay = None,
) -> Response:
    """List adoption lines; a council's client is shown its own, and refused another council's."""
    async with call.reading() as session:
        only = Filter(council, deliverable, release, state)
        return shown(await queries.lines(session, call.caller, wanted, only, as_at))


@router.get("/reasons", response_model=views.ReasonsView)
async def list_decline_reasons(call: Reads) -> Response:  # noqa: ARG001 - who asks is checked
    """List the reasons for which a council may decline a deliverable, with what each means."""
    return shown(views.reasons())


@router.get("/{council}/{deliverable}", response_model=views.AdoptionHistoryView)
async def get_adoption(
    call: Reads, council: CouncilInPath, deliverable: KeyInPath, request: Request, as_at: AsAtDay = None
) -> Response:
    """Show an adoption line with all its moves and plans."""
    async with call.reading() as session:
        return shown(await queries.line(session, call.caller, council, deliverable, as_at), request)


@router.patch("/{council}/{deliverable}", response_model=views.AdoptionMovedView)
async def move_adoption(
    call: Adopts, council: CouncilInPath, deliverable: KeyInPath, wish: adoptions.MoveAdoption
) -> Response:
    """Move an adoption line to the state the council has come to; 'may_become' of the line says which may follow."""
    return shown(await adoptions.move_adoption(call, council, deliverable, wish))


@router.post("/{council}/{deliverable}/corrections", status_code=201, response_model=views.AdoptionMovedView)
async def correct_adoption(
    call: Adopts, council: CouncilInPath, deliverable: KeyInPath, wish: adoptions.CorrectAdoption
) -> Response:
    """Put right what was told of a line from a day on, until what was told of a later one; nothing told is lost."""
    return created(await adoptions.correct_adoption(call, council, deliverable, wish))


@router.get("/{council}/{deliverable}/plan", response_model=views.PlanView)
async def get_adoption_plan(
    call: Reads, council: CouncilInPath, deliverable: KeyInPath, request: Request, as_at: AsAtDay = None
) -> Response:
    """Show by when a council means to adopt and to use a deliverable, when it did, and what it had planned before."""
    async with call.reading() as session:
        return shown(await queries.plan(session, call.caller, council, deliverable, as_at), request)


@router.put("/{council}/{deliverable}/plan", response_model=views.PlanView)
async def plan_adoption(
    call: Adopts, council: CouncilInPath, deliverable: KeyInPath, wish: adoptions.PlanAdoption
) -> Response:
    """Plan by when a line is to be adopted and in use; what is left out is not planned. Another plan needs a reason."""
    return shown(await adoptions.plan_adoption(call, council, deliverable, wish))
