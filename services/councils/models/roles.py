"""Who holds which role in a council, or for the programme, from when to when: by the ids of their contacts alone."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Index
from sqlmodel import Field

from services.councils.models.base import CouncilsTable
from shared.database import Aggregate


class HeldRole(CouncilsTable, Aggregate, table=True):
    """A role that somebody was once named for; `key` is council and role, joined by a dot."""

    __tablename__ = "held_role"
    __table_args__ = (Index("held_role_of_council", "council", "role", unique=True),)
    key: str = Field(primary_key=True)
    council: str
    role: str


class RoleTold(CouncilsTable, table=True):
    """Who holds a role and who deputises from a day on; `number` is the version of the role when it was told.

    What holds on a day is what was told of the latest day not after it, and of one day what was told last. `ends` is
    the holder's last day; a deputy stays until something else is told.
    """

    __tablename__ = "role_told"
    __table_args__ = (
        CheckConstraint("ends IS NULL OR (holder IS NOT NULL AND ends >= effective)", name="role_told_ends"),
        Index("role_told_holder", "holder"),
        Index("role_told_deputy", "deputy"),
    )
    key: str = Field(primary_key=True, foreign_key="held_role.key")
    number: int = Field(primary_key=True, sa_type=BigInteger)
    holder: str | None = Field(default=None, foreign_key="contact.person")
    deputy: str | None = Field(default=None, foreign_key="contact.person")
    effective: date
    ends: date | None = None
    away_until: date | None = None
    purpose: str
    correction: str | None = None
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))
