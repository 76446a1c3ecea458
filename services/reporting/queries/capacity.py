"""The report on capacity at a moment."""

from sqlmodel.ext.asyncio.session import AsyncSession

from services.reporting.domain.adoption import MINIMUM_GROUP
from services.reporting.domain.capacity import Committed, Delivered, Given, MonthLine, by_kind
from services.reporting.domain.moments import Moment
from services.reporting.queries import facts, projects
from services.reporting.queries.facts import found, statement
from services.reporting.queries.shapes import BASE, Report

GIVEN = statement("""
    SELECT DISTINCT ON (council, month) council, month, given FROM capacity_fact WHERE $then
    ORDER BY council, month, $first_the_latest""")
DELIVERED = statement("""
    SELECT DISTINCT ON (council, month) council, month, delivered FROM delivery_fact WHERE $then
    ORDER BY council, month, $first_the_latest""")
# what was promised to a call that was withdrawn by then binds nobody
COMMITTED = statement("""
    SELECT one.council, asked.project, one.commitments
    FROM (SELECT DISTINCT ON (call, council) call, council, commitments FROM call_answer_fact WHERE $then
          ORDER BY call, council, $first_the_latest) AS one
    JOIN (SELECT DISTINCT ON (call) call, project FROM call_fact WHERE $then
          ORDER BY call, $first_the_latest) AS asked USING (call)
    WHERE NOT EXISTS (SELECT FROM call_closing_fact AS over
                      WHERE over.call = one.call AND over.cause = 'withdrawn' AND $then)""")


class CapacityReport(Report):
    """Days that councils have to give, committed and delivered, month by month and role by role.

    No council is shown, nor a sum of fewer than `minimum_group`. Capacity is not given for a project: it is the same
    in all three groups, which are never added together.
    """

    minimum_group: int = MINIMUM_GROUP
    partnership: list[MonthLine]
    neighbouring: list[MonthLine]
    demonstration: list[MonthLine]


async def capacity(session: AsyncSession, moment: Moment) -> CapacityReport:
    known = await projects.projects(session, moment, await facts.placement_facts(session, moment))
    of = by_kind(
        known,
        [Given(**row) for row in await found(session, GIVEN, moment)],
        [Committed(**row) for row in await found(session, COMMITTED, moment)],
        [Delivered(**row) for row in await found(session, DELIVERED, moment)],
    )
    return CapacityReport(
        href=f"{BASE}/capacity",
        as_at=moment.as_at,
        known_at=moment.known_at,
        partnership=of["partnership"],
        neighbouring=of["neighbouring"],
        demonstration=of["demonstration"],
    )
