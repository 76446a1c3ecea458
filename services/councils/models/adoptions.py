"""How far each council has come with what releases brought it."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, DateTime, ForeignKeyConstraint, Index
from sqlmodel import Field

from services.councils.models.base import CouncilsTable
from shared.database import Aggregate


class Adoption(CouncilsTable, Aggregate, table=True):
    """An adoption line: how far one council has come with one deliverable that a release brought it."""

    __tablename__ = "adoption"
    __table_args__ = (
        CheckConstraint(
            "state IN ('invited', 'considering', 'planned', 'adopting', 'embedded', 'in-use', 'adapted', 'declined',"
            " 'withdrawn')",
            name="adoption_state",
        ),
        Index("adoption_of_deliverable", "deliverable", "council"),
        Index("adoption_of_release", "release", "council", "deliverable"),
    )
    council: str = Field(primary_key=True, foreign_key="council.slug")
    deliverable: str = Field(primary_key=True)
    project: str
    release: str
    demonstration: bool
    opened: str
    state: str
    since: str
    reason: str | None = None
    note: str | None = None


class AdoptionMove(CouncilsTable, table=True):
    """A council moved its line; a later note does not wipe out an earlier one."""

    __tablename__ = "adoption_move"
    __table_args__ = (
        ForeignKeyConstraint(
            ["council", "deliverable"], ["adoption.council", "adoption.deliverable"], name="adoption_move_of_line"
        ),
    )
    council: str = Field(primary_key=True)
    deliverable: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_type=BigInteger)
    from_state: str
    to_state: str
    reason: str | None = None
    note: str | None = None
    effective: str
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))
