"""The end of a deliverable, and who acknowledged it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, DateTime, ForeignKeyConstraint, Index
from sqlmodel import Field

from services.councils.models.base import CouncilsTable
from shared.database import Aggregate


class DeliverableStanding(CouncilsTable, table=True):
    """A deliverable's state as projects told it last, and what follows for those who adopted it."""

    __tablename__ = "deliverable_standing"
    deliverable: str = Field(primary_key=True)
    project: str
    state: str
    since: str | None = None
    successor: str | None = None
    reason: str | None = None
    acknowledge_by: str | None = None


class Acknowledgement(CouncilsTable, Aggregate, table=True):
    """That a council was asked to acknowledge the end of a deliverable it adopted, and what became of that, by day.

    `key` is council, deliverable and number, joined by dots. It was asked on the day of `created_at`, or later by the
    programme's clock: `asked_on`.
    """

    __tablename__ = "acknowledgement"
    __table_args__ = (
        CheckConstraint("deliverable_state IN ('superseded', 'withdrawn')", name="acknowledgement_of"),
        CheckConstraint("state IN ('asked', 'acknowledged', 'lapsed')", name="acknowledgement_state"),
        ForeignKeyConstraint(
            ["council", "deliverable"], ["adoption.council", "adoption.deliverable"], name="acknowledgement_of_line"
        ),
        Index("acknowledgement_of_council", "council", "deliverable", "number", unique=True),
        Index("acknowledgement_of_deliverable", "deliverable", "council", "number"),
    )
    key: str = Field(primary_key=True)
    council: str
    deliverable: str
    number: int
    project: str
    demonstration: bool
    deliverable_state: str
    since: str | None = None
    successor: str | None = None
    reason: str | None = None
    acknowledge_by: str | None = None
    asked_on: date
    state: str
    raised_to_lead_on: date | None = None
    raised_to_programme_on: date | None = None
    acknowledged_on: date | None = None
    acknowledged_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    by_role: str | None = None
    note: str | None = None
    stops_using_on: date | None = None
    lapsed_on: date | None = None
    lapsed_because: str | None = None
