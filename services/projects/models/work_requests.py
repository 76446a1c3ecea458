"""Work requests: what councils taking part in a project are asked for, on which terms, and what they answered."""

from datetime import date, datetime

from sqlalchemy import DateTime, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.projects.models.base import ProjectsTable
from shared.database import Aggregate


class WorkRequest(ProjectsTable, Aggregate, table=True):
    """What is asked of which councils; how pressing it is and when it is due stands in its terms."""

    __tablename__ = "work_request"
    __table_args__ = (Index("work_request_of_project", "project", "key"),)
    key: str = Field(primary_key=True)
    project: str = Field(foreign_key="project.key")
    title: str
    text: str
    councils: list[str] = Field(sa_type=JSONB)
    by_role: str
    asked_on: date
    cancelled_on: date | None = None
    cancelled_by_role: str | None = None
    cancelled_reason: str | None = None


class WorkRequestTerms(ProjectsTable, table=True):
    """How pressing a request is and when it is due, from a day on; the first terms need no reason."""

    __tablename__ = "work_request_terms"
    request: str = Field(primary_key=True, foreign_key="work_request.key")
    number: int = Field(primary_key=True)
    priority: str
    due: date
    by_role: str
    reason: str | None = None
    effective: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))


class WorkRequestAnswer(ProjectsTable, table=True):
    """What a council answered from a day on."""

    __tablename__ = "work_request_answer"
    __table_args__ = (Index("work_request_answer_of_council", "request", "council", "effective", "number"),)
    request: str = Field(primary_key=True, foreign_key="work_request.key")
    number: int = Field(primary_key=True)
    council: str
    answer: str
    note: str | None = None
    by_day: date | None = None
    told_by: str
    effective: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))
