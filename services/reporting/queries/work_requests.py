"""The report on work requests at a moment."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from services.reporting.domain.moments import Moment
from services.reporting.domain.phases import Project, kind
from services.reporting.domain.work_requests import Request, WorkRequestCounts, WorkRequestGroup, groups
from services.reporting.queries.facts import found, statement
from services.reporting.queries.shapes import BASE, Report

REQUESTS = statement("""
    SELECT one.request, one.project, one.councils, pressing.priority, dated.due,
           told.answered, told.accepted, told.done,
           EXISTS (SELECT 1 FROM work_request_cancellation_fact AS fact
                   WHERE fact.request = one.request AND $then) AS cancelled
    FROM work_request_fact AS one
    CROSS JOIN LATERAL (SELECT priority FROM work_request_terms_fact AS fact
                        WHERE fact.request = one.request AND priority IS NOT NULL AND $then $latest) AS pressing
    CROSS JOIN LATERAL (SELECT due FROM work_request_terms_fact AS fact
                        WHERE fact.request = one.request AND due IS NOT NULL AND $then $latest) AS dated
    CROSS JOIN LATERAL (
      SELECT count(*) AS answered, count(*) FILTER (WHERE answer = 'accepted') AS accepted,
             count(*) FILTER (WHERE answer = 'done') AS done
      FROM (SELECT DISTINCT ON (council) answer FROM work_request_answer_fact AS fact
            WHERE fact.request = one.request AND $then ORDER BY council, $first_the_latest) AS latest) AS told
    WHERE $then AND (CAST(:project AS text) IS NULL OR one.project = :project)""")


class WorkRequestsReport(Report):
    """What councils taking part were asked for; the three groups are never added together, and no council is named."""

    partnership: WorkRequestGroup
    neighbouring: WorkRequestGroup
    demonstration: WorkRequestGroup


async def work_requests(session: AsyncSession, moment: Moment, known: Sequence[Project]) -> WorkRequestsReport:
    of = groups(known, [Request(**row) for row in await found(session, REQUESTS, moment, project=None)], moment.as_at)
    return WorkRequestsReport(
        href=f"{BASE}/work-requests",
        as_at=moment.as_at,
        known_at=moment.known_at,
        partnership=of["partnership"],
        neighbouring=of["neighbouring"],
        demonstration=of["demonstration"],
    )


async def of_one(session: AsyncSession, moment: Moment, project: Project) -> WorkRequestCounts:
    """Return how many requests one project has made, and how they stood."""
    made = [Request(**row) for row in await found(session, REQUESTS, moment, project=project.project)]
    return groups([project], made, moment.as_at)[kind(project)].counts
