"""What was told of the programme: its phases, portfolios, projects and their benefits."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.reporting.models.base import LATEST_FIRST, Fact, ReportingTable


class ProgrammePhaseFact(ReportingTable, Fact, table=True):
    """The programme entered a phase, or was expected to."""

    __tablename__ = "programme_phase_fact"
    programme: str
    phase: str
    expected: bool
    source: str | None = None


class PortfolioFact(ReportingTable, Fact, table=True):
    """A portfolio opened, perhaps with its end; or it ended (`opened` false, and nothing else said)."""

    __tablename__ = "portfolio_fact"
    portfolio: str
    opened: bool
    name: str | None = None
    grouping: str | None = None
    ends_day: date | None = None
    source: str | None = None


class PlacementFact(ReportingTable, Fact, table=True):
    """A project has its place in a portfolio until `ends_day`, the first day it no longer has."""

    __tablename__ = "placement_fact"
    project: str
    portfolio: str
    ends_day: date | None = None
    ends: str | None = None
    reading_of_ours: bool


class LifecycleFact(ReportingTable, Fact, table=True):
    """A version of a lifecycle template; `phases` holds key and name of each, in order."""

    __tablename__ = "lifecycle_fact"
    lifecycle: str
    number: int
    name: str
    phases: list[dict[str, str]] = Field(sa_type=JSONB)


class ProjectFact(ReportingTable, Fact, table=True):
    """A project entered the register: what never changes of it. `people` holds who leads it and who takes part."""

    __tablename__ = "project_fact"
    project: str = Field(unique=True)
    programme: str
    demonstration: bool
    people: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))


class ProjectDescriptionFact(ReportingTable, Fact, table=True):
    """What a project is called and about, what it follows, and when it began and ended as far as that is known."""

    __tablename__ = "project_description_fact"
    __table_args__ = (
        Index("project_description_fact_latest", "project", *LATEST_FIRST),
        Index("project_description_fact_last_told", "project", text("recorded_at DESC"), text("sequence DESC")),
    )
    project: str
    name: str
    summary: str | None = None
    lifecycle: str | None = None
    lifecycle_number: int | None = None
    starts: str | None = None
    ends: str | None = None
    starts_day: date | None = None
    ends_day: date | None = None


class ProjectPhaseFact(ReportingTable, Fact, table=True):
    """A project entered a phase of its lifecycle; `cause` is null where it was told before causes were."""

    __tablename__ = "project_phase_fact"
    __table_args__ = (Index("project_phase_fact_latest", "project", *LATEST_FIRST),)
    project: str
    lifecycle: str
    lifecycle_number: int
    phase: str
    cause: str | None = None


class ProjectClosingFact(ReportingTable, Fact, table=True):
    """A project ended: delivered, or stopped before it was."""

    __tablename__ = "project_closing_fact"
    project: str = Field(unique=True)
    outcome: str


class BenefitFact(ReportingTable, Fact, table=True):
    """A benefit that a project expects or reported."""

    __tablename__ = "benefit_fact"
    __table_args__ = (Index("benefit_fact_latest", "benefit", *LATEST_FIRST),)
    benefit: str
    project: str
    statement: str
    type: str | None = None
    amount_gbp: int | None = Field(default=None, sa_type=BigInteger)
    basis: str | None = None
    owner_role: str | None = None
    measure: str | None = None
    unit: str | None = None
    attribution: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
