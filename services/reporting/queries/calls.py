"""The report on calls for participation at a moment."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from services.reporting.domain.calls import MINIMUM_GROUP, Answered, Asked, CallGroup, Missing, groups
from services.reporting.domain.moments import Moment
from services.reporting.domain.phases import Project
from services.reporting.queries import facts, projects
from services.reporting.queries.facts import found, statement
from services.reporting.queries.shapes import BASE, Report

CALLS = statement("""
    SELECT one.call, one.project, one.title, one.deadline, one.asks, over.cause
    FROM (SELECT DISTINCT ON (call) * FROM call_fact WHERE $then ORDER BY call, $first_the_latest) AS one
    LEFT JOIN LATERAL (SELECT cause FROM call_closing_fact AS fact
                       WHERE fact.call = one.call AND $then $latest) AS over ON true""")
ANSWERS = statement("""
    SELECT DISTINCT ON (call, council) call, answer, commitments FROM call_answer_fact WHERE $then
    ORDER BY call, council, $first_the_latest""")
SHORTFALLS = statement("""
    SELECT DISTINCT ON (call, role, from_month, to_month) call, role, from_month, to_month, months, effective_day
    FROM shortfall_fact WHERE $then ORDER BY call, role, from_month, to_month, $first_the_latest""")


class CallsReport(Report):
    """What councils were asked for; the three groups are never added together, and no council's own is shown."""

    minimum_group: int = MINIMUM_GROUP
    partnership: CallGroup
    neighbouring: CallGroup
    demonstration: CallGroup


async def calls(session: AsyncSession, moment: Moment, known: Sequence[Project] | None = None) -> CallsReport:
    """Return the report; `known` are the projects at the moment, where they were read already."""
    if known is None:
        known = await projects.projects(session, moment, await facts.placement_facts(session, moment))
    of = groups(
        known,
        [Asked(**row) for row in await found(session, CALLS, moment)],
        [Answered(**row) for row in await found(session, ANSWERS, moment)],
        [Missing(**row) for row in await found(session, SHORTFALLS, moment)],
        moment.as_at,
    )
    return CallsReport(
        href=f"{BASE}/calls",
        as_at=moment.as_at,
        known_at=moment.known_at,
        partnership=of["partnership"],
        neighbouring=of["neighbouring"],
        demonstration=of["demonstration"],
    )
