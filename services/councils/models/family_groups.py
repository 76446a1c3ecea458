"""Family groups, in which councils that are alike compare themselves, and which council was told to be in which."""

from datetime import date, datetime

from sqlalchemy import BigInteger, DateTime, Index
from sqlmodel import Field

from services.councils.models.base import CouncilsTable
from shared.database import Aggregate


class FamilyGroup(CouncilsTable, Aggregate, table=True):
    """A family group, as its source has it."""

    __tablename__ = "family_group"
    key: str = Field(primary_key=True)
    name: str
    source: str


class FamilyGroupTold(CouncilsTable, table=True):
    """A council is in a family group or out of it from a day on, or never was what was told; rows are only added.

    `number` is the version of the group that told it; `day` the first day on which it certainly holds. A correction
    has a reason, and names in `corrects` what it takes the place of, or nothing where something was left out.
    """

    __tablename__ = "family_group_told"
    __table_args__ = (Index("family_group_told_of_council", "council"),)
    family_group: str = Field(primary_key=True, foreign_key="family_group.key")
    number: int = Field(primary_key=True, sa_type=BigInteger)
    council: str = Field(foreign_key="council.slug")
    standing: str
    effective: str
    day: date
    source: str | None = None
    corrects: int | None = Field(default=None, sa_type=BigInteger)
    reason: str | None = None
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))
