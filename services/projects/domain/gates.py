"""Gates: what a role may decide, and when a decision lets a project move on."""

from collections.abc import Sequence
from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from services.projects.domain import lifecycles
from services.projects.models import LifecycleVersion, Project
from shared.errors import ConflictError, FieldError, InvalidError
from shared.events.projects import GateCondition, ProjectGateDecided, ProjectPhaseChanged
from shared.values import Link, Name, Text

Outcome = Literal["go", "go-with-conditions", "hold", "stop"]
Role = Literal[
    "delivery-board",
    "sponsor",
    "project-lead",
    "council-digital-lead",
    "benefits-owner",
    "security-contact",
    "digital-office",
]

MOVES_ON = {"go", "go-with-conditions"}


class Condition(BaseModel):
    """What must still be done, by whose role, until when."""

    text: Text
    owner_role: Role
    due: date


class Decision(BaseModel):
    """What a role decided at a gate, and on what grounds."""

    outcome: Outcome
    by_role: Role
    decided_on: date
    reason: Text | None = None
    evidence: tuple[Link, ...] = ()
    conditions: tuple[Condition, ...] = ()
    note: Name | None = None


def decide(project: Project, decision: Decision, *, id: UUID, today: date) -> ProjectGateDecided:  # noqa: A002 - the field's own name
    """Record a decision, or refuse one that does not hang together."""
    if decision.decided_on > today:
        raise InvalidError(
            f"decided_on: {decision.decided_on} has not come yet; record a decision when it is taken.",
            code="date-in-the-future",
            fields=(FieldError("decided_on", "has not come yet"),),
        )
    if decision.outcome == "go-with-conditions" and not decision.conditions:
        raise InvalidError(
            "conditions: 'go-with-conditions' needs at least one condition, with its owner's role and due date.",
            code="conditions-missing",
            fields=(FieldError("conditions", "at least one is needed"),),
        )
    if decision.outcome != "go-with-conditions" and decision.conditions:
        raise InvalidError(
            f"conditions: '{decision.outcome}' carries none; decide 'go-with-conditions' instead.",
            code="conditions-not-allowed",
            fields=(FieldError("conditions", "only go-with-conditions carries them"),),
        )
    if decision.outcome in {"hold", "stop"} and not decision.reason:
        raise InvalidError(
            f"reason: '{decision.outcome}' needs one, so that the project knows what to do.",
            code="reason-missing",
            fields=(FieldError("reason", "is needed"),),
        )
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
    decided: ProjectGateDecided,
    *,
    effective: date,
    today: date,
) -> ProjectPhaseChanged:
    """Move a project on by a decision just taken, or refuse with what would help."""
    if template is None:
        raise ConflictError(
            f"The project {project.key} follows no lifecycle yet; give it one first "
            f"(PATCH /api/v1/projects/{project.key} with 'lifecycle').",
            code="no-lifecycle",
        )
    if decided.outcome not in MOVES_ON:
        raise ConflictError(
            f"A decision to {decided.outcome} moves no project on; a phase change needs 'go' or 'go-with-conditions'.",
            code="decision-does-not-move-on",
        )
    lifecycles.refuse_wrong_step(
        lifecycles.keys(template.phases), project.phase, wanted, lifecycle=f"{template.lifecycle} {template.number}"
    )
    _refuse_dates(project, date.fromisoformat(decided.effective), effective, today)
    return ProjectPhaseChanged(
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


def _refuse_dates(project: Project, decided_on: date, effective: date, today: date) -> None:
    problems: Sequence[tuple[bool, str, str]] = (
        (effective > today, "date-in-the-future", f"{effective} has not come yet; record the change when it happens"),
        (effective < decided_on, "dates-out-of-order", f"{effective} lies before the decision, {decided_on}"),
        (
            project.phase_since is not None and effective < project.phase_since,
            "dates-out-of-order",
            f"{effective} lies before the project entered '{project.phase}', on {project.phase_since}",
        ),
    )
    for holds, code, message in problems:
        if holds:
            raise InvalidError(f"effective: {message}.", code=code, fields=(FieldError("effective", message),))
