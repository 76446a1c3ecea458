"""What was decided of one project at its gates, and when it planned to enter its phases, at a moment."""

from collections.abc import Mapping

from sqlmodel.ext.asyncio.session import AsyncSession

from services.reporting.domain import decisions as domain
from services.reporting.domain.decisions import Decision, DecisionFact
from services.reporting.domain.gates import ConditionFact
from services.reporting.domain.moments import Moment
from services.reporting.queries.facts import found, statement

DECISIONS = statement("""
    SELECT decision, outcome, by_role, phase, criteria, criteria_met, override, effective, effective_day
    FROM gate_decision_fact WHERE project = :project AND $then ORDER BY $ordered""")
CONDITIONS = statement("""
    SELECT one.project, one.condition, one.decision, one.phase, one.text, one.owner_role, one.due_day,
           settled.settlement, settled.effective_day AS settled_day
    FROM gate_condition_fact AS one
    LEFT JOIN LATERAL (SELECT settlement, effective_day FROM gate_condition_settled_fact AS fact
                       WHERE fact.condition = one.condition AND $then $latest) AS settled ON true
    WHERE one.project = :project AND one.effective_day <= :day AND one.recorded_at <= :known
    ORDER BY one.due_day, one.condition""")
PLAN = statement("SELECT phases FROM phase_plan_fact WHERE project = :project AND $then $latest")


async def decisions(session: AsyncSession, moment: Moment, project: str, phases: Mapping[str, str]) -> list[Decision]:
    """Return the decisions of a project; `phases` holds the names of its phases."""
    told = [DecisionFact(**row) for row in await found(session, DECISIONS, moment, project=project)]
    conditions = [ConditionFact(**row) for row in await found(session, CONDITIONS, moment, project=project)]
    return domain.decisions(told, conditions, phases, moment.as_at)


async def planned(session: AsyncSession, moment: Moment, project: str) -> dict[str, str]:
    """Return when the phases of a project are planned to be entered, by the plan that was in force."""
    rows = await found(session, PLAN, moment, project=project)
    return {one["phase"]: one["planned"] for one in rows[0]["phases"]} if rows else {}
