"""What was told of work requests: what was asked, on which terms, and what councils answered."""

from datetime import date

from sqlalchemy import Index

from services.reporting.models.base import LATEST_FIRST, Fact, ReportingTable


class WorkRequestFact(ReportingTable, Fact, table=True):
    """A project asked so many councils for work."""

    __tablename__ = "work_request_fact"
    __table_args__ = (Index("work_request_fact_of_request", "request"),)
    request: str
    project: str
    councils: int


class WorkRequestTermsFact(ReportingTable, Fact, table=True):
    """How pressing a request is, or when it is due; null where the event says nothing of it."""

    __tablename__ = "work_request_terms_fact"
    __table_args__ = (Index("work_request_terms_fact_latest", "request", *LATEST_FIRST),)
    request: str
    priority: str | None = None
    due: date | None = None


class WorkRequestAnswerFact(ReportingTable, Fact, table=True):
    """What a council answered; reports count it and name no council."""

    __tablename__ = "work_request_answer_fact"
    __table_args__ = (Index("work_request_answer_fact_latest", "request", "council", *LATEST_FIRST),)
    request: str
    council: str
    answer: str


class WorkRequestCancellationFact(ReportingTable, Fact, table=True):
    """A request was withdrawn."""

    __tablename__ = "work_request_cancellation_fact"
    __table_args__ = (Index("work_request_cancellation_fact_of_request", "request"),)
    request: str
