"""Deliverables: what projects hand over, and the versions of it."""

from datetime import date, datetime

from sqlalchemy import DateTime, Index
from sqlmodel import Field

from services.projects.models.base import ProjectsTable
from shared.database import Aggregate


class Deliverable(ProjectsTable, Aggregate, table=True):
    """A thing that a project hands over. `state` null means that it is not recorded.

    What the row holds is true today; the states before it stand in what was said of the deliverable, in the outbox.
    """

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
    state_reason: str | None = None
    successor: str | None = Field(default=None, foreign_key="deliverable.key")
    acknowledge_by: date | None = None
    latest_version: str | None = None


class DeliverableVersion(ProjectsTable, table=True):
    """A version of a deliverable, as it calls itself; `number` counts them in the order in which they were told."""

    __tablename__ = "deliverable_version"
    __table_args__ = (Index("deliverable_version_by_day", "deliverable", "effective", "number", unique=True),)
    deliverable: str = Field(primary_key=True, foreign_key="deliverable.key")
    version: str = Field(primary_key=True)
    number: int
    effective: date
    summary: str | None = None
    link: str | None = None
    sha256: str | None = None
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))
