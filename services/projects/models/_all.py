"""What is true in projects: its tables. A loosely known date is kept as text, with its last day beside it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Identity, Index, LargeBinary, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from shared.database import Aggregate


class ProjectsTable(SQLModel, registry=registry()):
    """The tables of this service, apart from those of its neighbours."""


class Programme(ProjectsTable, Aggregate, table=True):
    """The one programme, whose phases are its history."""

    __tablename__ = "programme"
    key: str = Field(primary_key=True)


class ProgrammePhase(ProjectsTable, table=True):
    """The programme entered a phase, or is expected to."""

    __tablename__ = "programme_phase"
    programme: str = Field(primary_key=True, foreign_key="programme.key")
    phase: str = Field(primary_key=True)
    starts: str
    starts_day: date
    expected: bool
    source: str | None = None


class Portfolio(ProjectsTable, Aggregate, table=True):
    """A grouping of projects for a time; regroupings do not rewrite history."""

    __tablename__ = "portfolio"
    key: str = Field(primary_key=True)
    name: str
    grouping: str
    starts: str
    starts_day: date
    ends: str | None = None
    ends_day: date | None = None
    source: str | None = None


class Lifecycle(ProjectsTable, Aggregate, table=True):
    """A lifecycle template; each of its versions stands for good."""

    __tablename__ = "lifecycle"
    key: str = Field(primary_key=True)
    name: str
    description: str | None = None
    number: int


class LifecycleVersion(ProjectsTable, table=True):
    """One version of a template: its phases in order, each with its products and the gate at its end."""

    __tablename__ = "lifecycle_version"
    lifecycle: str = Field(primary_key=True, foreign_key="lifecycle.key")
    number: int = Field(primary_key=True)
    name: str
    description: str | None = None
    phases: list[dict[str, Any]] = Field(sa_type=JSONB)
    published_at: datetime = Field(sa_type=DateTime(timezone=True))


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
    __table_args__ = (Index("placement_of_project", "project", "starts_day"),)
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


class Deliverable(ProjectsTable, Aggregate, table=True):
    """A thing that a project hands over. `state` null means that it is not recorded."""

    __tablename__ = "deliverable"
    __table_args__ = (Index("deliverable_of_project", "project", "key"),)
    key: str = Field(primary_key=True)
    project: str = Field(foreign_key="project.key")
    name: str
    state: str | None = None
    state_since: date | None = None
    state_as_found: str | None = None
    produced_by: str | None = None
    source: str | None = None


class Release(ProjectsTable, Aggregate, table=True):
    """A numbered tranche of deliverables; once closed, nothing in it changes."""

    __tablename__ = "release"
    __table_args__ = (
        CheckConstraint("state IN ('planned', 'not-recorded', 'closed')", name="release_state"),
        Index(
            "release_number", "number", unique=True, postgresql_where=text("number IS NOT NULL AND NOT demonstration")
        ),
    )
    key: str = Field(primary_key=True)
    number: int | None = None
    name: str
    planned_for: str | None = None
    state: str
    demonstration: bool = False
    source: str | None = None
    closed_on: str | None = None
    closed_day: date | None = None
    carried_over_to: str | None = None


class ReleaseItem(ProjectsTable, table=True):
    """A deliverable in a release; while the release is open it may be in no other open one."""

    __tablename__ = "release_item"
    __table_args__ = (
        Index("release_item_in_one_open_release", "deliverable", unique=True, postgresql_where=text("open")),
    )
    release: str = Field(primary_key=True, foreign_key="release.key")
    deliverable: str = Field(primary_key=True, foreign_key="deliverable.key")
    ready: bool
    note: str | None = None
    carried_from: str | None = None
    open: bool = True


class ReleaseManifest(ProjectsTable, table=True):
    """The seal of a closed release: the exact bytes of its canonical JSON, and their SHA-256 in hex."""

    __tablename__ = "release_manifest"
    release: str = Field(primary_key=True, foreign_key="release.key")
    content: bytes = Field(sa_type=LargeBinary)
    sha256: str


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
