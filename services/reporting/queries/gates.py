"""The report on gates at a moment."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from services.reporting.domain.gates import ConditionFact, DecisionFact, EntryFact, Facts, GateGroup, groups
from services.reporting.domain.moments import Moment
from services.reporting.domain.phases import Project
from services.reporting.queries import facts, projects
from services.reporting.queries.facts import found, statement
from services.reporting.queries.shapes import BASE, Report

DECISIONS = statement("""
    SELECT project, decision, outcome, by_role, phase, criteria, criteria_met, override, effective_day
    FROM gate_decision_fact WHERE $then ORDER BY $ordered""")
CONDITIONS = statement("""
    SELECT one.project, one.condition, one.decision, one.phase, one.text, one.owner_role, one.due_day,
           settled.settlement, settled.effective_day AS settled_day
    FROM gate_condition_fact AS one
    LEFT JOIN LATERAL (SELECT settlement, effective_day FROM gate_condition_settled_fact AS fact
                       WHERE fact.condition = one.condition AND $then $latest) AS settled ON true
    WHERE one.effective_day <= :day AND one.recorded_at <= :known""")
ENTRIES = statement("""
    SELECT project, phase, min(effective_day) AS effective_day FROM project_phase_fact
    WHERE $then AND cause IS DISTINCT FROM 'template-move' GROUP BY project, phase""")
PLANS = statement("""
    SELECT DISTINCT ON (project) project, phases FROM phase_plan_fact WHERE $then
    ORDER BY project, $first_the_latest""")


class GatesReport(Report):
    """What was decided at the gates of projects, what is still to be done, what was overridden, and how plans held.

    The three groups are never added together, and nothing is ranked.
    """

    partnership: GateGroup
    neighbouring: GateGroup
    demonstration: GateGroup


async def gates(session: AsyncSession, moment: Moment, known: Sequence[Project] | None = None) -> GatesReport:
    """Return the report; `known` are the projects at the moment, where they were read already."""
    if known is None:
        known = await projects.projects(session, moment, await facts.placement_facts(session, moment))
    told = Facts(
        decisions=[DecisionFact(**row) for row in await found(session, DECISIONS, moment)],
        conditions=[ConditionFact(**row) for row in await found(session, CONDITIONS, moment)],
        entries=[EntryFact(**row) for row in await found(session, ENTRIES, moment)],
        plans={row["project"]: row["phases"] for row in await found(session, PLANS, moment)},
    )
    of = groups(known, told, await projects.lifecycles(session, moment), moment.as_at)
    return GatesReport(
        href=f"{BASE}/gates",
        as_at=moment.as_at,
        known_at=moment.known_at,
        partnership=of["partnership"],
        neighbouring=of["neighbouring"],
        demonstration=of["demonstration"],
    )
