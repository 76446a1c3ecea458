"""What was told of the versions of deliverables, and of what councils acknowledge of their end."""

from sqlalchemy import Index

from services.reporting.models.base import LATEST_FIRST, Fact, ReportingTable


class DeliverableVersionFact(ReportingTable, Fact, table=True):
    """A deliverable has a version, by the name it goes by."""

    __tablename__ = "deliverable_version_fact"
    __table_args__ = (Index("deliverable_version_fact_latest", "deliverable", *LATEST_FIRST),)
    deliverable: str
    version: str
    link: str | None = None
    sha256: str | None = None


class AcknowledgementFact(ReportingTable, Fact, table=True):
    """A council was asked to acknowledge the end of a deliverable, or what came of that (`step`).

    `ended_as` is told when it is asked; `level` is the role that it has risen to.
    """

    __tablename__ = "acknowledgement_fact"
    __table_args__ = (Index("acknowledgement_fact_of", "deliverable", "council", "number"),)
    council: str
    deliverable: str
    number: int
    step: str
    ended_as: str | None = None
    level: str | None = None
