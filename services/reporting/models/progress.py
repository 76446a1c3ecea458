"""What was told of progress: updates, ratings of confidence, and when a project was quiet."""

from datetime import date

from sqlalchemy import Index

from services.reporting.models.base import LATEST_FIRST, Fact, ReportingTable


class ProgressUpdateFact(ReportingTable, Fact, table=True):
    """A project told of its progress; it was heard on `told_on`, whatever day it told of."""

    __tablename__ = "progress_update_fact"
    __table_args__ = (Index("progress_update_fact_told", "project", "told_on"),)
    project: str
    number: int
    told_on: date
    corrects: int | None = None


class ConfidenceRatingFact(ReportingTable, Fact, table=True):
    """A role rated the confidence in a project's delivery; `kind` is own or independent."""

    __tablename__ = "confidence_rating_fact"
    __table_args__ = (Index("confidence_rating_fact_latest", "project", "kind", *LATEST_FIRST),)
    project: str
    kind: str
    rating: str
    by_role: str
    reason: str | None = None


class SilenceFact(ReportingTable, Fact, table=True):
    """A project went quiet, or (`quiet` false) was heard again."""

    __tablename__ = "silence_fact"
    __table_args__ = (Index("silence_fact_latest", "project", *LATEST_FIRST),)
    project: str
    quiet: bool
