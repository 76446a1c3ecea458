"""Gates: what a role may decide, and what an earlier decision leaves to be decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NoReturn
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.projects.domain.criteria import Criterion, Product, judged, made
from services.projects.domain.overrides import Override, overridden
from services.projects.domain.projects import refuse_closed
from services.projects.domain.roles import Role
from services.projects.models import GateCondition as ConditionRow
from services.projects.models import GateDecision, LifecycleVersion, PhasePlan, Project
from shared.errors import ConflictError, FieldError, InvalidError
from shared.events.projects import GateCondition, GateOverride, ProjectGateDecided

Outcome = Literal["go", "go-with-conditions", "hold", "stop"]


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
    evidence_deliverables: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    products: tuple[Product, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a project stands at its gates: the latest decision by its day, every condition, the moves, and the plans.

    `template` is the version of its lifecycle that it follows; `changes` counts the gates it passed.
    """

    template: LifecycleVersion | None = None
    decision: GateDecision | None = None
    conditions: Sequence[ConditionRow] = ()
    plans: Sequence[PhasePlan] = ()
    changes: int = 0


NOWHERE = Standing()


def decide(
    project: Project,
    decision: Decision,
    *,
    id: UUID,  # noqa: A002 - the field's own name
    today: date,
    standing: Standing = NOWHERE,
    override: Override | None = None,
) -> ProjectGateDecided:
    """Record a decision, or refuse one that does not hang together."""
    refuse_closed(project)
    refuse_bad_decision(project, decision, standing, today)
    refusal = stopped(standing, decision)
    return told(
        project, decision, id=id, standing=standing, override=overridden([refusal] if refusal else [], override)
    )


def told(
    project: Project,
    decision: Decision,
    *,
    id: UUID,  # noqa: A002 - the field's own name
    standing: Standing,
    override: GateOverride | None,
) -> ProjectGateDecided:
    """Say what was decided, with every criterion and product of the template version in force."""
    template = standing.template
    return ProjectGateDecided(
        project=project.key,
        decision=str(id),
        outcome=decision.outcome,
        by_role=decision.by_role,
        phase=project.phase,
        effective=decision.decided_on.isoformat(),
        reason=decision.reason,
        evidence=decision.evidence,
        evidence_deliverables=decision.evidence_deliverables,
        conditions=tuple(
            GateCondition(text=one.text, owner_role=one.owner_role, due=one.due.isoformat(), condition=f"{id}-{number}")
            for number, one in enumerate(decision.conditions, start=1)
        ),
        lifecycle=template.lifecycle if template else None,
        lifecycle_number=template.number if template else None,
        criteria=judged(template, project.phase, decision.criteria),
        products=made(template, project.phase, decision.products),
        override=override,
    )


def refuse_bad_decision(project: Project, decision: Decision, standing: Standing, today: date) -> None:
    """Refuse what no override lets pass: dates that cannot be, grounds that are missing."""
    refuse_dates("decided_on", decision.decided_on, project, today)
    _refuse_conditions(decision)
    if decision.outcome in {"hold", "stop"} and not decision.reason:
        refuse("reason", "reason-missing", f"'{decision.outcome}' needs one, so that the project knows what to do")
    last = standing.decision
    if decision.outcome == "stop" and last is not None and decision.decided_on < last.decided_on:
        message = f"a stop ends what comes after it, and there is a decision of {last.decided_on} already"
        refuse("decided_on", "dates-out-of-order", message)


def stopped(standing: Standing, decision: Decision) -> ConflictError | None:
    """Return the refusal of a decision that comes after the project was stopped."""
    last = standing.decision
    if last is None or last.outcome != "stop" or decision.decided_on < last.decided_on:
        return None
    return ConflictError(f"The project was stopped on {last.decided_on}, by {last.by_role}.", code="project-stopped")


def refuse_dates(field: str, said: date, project: Project, today: date) -> None:
    """Refuse a day that has not come, or that lies before the project entered its phase."""
    if said > today:
        refuse(field, "date-in-the-future", f"{said} has not come yet; tell it when it has happened")
    if project.phase_since is not None and said < project.phase_since:
        message = f"{said} lies before the project entered '{project.phase}', on {project.phase_since}"
        refuse(field, "dates-out-of-order", message)


def refuse(field: str, code: str, message: str) -> NoReturn:
    raise InvalidError(f"{field}: {message}.", code=code, fields=(FieldError(field, message),))


def condition_rows(decided: ProjectGateDecided, **common: Any) -> list[ConditionRow]:
    """Return the rows of what a decision leaves to be done."""
    return [
        ConditionRow(
            id=str(one.condition),
            project=decided.project,
            decision=UUID(decided.decision),
            phase=decided.phase,
            text=one.text,
            owner_role=one.owner_role,
            due=date.fromisoformat(one.due),
            effective=date.fromisoformat(decided.effective),
            **common,
        )
        for one in decided.conditions
    ]


def _refuse_conditions(decision: Decision) -> None:
    if decision.outcome == "go-with-conditions" and not decision.conditions:
        message = "'go-with-conditions' needs at least one, with its owner's role and due date"
        refuse("conditions", "conditions-missing", message)
    if decision.outcome != "go-with-conditions" and decision.conditions:
        message = f"'{decision.outcome}' carries none; decide 'go-with-conditions' instead"
        refuse("conditions", "conditions-not-allowed", message)
    early: Sequence[Condition] = [one for one in decision.conditions if one.due < decision.decided_on]
    if early:
        message = f"one is due on {early[0].due}, before the decision, {decision.decided_on}"
        refuse("conditions", "dates-out-of-order", message)
