"""How far each council has come with what releases brought it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Computed,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.councils.models.base import CouncilsTable
from shared.database import Aggregate


def counts_from(column: str) -> Any:
    """Return the column of the day from which a loosely given date counts: its last, which the database works out."""
    return Field(default=None, sa_column=Column(Date, Computed(f"last_day({column})", persisted=True)))


class Adoption(CouncilsTable, Aggregate, table=True):
    """An adoption line: how far one council has come with one deliverable that a release brought it.

    It is what `domain/ledger.py` makes of all that was told of it: `adopted_on` and `used_on` are the first days on
    which it was adopting or further, and in use; `plan_adopt_on` and `plan_in_use_on` are the plan that holds.
    """

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
    opened_day: date | None = counts_from("opened")
    state: str
    since: str
    reason: str | None = None
    note: str | None = None
    variant: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    adopted_on: str | None = None
    used_on: str | None = None
    plan_adopt_on: str | None = None
    plan_in_use_on: str | None = None


class AdoptionMove(CouncilsTable, table=True):
    """A council moved its line, or (`correction_reason`) put right what was told of it; nothing told is ever changed.

    `number` is the version of the line then. Of what was told of one day, the last number holds.
    """

    __tablename__ = "adoption_move"
    __table_args__ = (
        ForeignKeyConstraint(
            ["council", "deliverable"], ["adoption.council", "adoption.deliverable"], name="adoption_move_of_line"
        ),
        Index("adoption_move_latest", "council", "deliverable", text("effective_day DESC"), text("number DESC")),
    )
    council: str = Field(primary_key=True)
    deliverable: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_type=BigInteger)
    from_state: str
    to_state: str
    reason: str | None = None
    note: str | None = None
    evidence: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSONB, nullable=False, server_default=text("'[]'"))
    )
    variant: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    correction_reason: str | None = None
    effective: str
    effective_day: date | None = counts_from("effective")
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))


class AdoptionPlan(CouncilsTable, table=True):
    """By when a council means to adopt and to use a deliverable, from a day on until another plan takes its place."""

    __tablename__ = "adoption_plan"
    __table_args__ = (
        ForeignKeyConstraint(
            ["council", "deliverable"], ["adoption.council", "adoption.deliverable"], name="adoption_plan_of_line"
        ),
    )
    council: str = Field(primary_key=True)
    deliverable: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_type=BigInteger)
    adopt_on: str | None = None
    in_use_on: str | None = None
    reason: str | None = None
    effective: str
    effective_day: date | None = counts_from("effective")
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))
