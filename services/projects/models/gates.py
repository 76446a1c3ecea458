"""Gates: what was decided, and the phases that projects entered by it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.projects.models.base import ProjectsTable


class GateDecision(ProjectsTable, table=True):
    """What a role decided at a gate."""

    __tablename__ = "gate_decision"
    __table_args__ = (Index("gate_decision_of_project", "project", "decided_on"),)
    id: UUID = Field(primary_key=True)
    project: str = Field(foreign_key="project.key")
    outcome: str
    by_role: str
    phase: str | None = None
    decided_on: date
    reason: str | None = None
    evidence: list[str] = Field(sa_type=JSONB)
    conditions: list[dict[str, Any]] = Field(sa_type=JSONB)
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))


class PhaseChange(ProjectsTable, table=True):
    """A project moved to a phase on a gate decision."""

    __tablename__ = "phase_change"
    project: str = Field(primary_key=True, foreign_key="project.key")
    number: int = Field(primary_key=True)
    lifecycle: str
    lifecycle_number: int
    from_phase: str | None = None
    to_phase: str
    decision: UUID | None = Field(default=None, foreign_key="gate_decision.id")
    effective: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))
