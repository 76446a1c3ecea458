"""Acknowledgements over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from services.councils import views
from services.councils.api.depends import Adopts, CouncilInPath, KeyInPath, Reads, Wanted
from services.councils.commands import acknowledgements
from services.councils.domain.acknowledgements import State
from services.councils.queries import acknowledgements as queries
from services.councils.queries.acknowledgements import Filter
from shared.values import Day, Key
from shared.web.resources import Page, created, shown

router = APIRouter(prefix="/api/v1/adoptions", tags=["adoptions"])

AsAtDay = Annotated[Day | None, Query(description="what was true on this day; today if left out")]


@router.get("/acknowledgements", response_model=Page[views.AcknowledgementView])
async def list_acknowledgements(
    call: Reads,
    wanted: Wanted,
    council: Annotated[str | None, Query(min_length=1, max_length=100, description="slug or any GSS code")] = None,
    deliverable: Annotated[Key | None, Query()] = None,
    state: Annotated[State | None, Query()] = None,
    as_at: AsAtDay = None,
) -> Response:
    """List what councils were asked to acknowledge; a council's client is shown its own, and refused another's."""
    async with call.reading() as session:
        only = Filter(council, deliverable, state)
        return shown(await queries.acknowledgements(session, call.caller, wanted, only, as_at or call.today))


@router.get("/{council}/{deliverable}/acknowledgement", response_model=views.AcknowledgementView)
async def get_acknowledgement(
    call: Reads, council: CouncilInPath, deliverable: KeyInPath, request: Request, as_at: AsAtDay = None
) -> Response:
    """Show what a council was asked last about the end of a deliverable, and what became of that."""
    async with call.reading() as session:
        found = await queries.acknowledgement(session, call.caller, council, deliverable, as_at or call.today)
        return shown(found, request)


@router.post("/{council}/{deliverable}/acknowledgement", status_code=201, response_model=views.AcknowledgementView)
async def acknowledge(
    call: Adopts, council: CouncilInPath, deliverable: KeyInPath, wish: acknowledgements.Acknowledge
) -> Response:
    """Acknowledge, as the council that was asked, that a deliverable it adopted is superseded or withdrawn."""
    return created(await acknowledgements.acknowledge(call, council, deliverable, wish))
