"""The benefits that projects expect."""

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from services.projects.models.base import ProjectsTable
from shared.database import Aggregate


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
