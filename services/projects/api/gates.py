"""Gate decisions and phase changes over HTTP."""

from fastapi import APIRouter
from starlette.responses import Response

from services.projects import queries, views
from services.projects.api.depends import KeyInPath, Reads, Wanted, Writes
from services.projects.commands import gates
from shared.web.resources import Page, created, shown

router = APIRouter(prefix="/api/v1", tags=["projects"])


@router.get("/projects/{key}/gate-decisions", response_model=Page[views.DecisionView])
async def list_gate_decisions(call: Reads, wanted: Wanted, key: KeyInPath) -> Response:
    """List what was decided at a project's gates."""
    async with call.reading() as session:
        rows = await queries.decisions(session, wanted, key)
    return shown(wanted.page(rows, views.decision, lambda row: [row.decided_on.isoformat(), str(row.id)]))


@router.post("/projects/{key}/gate-decisions", status_code=201, response_model=gates.Decided)
async def decide_at_gate(call: Writes, key: KeyInPath, wish: gates.Decide) -> Response:
    """Record a gate decision that moves no phase: hold, stop, or a go to be acted on later."""
    return created(await gates.decide_at_gate(call, key, wish))


@router.get("/projects/{key}/phase-changes", response_model=Page[views.PhaseChangeView])
async def list_phase_changes(call: Reads, wanted: Wanted, key: KeyInPath) -> Response:
    """List a project's phase changes, in order."""
    async with call.reading() as session:
        rows = await queries.phase_changes(session, wanted, key)
    return shown(wanted.page(rows, views.phase_change, lambda row: [row.number]))


@router.post("/projects/{key}/phase-changes", status_code=201, response_model=gates.PhaseMoved)
async def change_phase(call: Writes, key: KeyInPath, wish: gates.ChangePhase) -> Response:
    """Decide at the gate and move the project to the phase that follows, as one command."""
    return created(await gates.change_phase(call, key, wish))
