"""The benefits that projects expect: profiles, what they claim, and what was measured of them."""

from datetime import date, datetime

from sqlalchemy import BigInteger, DateTime, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.projects.models.base import ProjectsTable
from shared.database import Aggregate


class Benefit(ProjectsTable, Aggregate, table=True):
    """A benefit that a project expects or that was reported of it; types are never added to one another."""

    __tablename__ = "benefit"
    __table_args__ = (Index("benefit_of_project", "project", "key"),)
    key: str = Field(primary_key=True)
    project: str = Field(foreign_key="project.key")
    statement: str
    type: str | None = None
    class_as_found: str | None = None
    amount_gbp: int | None = Field(default=None, sa_type=BigInteger)
    basis: str | None = None
    source: str | None = None
    effective: date | None = None
    owner_role: str | None = None
    measure: str | None = None
    unit: str | None = None
    attribution_kind: str | None = None
    attribution_percentage: float | None = None
    attribution_rule: str | None = None


class BenefitFigure(ProjectsTable, table=True):
    """A baseline or a target (a value `at` its own day) that a benefit has from a day on, until another one."""

    __tablename__ = "benefit_figure"
    benefit: str = Field(primary_key=True, foreign_key="benefit.key")
    kind: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    value: float
    at: str
    reason: str | None = None
    effective: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))


class BenefitSchedule(ProjectsTable, table=True):
    """When a benefit is measured from a day on, until another schedule takes its place; `every` null is never."""

    __tablename__ = "benefit_schedule"
    benefit: str = Field(primary_key=True, foreign_key="benefit.key")
    number: int = Field(primary_key=True)
    every: str | None = None
    first_due: date | None = None
    last_due: date | None = None
    effective: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))


class BenefitMeasure(ProjectsTable, table=True):
    """What was measured for the period that fell due on a day; the latest number of a period holds."""

    __tablename__ = "benefit_measure"
    __table_args__ = (Index("benefit_measure_of_period", "benefit", "period", "number"),)
    benefit: str = Field(primary_key=True, foreign_key="benefit.key")
    number: int = Field(primary_key=True)
    period: date
    value: float
    by_role: str
    evidence: list[str] = Field(sa_type=JSONB)
    corrects: int | None = None
    reason: str | None = None
    effective: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))


class NamedMeasure(ProjectsTable, table=True):
    """A measure that profiles claim. Who claims it holds this row: two that do so at once come one after the other."""

    __tablename__ = "named_measure"
    key: str = Field(primary_key=True)


class BenefitClaim(ProjectsTable, table=True):
    """A profile claims a measure from a day until another, of councils, or of the whole programme where it names none.

    Of the claims of one measure that were not withdrawn, no two of different profiles overlap.
    """

    __tablename__ = "benefit_claim"
    __table_args__ = (Index("benefit_claim_of_measure", "measure"),)
    benefit: str = Field(primary_key=True, foreign_key="benefit.key")
    number: int = Field(primary_key=True)
    measure: str = Field(foreign_key="named_measure.key")
    councils: list[str] = Field(sa_type=JSONB)
    starts: date
    ends: date | None = None
    effective: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))
    withdrawn_on: date | None = None
    withdrawal_reason: str | None = None
    withdrawal_recorded_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
