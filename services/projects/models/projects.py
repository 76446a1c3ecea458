"""Projects: where they stand, what was decided at their gates, and the benefits they expect."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime, Identity, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.projects.models.base import ProjectsTable
from shared.database import Aggregate


class Project(ProjectsTable, Aggregate, table=True):
    """A project. `phase` null means that it is not recorded."""

    __tablename__ = "project"
    key: str = Field(primary_key=True)
    name: str
    summary: str | None = None
    programme: str
    lead_councils: list[str] = Field(sa_type=JSONB)
    other_leads: list[str] = Field(sa_type=JSONB)
    participant_count: int | None = None
    participant_councils: list[str] = Field(sa_type=JSONB)
    other_participants: list[str] = Field(sa_type=JSONB)
    lifecycle: str | None = None
    lifecycle_number: int | None = None
    phase: str | None = None
    phase_since: date | None = None
    era: str | None = None
    starts: str | None = None
    ends: str | None = None
    status_seen: str | None = None
    sources: list[str] = Field(sa_type=JSONB)
    notes: str | None = None
    demonstration: bool = False


class Placement(ProjectsTable, table=True):
    """A project's place in a portfolio, from a date and until another where that is known."""

    __tablename__ = "placement"
    __table_args__ = (Index("placement_of_project", "project", "starts_day", "portfolio", unique=True),)
    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    project: str = Field(foreign_key="project.key")
    portfolio: str = Field(foreign_key="portfolio.key")
    starts: str
    starts_day: date
    ends: str | None = None
    ends_day: date | None = None
    reading_of_ours: bool


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
    decision: UUID = Field(foreign_key="gate_decision.id")
    effective: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))


class Benefit(ProjectsTable, Aggregate, table=True):
    """A benefit that a project expects or that was reported of it; types are never added to one another."""

    __tablename__ = "benefit"
    __table_args__ = (Index("benefit_of_project", "project", "key"),)
    key: str = Field(primary_key=True)
    project: str = Field(foreign_key="project.key")
    statement: str
    type: str | None = None
    class_as_found: str | None = None
    amount_gbp: int | None = Field(default=None, sa_type=BigInteger)
    basis: str | None = None
    source: str | None = None
