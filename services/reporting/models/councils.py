"""What was told of councils: their names, their membership, and their adoption of deliverables."""

from datetime import date, datetime

from sqlalchemy import BigInteger, DateTime, Index, text
from sqlmodel import Field

from services.reporting.models.base import LATEST_FIRST, Fact, ReportingTable


class CouncilFact(ReportingTable, Fact, table=True):
    """What a council is called."""

    __tablename__ = "council_fact"
    __table_args__ = (Index("council_fact_latest", "council", *LATEST_FIRST),)
    council: str
    name: str
    gaelic_name: str | None = None


class MembershipFact(ReportingTable, Fact, table=True):
    """A council is in principle, joined or left, from a date known as well as `certainty` says.

    What was told by the last release has no `standing`: `member` says whether it joined or left. A correction has a
    reason, and names in `corrects` the sequence of what it takes the place of; `never` is for what did not happen.
    """

    __tablename__ = "membership_fact"
    council: str
    member: bool
    certainty: str
    source: str | None = None
    standing: str | None = None
    corrects: int | None = Field(default=None, sa_type=BigInteger)
    reason: str | None = None
    was_standing: str | None = None
    was_effective: str | None = None
    was_certainty: str | None = None


class MembershipCountFact(ReportingTable, Fact, table=True):
    """A source said how many councils were members."""

    __tablename__ = "membership_count_fact"
    report: str
    councils: int
    basis: str
    source: str


class AdoptionFact(ReportingTable, Fact, table=True):
    """A council's adoption line is in a state; `reason` says why it declined, where it did.

    Only the opening of a line says whether it is for demonstration.
    """

    __tablename__ = "adoption_fact"
    __table_args__ = (
        Index("adoption_fact_latest", "council", "deliverable", *LATEST_FIRST),
        Index("adoption_fact_opening", "council", "deliverable", postgresql_where=text("demonstration IS NOT NULL")),
        Index("adoption_fact_demonstration", "release", postgresql_where=text("demonstration")),
    )
    council: str
    deliverable: str
    release: str
    state: str
    demonstration: bool | None = None
    reason: str | None = None


class AdoptionPlanFact(ReportingTable, Fact, table=True):
    """By when a council means to adopt a deliverable, and to use it; reports count plans and show none."""

    __tablename__ = "adoption_plan_fact"
    __table_args__ = (Index("adoption_plan_fact_latest", "council", "deliverable", *LATEST_FIRST),)
    council: str
    deliverable: str
    adopt_on: str | None = None
    in_use_on: str | None = None


class AdoptionLine(ReportingTable, table=True):
    """The newest fact of a council's adoption line, by its day, whether that day has come or not.

    Triggers of `adoption_fact` keep it true, whoever writes or deletes there.
    """

    __tablename__ = "adoption_line"
    council: str = Field(primary_key=True)
    deliverable: str = Field(primary_key=True)
    effective_day: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))
    sequence: int = Field(sa_type=BigInteger)
    release: str
    state: str
