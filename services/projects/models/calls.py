"""Calls for participation with every version of each, what councils answered to them, and what is still missing."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.projects.models.base import ProjectsTable
from shared.database import Aggregate

STATES = "state IN ('draft', 'published', 'closed', 'withdrawn')"


class ParticipationCall(ProjectsTable, Aggregate, table=True):
    """A call for participation as it is now; `effective` is the day of its latest change."""

    __tablename__ = "participation_call"
    __table_args__ = (
        CheckConstraint(STATES, name="participation_call_state"),
        Index("participation_call_of_project", "project", "key"),
    )
    key: str = Field(primary_key=True)
    project: str = Field(foreign_key="project.key")
    title: str
    summary: str
    asks: list[dict[str, Any]] = Field(sa_type=JSONB)
    benefits: list[str] = Field(sa_type=JSONB)
    deadline: date
    contact_role: str
    planned_gates: list[dict[str, Any]] = Field(sa_type=JSONB)
    state: str
    accepted_warnings: list[str] = Field(sa_type=JSONB)
    demonstration: bool = False
    published_on: date | None = None
    closed_on: date | None = None
    cause: str | None = None
    reason: str | None = None
    effective: date


class CallVersion(ProjectsTable, table=True):
    """A call as it was from a day on; `number` is its version then."""

    __tablename__ = "participation_call_version"
    __table_args__ = (Index("participation_call_version_latest", "call", "effective", "number"),)
    call: str = Field(primary_key=True, foreign_key="participation_call.key")
    number: int = Field(primary_key=True, sa_type=BigInteger)
    project: str
    state: str
    content: dict[str, Any] = Field(sa_type=JSONB)
    effective: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))


class AnswerHeard(ProjectsTable, table=True):
    """What a council answered to a call from a day on, as councils told it: `version` is that of its answer."""

    __tablename__ = "answer_heard"
    __table_args__ = (Index("answer_heard_of_council", "council", "call", "version"),)
    call: str = Field(primary_key=True)
    council: str = Field(primary_key=True)
    version: int = Field(primary_key=True, sa_type=BigInteger)
    answer: str
    commitments: list[dict[str, Any]] = Field(sa_type=JSONB)
    effective: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))


class CapacityHeard(ProjectsTable, table=True):
    """What a council has to give in a month, by role, as councils told it from a day on."""

    __tablename__ = "capacity_heard"
    month: str = Field(primary_key=True)
    council: str = Field(primary_key=True)
    version: int = Field(primary_key=True, sa_type=BigInteger)
    given: list[dict[str, Any]] = Field(sa_type=JSONB)
    effective: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))


class Shortfall(ProjectsTable, table=True):
    """What is missing of a role that a call asks for, month by month, as it was said last; nothing once made up."""

    __tablename__ = "commitment_shortfall"
    call: str = Field(primary_key=True, foreign_key="participation_call.key")
    role: str = Field(primary_key=True)
    from_month: str = Field(primary_key=True)
    to_month: str = Field(primary_key=True)
    missing: dict[str, float] = Field(sa_type=JSONB)
    said_on: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))
