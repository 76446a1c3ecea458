"""Gates: what a role may decide, and when a decision lets a project move on."""

from collections.abc import Sequence
from datetime import date
from typing import Literal, NoReturn
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.projects.domain import lifecycles
from services.projects.domain.projects import refuse_closed
from services.projects.domain.roles import Role
from services.projects.models import LifecycleVersion, Project
from shared.errors import ConflictError, FieldError, InvalidError
from shared.events.projects import GateCondition, ProjectGateDecided, ProjectPhaseChanged

Outcome = Literal["go", "go-with-conditions", "hold", "stop"]

MOVES_ON = {"go", "go-with-conditions"}


class Condition(BaseModel):
    """What must still be done, by whose role, until when."""

    model_config = ConfigDict(frozen=True)

    text: str
    owner_role: Role
    due: date


class Decision(BaseModel):
    """What a role decided at a gate, and on what grounds."""

    model_config = ConfigDict(frozen=True)

    outcome: Outcome
    by_role: Role
    decided_on: date
    reason: str | None = None
    evidence: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()


def decide(project: Project, decision: Decision, *, id: UUID, today: date) -> ProjectGateDecided:  # noqa: A002 - the field's own name
    """Record a decision, or refuse one that does not hang together."""
    refuse_closed(project)
    _refuse_dates("decided_on", decision.decided_on, project, today)
    _refuse_conditions(decision)
    if decision.outcome in {"hold", "stop"} and not decision.reason:
        _refuse("reason", "reason-missing", f"'{decision.outcome}' needs one, so that the project knows what to do")
    return ProjectGateDecided(
        project=project.key,
        decision=str(id),
        outcome=decision.outcome,
        by_role=decision.by_role,
        phase=project.phase,
        effective=decision.decided_on.isoformat(),
        reason=decision.reason,
        evidence=decision.evidence,
        conditions=tuple(
            GateCondition(text=one.text, owner_role=one.owner_role, due=one.due.isoformat())
            for one in decision.conditions
        ),
    )


def change_phase(
    project: Project,
    template: LifecycleVersion | None,
    wanted: str,
    decision: Decision,
    *,
    id: UUID,  # noqa: A002 - the decision's
    effective: date,
    today: date,
) -> tuple[ProjectGateDecided, ProjectPhaseChanged]:
    """Decide at the gate and move the project on by that decision, or refuse both with what would help."""
    refuse_closed(project)
    if template is None:
        raise ConflictError(
            f"The project {project.key} follows no lifecycle yet; give it one first "
            f"(PATCH /api/v1/projects/{project.key} with 'lifecycle').",
            code="no-lifecycle",
        )
    _refuse_dates("effective", effective, project, today)
    decided = decide(project, decision, id=id, today=today)
    if decision.outcome not in MOVES_ON:
        raise ConflictError(
            f"A decision to {decision.outcome} moves no project on; a phase change needs 'go' or 'go-with-conditions'. "
            f"Record it with POST /api/v1/projects/{project.key}/gate-decisions.",
            code="decision-does-not-move-on",
        )
    if effective < decision.decided_on:
        _refuse("effective", "dates-out-of-order", f"{effective} lies before the decision, {decision.decided_on}")
    named = f"{template.lifecycle} (version {template.number})"
    lifecycles.refuse_wrong_step(lifecycles.keys(template.phases), project.phase, wanted, lifecycle=named)
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
    )


def _refuse_conditions(decision: Decision) -> None:
    if decision.outcome == "go-with-conditions" and not decision.conditions:
        message = "'go-with-conditions' needs at least one, with its owner's role and due date"
        _refuse("conditions", "conditions-missing", message)
    if decision.outcome != "go-with-conditions" and decision.conditions:
        message = f"'{decision.outcome}' carries none; decide 'go-with-conditions' instead"
        _refuse("conditions", "conditions-not-allowed", message)
    early: Sequence[Condition] = [one for one in decision.conditions if one.due < decision.decided_on]
    if early:
        message = f"one is due on {early[0].due}, before the decision, {decision.decided_on}"
        _refuse("conditions", "dates-out-of-order", message)


def _refuse_dates(field: str, told: date, project: Project, today: date) -> None:
    if told > today:
        _refuse(field, "date-in-the-future", f"{told} has not come yet; tell it when it has happened")
    if project.phase_since is not None and told < project.phase_since:
        message = f"{told} lies before the project entered '{project.phase}', on {project.phase_since}"
        _refuse(field, "dates-out-of-order", message)


def _refuse(field: str, code: str, message: str) -> NoReturn:
    raise InvalidError(f"{field}: {message}.", code=code, fields=(FieldError(field, message),))
