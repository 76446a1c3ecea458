"""The gate decisions of one project at a date, each with its conditions as they stood and what it overrode."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.reporting.domain import gates
from services.reporting.domain.gates import ConditionFact, State
from services.reporting.domain.moments import Figure


@dataclass(frozen=True, slots=True)
class DecisionFact:
    """A role decided at a gate of the project."""

    decision: str
    outcome: str
    by_role: str
    phase: str | None
    criteria: int
    criteria_met: int
    override: Mapping[str, Any] | None
    effective: str | None
    effective_day: date


class ConditionOfDecision(Figure):
    """What was still to be done; `settled` is the day on which it was met or waived."""

    condition: str
    text: str
    owner_role: str
    due: date
    state: State
    days_overdue: int | None
    settled: date | None


class OverrideOfDecision(Figure):
    """What a role let pass that the rules would have refused: `of` names the refusals."""

    by_role: str
    reason: str
    of: list[str]


class Decision(Figure):
    """What a role decided at the gate of a phase; a null phase is not recorded."""

    decision: str
    outcome: str
    by_role: str
    phase: str | None
    phase_name: str | None
    effective: str
    criteria: int
    criteria_met: int
    override: OverrideOfDecision | None
    conditions: list[ConditionOfDecision]


def decisions(
    told: Iterable[DecisionFact], conditions: Sequence[ConditionFact], phases: Mapping[str, str], day: date
) -> list[Decision]:
    """Return every decision by a day, the latest first; `phases` holds the names of phases."""
    listed = [
        Decision(
            decision=fact.decision,
            outcome=fact.outcome,
            by_role=fact.by_role,
            phase=fact.phase,
            phase_name=phases.get(fact.phase, fact.phase) if fact.phase else None,
            effective=fact.effective or fact.effective_day.isoformat(),
            criteria=fact.criteria,
            criteria_met=fact.criteria_met,
            override=OverrideOfDecision(**fact.override) if fact.override else None,
            conditions=[_condition(one, day) for one in conditions if one.decision == fact.decision],
        )
        for fact in told
    ]
    return listed[::-1]


def _condition(fact: ConditionFact, day: date) -> ConditionOfDecision:
    state = gates.state(fact, day)
    return ConditionOfDecision(
        condition=fact.condition,
        text=fact.text,
        owner_role=fact.owner_role,
        due=fact.due_day,
        state=state,
        days_overdue=(day - fact.due_day).days if state == "overdue" else None,
        settled=fact.settled_day,
    )
