"""What was told of benefits beside their profiles: baselines and targets, measures, and what fell due."""

from datetime import date

from sqlalchemy import Index
from sqlmodel import Field

from services.reporting.models.base import LATEST_FIRST, Fact, ReportingTable


class BenefitFigureFact(ReportingTable, Fact, table=True):
    """A benefit has a baseline or a target; `at` is the day its value is, or is to be, true at."""

    __tablename__ = "benefit_figure_fact"
    __table_args__ = (Index("benefit_figure_fact_latest", "benefit", "kind", *LATEST_FIRST),)
    kind: str = Field(primary_key=True)
    benefit: str
    value: float
    at: str


class BenefitMeasureFact(ReportingTable, Fact, table=True):
    """A benefit was measured for a period, or what was measured was put right."""

    __tablename__ = "benefit_measure_fact"
    __table_args__ = (Index("benefit_measure_fact_latest", "benefit", "period", *LATEST_FIRST),)
    benefit: str
    period: date
    value: float
    by_role: str
    corrects: int | None = None


class BenefitDueFact(ReportingTable, Fact, table=True):
    """A benefit's measure of a period fell due, or was overdue (`overdue`)."""

    __tablename__ = "benefit_due_fact"
    __table_args__ = (Index("benefit_due_fact_latest", "benefit", "period", *LATEST_FIRST),)
    benefit: str
    period: date
    overdue: bool
