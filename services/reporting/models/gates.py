"""What was told of gates: decisions, their conditions and how those were settled, and when phases are planned."""

from datetime import date
from typing import Any

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.reporting.models.base import LATEST_FIRST, Fact, ReportingTable


class GateDecisionFact(ReportingTable, Fact, table=True):
    """A role decided at a gate; `override` says what it let pass, in whose name and why.

    Of the `criteria` of the gate, the decision told of `criteria_told`, and `criteria_met` of those were met.
    """

    __tablename__ = "gate_decision_fact"
    __table_args__ = (Index("gate_decision_fact_of_project", "project", "effective_day"),)
    project: str
    decision: str
    outcome: str
    by_role: str
    phase: str | None = None
    criteria: int
    criteria_told: int
    criteria_met: int
    override: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))


class GateConditionFact(ReportingTable, Fact, table=True):
    """A decision set a condition, due at the end of `due_day`."""

    __tablename__ = "gate_condition_fact"
    __table_args__ = (Index("gate_condition_fact_of_project", "project", "due_day"),)
    condition: str = Field(primary_key=True)
    project: str
    decision: str
    phase: str | None = None
    text: str
    owner_role: str
    due_day: date


class GateConditionSettledFact(ReportingTable, Fact, table=True):
    """A condition was met, or waived by a role."""

    __tablename__ = "gate_condition_settled_fact"
    __table_args__ = (Index("gate_condition_settled_fact_latest", "condition", *LATEST_FIRST),)
    condition: str
    project: str
    settlement: str
    by_role: str
    reason: str | None = None


class PhasePlanFact(ReportingTable, Fact, table=True):
    """When a project plans to enter its phases: the whole plan, with key and date of each."""

    __tablename__ = "phase_plan_fact"
    __table_args__ = (Index("phase_plan_fact_latest", "project", *LATEST_FIRST),)
    project: str
    phases: list[dict[str, str]] = Field(sa_type=JSONB)
