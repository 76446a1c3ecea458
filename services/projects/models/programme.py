"""The programme, its portfolios and its lifecycle templates."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.projects.models.base import ProjectsTable
from shared.database import Aggregate


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
