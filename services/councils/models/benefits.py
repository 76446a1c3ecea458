"""Benefit figures of councils: what each told, who may see it, and the profiles that projects defined."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, DateTime, ForeignKeyConstraint, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.councils.models.base import CouncilsTable
from shared.database import Aggregate

KEY = ["council", "profile", "period", "stage"]
FIGURE = [f"benefit_figure.{name}" for name in KEY]


class KnownProfile(CouncilsTable, table=True):
    """A benefit profile as projects told it last: what its figures measure, and whether councils have figures of it."""

    __tablename__ = "known_profile"
    profile: str = Field(primary_key=True)
    project: str
    statement: str
    type: str | None = None
    measure: str | None = None
    unit: str | None = None
    attribution: str | None = None
    basis: str | None = None


class BenefitFigure(CouncilsTable, Aggregate, table=True):
    """That a council has a figure of a benefit for a period at a stage, and who may see it."""

    __tablename__ = "benefit_figure"
    __table_args__ = (
        CheckConstraint("stage IN ('forecast', 'claimed', 'verified')", name="benefit_figure_stage"),
        CheckConstraint(
            "visibility IN ('own', 'family-group', 'programme', 'public')", name="benefit_figure_visibility"
        ),
        Index("benefit_figure_of_profile", "profile", "council", "period", "stage"),
    )
    council: str = Field(primary_key=True, foreign_key="council.slug")
    profile: str = Field(primary_key=True, foreign_key="known_profile.profile")
    period: str = Field(primary_key=True)
    stage: str = Field(primary_key=True)
    starts: date
    ends: date
    visibility: str


class BenefitFigureTold(CouncilsTable, table=True):
    """What a council told of a figure, from a day on; `number` is the version of the figure then.

    Measure, type and unit are the profile's as they were when it was told.
    """

    __tablename__ = "benefit_figure_told"
    __table_args__ = (
        ForeignKeyConstraint(KEY, FIGURE),
        CheckConstraint("step IN ('given', 'corrected', 'withdrawn')", name="benefit_figure_told_step"),
        CheckConstraint("(value IS NULL) = (step = 'withdrawn')", name="benefit_figure_told_value"),
    )
    council: str = Field(primary_key=True)
    profile: str = Field(primary_key=True)
    period: str = Field(primary_key=True)
    stage: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_type=BigInteger)
    step: str
    project: str
    measure: str
    type: str
    unit: str
    value: float | None = None
    by_role: str
    evidence: list[str] = Field(sa_type=JSONB)
    note: str | None = None
    corrects: int | None = Field(default=None, sa_type=BigInteger)
    reason: str | None = None
    effective: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))


class BenefitVisibility(CouncilsTable, table=True):
    """Who may see a figure, as its council said on a day; `number` is the version of the figure then."""

    __tablename__ = "benefit_visibility"
    __table_args__ = (ForeignKeyConstraint(KEY, FIGURE),)
    council: str = Field(primary_key=True)
    profile: str = Field(primary_key=True)
    period: str = Field(primary_key=True)
    stage: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_type=BigInteger)
    visibility: str
    effective: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))
