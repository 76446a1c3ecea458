"""Deliverables: what projects hand over."""

from datetime import date

from sqlalchemy import Index
from sqlmodel import Field

from services.projects.models.base import ProjectsTable
from shared.database import Aggregate


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
