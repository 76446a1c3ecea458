"""Gate decisions and phase changes, as answers show them."""

from datetime import date, datetime

from services.projects import models
from services.projects.views.columns import columns
from shared.web.resources import View


class ConditionView(View):
    text: str
    owner_role: str
    due: date


class DecisionView(View):
    id: str
    project: str
    outcome: str
    by_role: str
    phase: str | None = None
    decided_on: date
    reason: str | None = None
    evidence: list[str]
    conditions: list[ConditionView]
    recorded_at: datetime


class PhaseChangeView(View):
    """A move to a phase; `number` counts a project's moves from 1."""

    number: int
    lifecycle: str
    lifecycle_number: int
    from_phase: str | None = None
    to_phase: str
    decision: str | None = None
    effective: date
    recorded_at: datetime


def decision(row: models.GateDecision) -> DecisionView:
    return DecisionView.model_validate(columns(row) | {"id": str(row.id)})


def phase_change(row: models.PhaseChange) -> PhaseChangeView:
    return PhaseChangeView(
        **columns(row, without={"project"}) | {"decision": str(row.decision) if row.decision else None}
    )
