"""Gate decisions, their conditions and phase changes over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from services.projects import queries, reads, views
from services.projects.api.depends import AsAt, KeyInPath, Reads, Wanted, Writes
from services.projects.commands import conditions, gates, phase_plans
from services.projects.domain.conditions import State
from services.projects.domain.roles import Role
from services.projects.models import Project
from services.projects.reads.gates import condition, phases
from shared.errors import NotFoundError
from shared.values import Key
from shared.web.resources import Page, created, shown

router = APIRouter(prefix="/api/v1", tags=["projects"])

InState = Annotated[State | None, Query(description="only those in this state on the day")]
Owner = Annotated[Role | None, Query(description="only those of this role")]
OfProject = Annotated[Key | None, Query(description="only those of this project")]


@router.get("/projects/{key}/gate-decisions", response_model=Page[views.DecisionView])
async def list_gate_decisions(call: Reads, wanted: Wanted, key: KeyInPath, as_at: AsAt = None) -> Response:
    """List what was decided at a project's gates by a day, with what had become of the conditions by then."""
    async with call.reading() as session:
        found = await queries.decisions(session, wanted, key, as_at or call.today)
    return shown(wanted.page(found, lambda view: view, lambda view: [view.decided_on.isoformat(), view.id]))


@router.post("/projects/{key}/gate-decisions", status_code=201, response_model=gates.Decided)
async def decide_at_gate(call: Writes, key: KeyInPath, wish: gates.DecideAtGate) -> Response:
    """Record a gate decision that moves no phase: hold, stop, or a go to be acted on later."""
    return created(await gates.decide_at_gate(call, key, wish))


@router.get("/projects/{key}/phase-changes", response_model=Page[views.PhaseChangeView])
async def list_phase_changes(call: Reads, wanted: Wanted, key: KeyInPath, as_at: AsAt = None) -> Response:
    """List a project's phase changes until a day, in order."""
    async with call.reading() as session:
        rows = await queries.phase_changes(session, wanted, key, as_at or call.today)
    return shown(wanted.page(rows, views.phase_change, lambda row: [row.number]))


@router.post("/projects/{key}/phase-changes", status_code=201, response_model=gates.PhaseMoved)
async def change_phase(call: Writes, key: KeyInPath, wish: gates.ChangePhase) -> Response:
    """Decide at the gate and move the project to the phase that follows, as one command; elsewhere by an override."""
    return created(await gates.change_phase(call, key, wish))


@router.get("/projects/{key}/phases", response_model=views.ProjectPhasesView)
async def get_phases(call: Reads, key: KeyInPath, request: Request, as_at: AsAt = None) -> Response:
    """Show a project's phases with planned and actual dates, as they stood on a day."""
    async with call.reading() as session:
        row = await reads.get(session, Project, key, "project")
        # without a day the answer is another one tomorrow, though nothing happens
        return shown(await phases(session, row, as_at or call.today), request if as_at else None)


@router.put("/projects/{key}/phase-plan", response_model=views.ProjectPhasesView)
async def plan_phases(call: Writes, key: KeyInPath, wish: phase_plans.PlanPhases) -> Response:
    """Plan when a project enters its phases; If-Match is the project's ETag, and earlier plans are kept."""
    return shown(await phase_plans.plan_phases(call, key, wish))


@router.get("/projects/{key}/gate-conditions", response_model=Page[views.ConditionView])
async def list_gate_conditions(
    call: Reads, wanted: Wanted, key: KeyInPath, as_at: AsAt = None, state: InState = None, owner_role: Owner = None
) -> Response:
    """List the conditions of a project's gate decisions as they stood on a day; what is due first, first."""
    day = as_at or call.today
    async with call.reading() as session:
        rows = await queries.conditions(session, wanted, project=key, state=state, owner_role=owner_role, day=day)
    return shown(wanted.page(rows, lambda row: views.condition(row, day), lambda row: [row.due.isoformat(), row.id]))


@router.get("/programme/gate-conditions", response_model=Page[views.ConditionView])
async def list_all_gate_conditions(
    call: Reads,
    wanted: Wanted,
    as_at: AsAt = None,
    state: InState = None,
    owner_role: Owner = None,
    project: OfProject = None,
) -> Response:
    """List the conditions of all projects' gate decisions as they stood on a day; what is due first, first."""
    day = as_at or call.today
    async with call.reading() as session:
        rows = await queries.conditions(session, wanted, project=project, state=state, owner_role=owner_role, day=day)
    return shown(wanted.page(rows, lambda row: views.condition(row, day), lambda row: [row.due.isoformat(), row.id]))


@router.get("/projects/{key}/gate-conditions/{condition_id}", response_model=views.ConditionResource)
async def get_gate_condition(
    call: Reads, key: KeyInPath, condition_id: KeyInPath, request: Request, as_at: AsAt = None
) -> Response:
    """Show a condition as it stood on a day."""
    day = as_at or call.today
    async with call.reading() as session:
        project = await reads.get(session, Project, key, "project")
        row = await condition(session, key, condition_id)
        if row.effective > day:
            raise NotFoundError(f"The condition was set on {row.effective}; on {day} there was none.")
        return shown(views.condition_resource(project, row, day), request if as_at else None)


@router.post("/projects/{key}/gate-conditions/{condition_id}/meet", response_model=views.ConditionResource)
async def meet_gate_condition(
    call: Writes, key: KeyInPath, condition_id: KeyInPath, wish: conditions.MeetCondition
) -> Response:
    """Say that a condition is met, and by what that is seen."""
    return shown(await conditions.meet_condition(call, key, condition_id, wish))


@router.post("/projects/{key}/gate-conditions/{condition_id}/waive", response_model=views.ConditionResource)
async def waive_gate_condition(
    call: Writes, key: KeyInPath, condition_id: KeyInPath, wish: conditions.WaiveCondition
) -> Response:
    """Let a project off a condition, in the name of a role and with a reason."""
    return shown(await conditions.waive_condition(call, key, condition_id, wish))
