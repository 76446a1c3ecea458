"""Phases: when a decision lets a project move on, and when it plans to."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from typing import Literal
from uuid import UUID

from services.projects.domain import lifecycles
from services.projects.domain.conditions import unsettled
from services.projects.domain.gates import (
    Decision,
    Standing,
    refuse,
    refuse_bad_decision,
    refuse_dates,
    stopped,
    told,
)
from services.projects.domain.overrides import Override, overridden
from services.projects.domain.projects import refuse_closed
from services.projects.models import LifecycleVersion, PhasePlan, Project
from shared.errors import ConflictError
from shared.events.projects import (
    PlannedPhase,
    ProjectGateDecided,
    ProjectPhaseChanged,
    ProjectPhasesPlanned,
)
from shared.values import last_day

Cause = Literal["gate-decision", "override", "template-move", "first-record"]
MOVES_ON = {"go", "go-with-conditions"}


def change_phase(
    project: Project,
    standing: Standing,
    wanted: str,
    decision: Decision,
    *,
    id: UUID,  # noqa: A002 - the decision's
    effective: date,
    today: date,
    override: Override | None = None,
) -> tuple[ProjectGateDecided, ProjectPhaseChanged]:
    """Decide at the gate and move the project on by that decision, or refuse both with what would help."""
    refuse_closed(project)
    template = _following(project, standing)
    refuse_dates("effective", effective, project, today)
    refuse_bad_decision(project, decision, standing, today)
    _refuse_standing_still(project, decision, standing)
    if effective < decision.decided_on:
        refuse("effective", "dates-out-of-order", f"{effective} lies before the decision, {decision.decided_on}")
    let_pass = overridden(_refusals(project, standing, template, wanted, decision, effective), override)
    decided = told(project, decision, id=id, standing=standing, override=let_pass)
    first = "first-record" if project.phase is None else "gate-decision"
    return decided, ProjectPhaseChanged(
        project=project.key,
        lifecycle=template.lifecycle,
        lifecycle_number=template.number,
        from_phase=project.phase,
        to_phase=wanted,
        decision=decided.decision,
        outcome=decided.outcome,
        by_role=decided.by_role,
        effective=effective.isoformat(),
        cause="override" if let_pass else first,
        override=let_pass,
        planned=planned_for(wanted, plan_on(standing.plans, effective)),
        actual=effective.isoformat(),
    )


def plan(
    project: Project,
    standing: Standing,
    wanted: Sequence[PlannedPhase],
    *,
    effective: date,
    reason: str | None,
    today: date,
) -> ProjectPhasesPlanned | None:
    """Plan when a project enters its phases; nothing happened where that is planned already."""
    refuse_closed(project)
    template = _following(project, standing)
    if effective > today:
        refuse(
            "effective", "date-in-the-future", f"{effective} has not come yet; a plan counts from the day it is made"
        )
    order = lifecycles.keys(template.phases)
    keys = [one.phase for one in wanted]
    for key in keys:
        if key not in order:
            refuse("phases", "unknown-phase", f"{_named(template)} has no phase '{key}'; it has {', '.join(order)}")
        if keys.count(key) > 1:
            refuse("phases", "phase-repeated", f"'{key}' stands there more than once")
    in_order = sorted(wanted, key=lambda one: order.index(one.phase))
    for before, after in pairwise(in_order):
        if last_day(after.planned) < last_day(before.planned):
            message = f"'{after.phase}' is planned for {after.planned}, before '{before.phase}', {before.planned}"
            refuse("phases", "dates-out-of-order", message)
    stands = plan_on(standing.plans, effective)
    if stands is not None and stands.phases == [one.model_dump() for one in in_order]:
        return None
    return ProjectPhasesPlanned(
        project=project.key,
        lifecycle=template.lifecycle,
        lifecycle_number=template.number,
        phases=tuple(in_order),
        reason=reason,
        effective=effective.isoformat(),
    )


def plan_on(plans: Sequence[PhasePlan], day: date) -> PhasePlan | None:
    """Return the plan in force on a day."""
    made = [one for one in plans if one.effective <= day]
    return max(made, key=lambda one: (one.effective, one.number), default=None)


def planned_for(phase: str, stands: PhasePlan | None) -> str | None:
    """Return when a plan has the project enter a phase."""
    phases = stands.phases if stands else ()
    return next((one["planned"] for one in phases if one["phase"] == phase), None)


def _following(project: Project, standing: Standing) -> LifecycleVersion:
    if standing.template is None:
        raise ConflictError(
            f"The project {project.key} follows no lifecycle yet; give it one first "
            f"(PATCH /api/v1/projects/{project.key} with 'lifecycle').",
            code="no-lifecycle",
        )
    return standing.template


def _refuse_standing_still(project: Project, decision: Decision, standing: Standing) -> None:
    """Refuse what is no go, or a go that a hold or a stop has overtaken."""
    if decision.outcome not in MOVES_ON:
        raise ConflictError(
            f"A decision to {decision.outcome} moves no project on; a phase change needs 'go' or 'go-with-conditions'. "
            f"Record it with POST /api/v1/projects/{project.key}/gate-decisions.",
            code="decision-does-not-move-on",
        )
    last = standing.decision
    if last is not None and last.outcome not in MOVES_ON and decision.decided_on < last.decided_on:
        raise ConflictError(
            f"The decision of {decision.decided_on} was overtaken: on {last.decided_on} {last.by_role} decided to "
            f"{last.outcome}. It takes a new decision, of that day or later.",
            code="decision-overtaken",
        )


def _refusals(
    project: Project,
    standing: Standing,
    template: LifecycleVersion,
    wanted: str,
    decision: Decision,
    effective: date,
) -> list[ConflictError]:
    """Return what stands in the way and may be overridden; refuse what nothing lets pass."""
    found = [
        stopped(standing, decision),
        _refused(
            lambda: lifecycles.refuse_wrong_step(
                lifecycles.keys(template.phases), project.phase, wanted, lifecycle=_named(template)
            )
        ),
        _conditions_open(project, standing, effective),
    ]
    refusals = [one for one in found if one is not None]
    for one in refusals:
        if one.code == "no-change":
            raise one
    return refusals


def _refused(rule: Callable[[], None]) -> ConflictError | None:
    try:
        rule()
    except ConflictError as refusal:
        return refusal
    return None


def _conditions_open(project: Project, standing: Standing, effective: date) -> ConflictError | None:
    earlier = [one for one in standing.conditions if one.gate < standing.changes]
    still = unsettled(earlier, effective)
    if not still:
        return None
    named = "; ".join(f"{one.text[:80]} ({one.owner_role}, due {one.due})" for one in still[:3])
    more = f"; and {len(still) - 3} more" if len(still) > 3 else ""  # noqa: PLR2004 - as many as are named
    return ConflictError(
        f"On {effective} conditions of an earlier gate were open: {named}{more}. Have them met or waived first "
        f"(GET /api/v1/projects/{project.key}/gate-conditions).",
        code="conditions-open",
    )


def _named(template: LifecycleVersion) -> str:
    return f"{template.lifecycle} (version {template.number})"
