"""Projects and where they stand."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Column, DateTime, Identity, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.projects.models.base import ProjectsTable
from shared.database import Aggregate


class Project(ProjectsTable, Aggregate, table=True):
    """A project. `phase` null means that it is not recorded; `closed_on` null that it was not closed."""

    __tablename__ = "project"
    __table_args__ = (Index("project_of_lifecycle", "lifecycle", "key"),)
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
    closed_on: date | None = None
    outcome: str | None = None
    closed_by_role: str | None = None
    closing_reason: str | None = None
    closing_recorded_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


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
    recorded_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
