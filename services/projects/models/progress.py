"""Progress: what projects told, in which rhythm, when they fell silent, and how their delivery was rated."""

from datetime import date, datetime

from sqlalchemy import DateTime, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.projects.models.base import ProjectsTable


class ProgressUpdate(ProjectsTable, table=True):
    """What a project told of its progress, of which day, and on which day it was told."""

    __tablename__ = "progress_update"
    __table_args__ = (Index("progress_update_of_project", "project", "effective", "number"),)
    project: str = Field(primary_key=True, foreign_key="project.key")
    number: int = Field(primary_key=True)
    text: str
    by_role: str
    evidence: list[str] = Field(sa_type=JSONB)
    effective: date
    told_on: date
    corrects: int | None = None
    correction_reason: str | None = None
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))


class ConfidenceRating(ProjectsTable, table=True):
    """How a role rated the confidence in a project's delivery; `kind` keeps the project's own and others' apart."""

    __tablename__ = "confidence_rating"
    __table_args__ = (Index("confidence_rating_of_project", "project", "kind", "effective", "number"),)
    project: str = Field(primary_key=True, foreign_key="project.key")
    number: int = Field(primary_key=True)
    kind: str
    rating: str
    by_role: str
    reason: str | None = None
    evidence: list[str] = Field(sa_type=JSONB)
    update: int | None = None
    effective: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))


class UpdateRhythm(ProjectsTable, table=True):
    """How often updates are awaited from a day on; `every_days` null means never."""

    __tablename__ = "update_rhythm"
    project: str = Field(primary_key=True, foreign_key="project.key")
    number: int = Field(primary_key=True)
    every_days: int | None = None
    starts: date | None = None
    effective: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))


class Silence(ProjectsTable, table=True):
    """A project was quiet from a day on, until the day on which it was heard again."""

    __tablename__ = "silence"
    project: str = Field(primary_key=True, foreign_key="project.key")
    quiet_since: date = Field(primary_key=True)
    heard_on: date | None = None
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))
