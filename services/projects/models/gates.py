"""Gates: what was decided, what is still to be done of it, and the phases that projects entered by it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.projects.models.base import ProjectsTable


def _list() -> Any:
    """Return a column for a list that is empty where the last release writes the row."""
    return Field(default_factory=list, sa_column=Column(JSONB, nullable=False, server_default=text("'[]'")))


def _maybe() -> Any:
    """Return a column for a document that may be none: NULL then, not the JSON null."""
    return Field(default=None, sa_type=JSONB(none_as_null=True))


class GateDecision(ProjectsTable, table=True):
    """What a role decided at a gate, judged by the template version that was in force.

    `gate` counts the gates that were passed before it; it is null where the last release wrote the row. `conditions`
    is what was set, as it was told; what has become of each is a row of its own.
    """

    __tablename__ = "gate_decision"
    __table_args__ = (Index("gate_decision_of_project", "project", "decided_on"),)
    id: UUID = Field(primary_key=True)
    project: str = Field(foreign_key="project.key")
    gate: int | None = None
    outcome: str
    by_role: str
    phase: str | None = None
    decided_on: date
    reason: str | None = None
    evidence: list[str] = Field(sa_type=JSONB)
    evidence_deliverables: list[str] = _list()
    conditions: list[dict[str, Any]] = Field(sa_type=JSONB)
    lifecycle: str | None = None
    lifecycle_number: int | None = None
    criteria: list[dict[str, Any]] = _list()
    products: list[dict[str, Any]] = _list()
    override: dict[str, Any] | None = _maybe()
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))


class GateCondition(ProjectsTable, table=True):
    """What must still be done after a decision, by whose role, until when; and how that was settled, if it was.

    `id` is the decision's with the condition's place in it; `gate` counts the gates passed before the decision.
    """

    __tablename__ = "gate_condition"
    __table_args__ = (
        Index("gate_condition_of_project", "project", "due", "id"),
        Index("gate_condition_by_due", "due", "id"),
    )
    id: str = Field(primary_key=True)
    project: str = Field(foreign_key="project.key")
    decision: UUID = Field(foreign_key="gate_decision.id")
    gate: int
    phase: str | None = None
    text: str
    owner_role: str
    due: date
    effective: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))
    settlement: str | None = None
    settled_on: date | None = None
    settled_by_role: str | None = None
    settled_reason: str | None = None
    settled_evidence: list[str] = _list()
    settled_evidence_deliverables: list[str] = _list()
    settled_recorded_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class PhaseChange(ProjectsTable, table=True):
    """A project moved to a phase, at a gate or with its template; `cause` is null where the last release wrote it."""

    __tablename__ = "phase_change"
    project: str = Field(primary_key=True, foreign_key="project.key")
    number: int = Field(primary_key=True)
    lifecycle: str
    lifecycle_number: int
    from_phase: str | None = None
    to_phase: str
    decision: UUID | None = Field(default=None, foreign_key="gate_decision.id")
    cause: str | None = None
    override: dict[str, Any] | None = _maybe()
    planned: str | None = None
    effective: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))


class PhasePlan(ProjectsTable, table=True):
    """When a project plans to enter its phases: the whole plan from a day on, which takes the last one's place."""

    __tablename__ = "phase_plan"
    project: str = Field(primary_key=True, foreign_key="project.key")
    number: int = Field(primary_key=True)
    lifecycle: str
    lifecycle_number: int
    phases: list[dict[str, str]] = Field(sa_type=JSONB)
    reason: str | None = None
    effective: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))
