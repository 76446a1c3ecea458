"""Capacity by month, and what councils answered to calls."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, DateTime, ForeignKeyConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.councils.models.base import CouncilsTable
from shared.database import Aggregate


class KnownCall(CouncilsTable, table=True):
    """A call for participation as projects told it last: until when it may be answered, and what it asks.

    What was promised to a call that is withdrawn binds nobody from `withdrawn_on`.
    """

    __tablename__ = "known_call"
    call: str = Field(primary_key=True)
    project: str
    open: bool
    deadline: date | None = None
    asks: list[dict[str, Any]] = Field(sa_type=JSONB)
    withdrawn_on: date | None = None


class Capacity(CouncilsTable, Aggregate, table=True):
    """What a council has to give in a month, by role."""

    __tablename__ = "capacity"
    council: str = Field(primary_key=True, foreign_key="council.slug")
    month: str = Field(primary_key=True)


class CapacityTold(CouncilsTable, table=True):
    """What a council had to give in a month, from a day on; `number` is the version of its capacity then."""

    __tablename__ = "capacity_told"
    __table_args__ = (ForeignKeyConstraint(["council", "month"], ["capacity.council", "capacity.month"]),)
    council: str = Field(primary_key=True)
    month: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_type=BigInteger)
    given: list[dict[str, Any]] = Field(sa_type=JSONB)
    effective: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))


class CallAnswer(CouncilsTable, Aggregate, table=True):
    """That a council answered a call; what it said, and when, is in what it told."""

    __tablename__ = "call_answer"
    call: str = Field(primary_key=True, foreign_key="known_call.call")
    council: str = Field(primary_key=True, foreign_key="council.slug")


class CallAnswerTold(CouncilsTable, table=True):
    """What a council answered to a call, from a day on; `number` is the version of its answer then."""

    __tablename__ = "call_answer_told"
    __table_args__ = (
        ForeignKeyConstraint(["call", "council"], ["call_answer.call", "call_answer.council"]),
        CheckConstraint("answer IN ('commit', 'interested', 'no')", name="call_answer_told_answer"),
    )
    call: str = Field(primary_key=True)
    council: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_type=BigInteger)
    answer: str
    commitments: list[dict[str, Any]] = Field(sa_type=JSONB)
    reason: str | None = None
    effective: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))
