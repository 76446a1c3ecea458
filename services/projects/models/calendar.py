"""The programme's calendar: the periods in which councils have less to give, with every version of each."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.projects.models.base import ProjectsTable
from shared.database import Aggregate


class CalendarPeriod(ProjectsTable, Aggregate, table=True):
    """A period as it is now: `factor` is the part of capacity left in it, null to avoid it; `councils` null is all."""

    __tablename__ = "calendar_period"
    __table_args__ = (CheckConstraint("factor BETWEEN 0 AND 1", name="calendar_period_factor"),)
    key: str = Field(primary_key=True)
    kind: str
    name: str
    starts: date
    ends: date
    councils: list[str] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    factor: float | None = None
    source: str | None = None
    demonstration: bool = False
    reason: str | None = None
    ended_on: date | None = None
    effective: date


class CalendarPeriodVersion(ProjectsTable, table=True):
    """A period as it was from a day on; `ended` says that from then on it counts no more."""

    __tablename__ = "calendar_period_version"
    period: str = Field(primary_key=True, foreign_key="calendar_period.key")
    number: int = Field(primary_key=True, sa_type=BigInteger)
    starts: date
    ends: date
    ended: bool
    content: dict[str, Any] = Field(sa_type=JSONB)
    effective: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))
