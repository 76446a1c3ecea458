"""What was told of councils: their names, their membership, and their adoption of deliverables."""

from sqlalchemy import Index, text

from services.reporting.models.base import LATEST_FIRST, Fact, ReportingTable


class CouncilFact(ReportingTable, Fact, table=True):
    """What a council is called."""

    __tablename__ = "council_fact"
    __table_args__ = (Index("council_fact_latest", "council", *LATEST_FIRST),)
    council: str
    name: str
    gaelic_name: str | None = None


class MembershipFact(ReportingTable, Fact, table=True):
    """A council is a member, from a date known as well as `certainty` says; or is one no longer (`member` false)."""

    __tablename__ = "membership_fact"
    council: str
    member: bool
    certainty: str
    source: str | None = None


class MembershipCountFact(ReportingTable, Fact, table=True):
    """A source said how many councils were members."""

    __tablename__ = "membership_count_fact"
    report: str
    councils: int
    basis: str
    source: str


class AdoptionFact(ReportingTable, Fact, table=True):
    """A council's adoption line is in a state. Only the opening of a line says whether it is for demonstration."""

    __tablename__ = "adoption_fact"
    __table_args__ = (
        Index("adoption_fact_latest", "council", "deliverable", *LATEST_FIRST),
        Index("adoption_fact_opening", "council", "deliverable", postgresql_where=text("demonstration IS NOT NULL")),
    )
    council: str
    deliverable: str
    release: str
    state: str
    demonstration: bool | None = None
