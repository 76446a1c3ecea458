"""Who is or was a member, and how many were by what sources say."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Identity
from sqlmodel import Field

from services.councils.models.base import CouncilsTable
from shared.database import Aggregate


class Membership(CouncilsTable, Aggregate, table=True):
    """That a council is or was a member; its periods say when."""

    __tablename__ = "membership"
    council: str = Field(primary_key=True, foreign_key="council.slug")


class MembershipTold(CouncilsTable, table=True):
    """A council is in principle, joined or left from a date on, or never was what was told; rows are only added.

    `number` is the version of the membership that told it; `effective` is as exact as its source and null where no
    date was found; `day` is the first on which it certainly holds. A correction has a reason, and names in `corrects`
    what it takes the place of, or nothing where something was left out.
    """

    __tablename__ = "membership_told"
    __table_args__ = (
        CheckConstraint("standing IN ('in-principle', 'joined', 'left', 'never')", name="membership_told_standing"),
        CheckConstraint("certainty IN ('known', 'no-later-than', 'unknown')", name="membership_told_certainty"),
    )
    council: str = Field(primary_key=True, foreign_key="membership.council")
    number: int = Field(primary_key=True, sa_type=BigInteger)
    standing: str
    effective: str | None = None
    certainty: str
    day: date
    source: str | None = None
    corrects: int | None = Field(default=None, sa_type=BigInteger)
    reason: str | None = None
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))


class MembershipPeriod(CouncilsTable, table=True):
    """From when a council is certainly a member, and until when: what was told, as the last release reads it.

    `joined` is as exact as its source and null where no date was found; `certain_from` is the first day on which
    the council certainly was a member; `ended_day` the first on which it certainly was one no more.
    """

    __tablename__ = "membership_period"
    __table_args__ = (
        CheckConstraint("certainty IN ('known', 'no-later-than', 'unknown')", name="membership_period_certainty"),
    )
    council: str = Field(primary_key=True, foreign_key="membership.council")
    number: int = Field(primary_key=True)
    joined: str | None = None
    certainty: str
    certain_from: date
    source: str | None = None
    ended: str | None = None
    ended_day: date | None = None


class MembershipCount(CouncilsTable, Aggregate, table=True):
    """How many councils were members, as a source says without naming them; `listed` is the order they came in."""

    __tablename__ = "membership_count"
    key: str = Field(primary_key=True)
    listed: int | None = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), nullable=False, unique=True)
    )
    as_of: str
    councils: int
    basis: str
    source: str
