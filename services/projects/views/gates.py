"""Gate decisions, their conditions and phase changes, as answers show them."""

from collections.abc import Iterable
from datetime import date, datetime

from services.projects import models
from services.projects.domain import conditions as rules
from services.projects.views.columns import BASE, columns
from shared.web.resources import Resource, View


class OverrideView(View):
    """A role let pass what the rules would have refused; `of` names the refusals."""

    by_role: str
    reason: str
    of: list[str]


class SettlementView(View):
    """How a condition was met, or by whom and why a project was let off it."""

    outcome: str
    on: date
    by_role: str
    reason: str | None = None
    evidence: list[str]
    evidence_deliverables: list[str]
    recorded_at: datetime


class ConditionView(View):
    """A condition as it stood on a day; `gate` is the phase whose gate set it, null before the first."""

    id: str
    href: str
    project: str
    decision: str
    gate: str | None = None
    text: str
    owner_role: str
    due: date
    state: rules.State
    days_overdue: int | None = None
    settled: SettlementView | None = None
    effective: date
    recorded_at: datetime


class ConditionResource(Resource):
    """One condition; `version` is the project's."""

    project: str
    condition: ConditionView


class CriterionView(View):
    """By what the gate is judged; `met` null means that the decision does not say."""

    text: str
    met: bool | None = None
    note: str | None = None


class ProductView(View):
    """A product expected in the phase; `exists` null means that the decision does not say."""

    name: str
    exists: bool | None = None
    deliverable: str | None = None
    link: str | None = None


class DecisionView(View):
    """A decision, with the criteria and products of the template version in force."""

    id: str
    project: str
    outcome: str
    by_role: str
    phase: str | None = None
    decided_on: date
    reason: str | None = None
    evidence: list[str]
    evidence_deliverables: list[str]
    conditions: list[ConditionView]
    lifecycle: str | None = None
    lifecycle_number: int | None = None
    criteria: list[CriterionView]
    products: list[ProductView]
    override: OverrideView | None = None
    recorded_at: datetime


class PhaseChangeView(View):
    """A move to a phase; `number` counts a project's moves from 1, `planned` is when the plan of the day had it."""

    number: int
    lifecycle: str
    lifecycle_number: int
    from_phase: str | None = None
    to_phase: str
    decision: str | None = None
    cause: str
    override: OverrideView | None = None
    planned: str | None = None
    effective: date
    recorded_at: datetime


def condition(row: models.GateCondition, day: date) -> ConditionView:
    """Show a condition as it stood on a day."""
    state = rules.state(row, day)
    return ConditionView(
        href=f"{BASE}/projects/{row.project}/gate-conditions/{row.id}",
        decision=str(row.decision),
        gate=row.phase,
        state=state,
        days_overdue=(day - row.due).days if state == "overdue" else None,
        settled=_settlement(row) if state in {"met", "waived"} else None,
        **row.model_dump(include={"id", "project", "text", "owner_role", "due", "effective", "recorded_at"}),
    )


def condition_resource(project: models.Project, row: models.GateCondition, day: date) -> ConditionResource:
    shown = condition(row, day)
    return ConditionResource(href=shown.href, version=project.version, project=project.key, condition=shown)


def decision(row: models.GateDecision, conditions: Iterable[models.GateCondition], day: date) -> DecisionView:
    """Show a decision with what had become of its conditions by a day."""
    shown = columns(row, without={"gate", "conditions", "id"})
    return DecisionView.model_validate(
        shown | {"id": str(row.id), "conditions": [condition(one, day) for one in conditions]}
    )


def phase_change(row: models.PhaseChange) -> PhaseChangeView:
    cause = row.cause or ("first-record" if row.from_phase is None else "gate-decision")
    return PhaseChangeView(
        **columns(row, without={"project"}) | {"decision": str(row.decision) if row.decision else None, "cause": cause}
    )


def _settlement(row: models.GateCondition) -> SettlementView:
    return SettlementView.model_validate(
        {
            "outcome": row.settlement,
            "on": row.settled_on,
            "by_role": row.settled_by_role,
            "reason": row.settled_reason,
            "evidence": row.settled_evidence,
            "evidence_deliverables": row.settled_evidence_deliverables,
            "recorded_at": row.settled_recorded_at,
        }
    )
