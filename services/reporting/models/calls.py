"""What was told of calls for participation: what they ask, how they ended, what councils answered, what is missing."""

from datetime import date
from typing import Any

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.reporting.models.base import LATEST_FIRST, Fact, ReportingTable


class CallFact(ReportingTable, Fact, table=True):
    """What a published call asks of councils, and until when they may answer."""

    __tablename__ = "call_fact"
    __table_args__ = (Index("call_fact_latest", "call", *LATEST_FIRST),)
    call: str
    project: str
    title: str
    deadline: date
    asks: list[dict[str, Any]] = Field(sa_type=JSONB)


class CallClosingFact(ReportingTable, Fact, table=True):
    """A call takes no more answers, for a cause: deadline, closed or withdrawn."""

    __tablename__ = "call_closing_fact"
    __table_args__ = (Index("call_closing_fact_latest", "call", *LATEST_FIRST),)
    call: str
    cause: str


class CallAnswerFact(ReportingTable, Fact, table=True):
    """What a council answered to a call, and all that it commits; reports add it up and name no council."""

    __tablename__ = "call_answer_fact"
    __table_args__ = (Index("call_answer_fact_latest", "call", "council", *LATEST_FIRST),)
    call: str
    council: str
    answer: str
    commitments: list[dict[str, Any]] = Field(sa_type=JSONB)


class ShortfallFact(ReportingTable, Fact, table=True):
    """What months lack of a role that a call asks for; none once it is made up."""

    __tablename__ = "shortfall_fact"
    __table_args__ = (Index("shortfall_fact_latest", "call", "role", "from_month", "to_month", *LATEST_FIRST),)
    call: str
    role: str
    from_month: str
    to_month: str
    months: list[dict[str, Any]] = Field(sa_type=JSONB)
