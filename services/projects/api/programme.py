"""The programme and its phases over HTTP."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.projects import reads, views
from services.projects.api.depends import AsAt, Reads, Writes
from services.projects.commands import programme
from shared.web.resources import created, shown

router = APIRouter(prefix="/api/v1", tags=["programme"])


@router.get("/programme", response_model=views.ProgrammeView)
async def get_programme(call: Reads, request: Request, as_at: AsAt = None) -> Response:
    """Show the programme: the phase it is in, or was in as at a day, and all its phases with their dates."""
    async with call.reading() as session:
        return shown(await reads.programme(session, as_at or call.today), request)


@router.post("/programme/phases", status_code=201, response_model=views.ProgrammeView)
async def enter_programme_phase(call: Writes, wish: programme.EnterPhase) -> Response:
    """Record that the programme entered a phase, or is expected to; an expectation may be told anew."""
    return created(await programme.enter_phase(call, wish))
