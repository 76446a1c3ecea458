"""The report on delivery confidence at a moment."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from services.reporting.domain.confidence import (
    ConfidenceGroup,
    Hearing,
    ProjectConfidence,
    RatingFact,
    groups,
    of_project,
)
from services.reporting.domain.moments import Moment
from services.reporting.domain.phases import Project
from services.reporting.queries import facts, projects
from services.reporting.queries.facts import found, statement
from services.reporting.queries.shapes import BASE, Report

RATINGS = statement("""
    SELECT DISTINCT ON (project, kind) project, kind, rating, by_role, reason, effective_day
    FROM confidence_rating_fact WHERE $then AND (CAST(:project AS text) IS NULL OR project = :project)
    ORDER BY project, kind, $first_the_latest""")
SILENCES = statement("""
    SELECT DISTINCT ON (project) project, quiet, effective_day
    FROM silence_fact WHERE $then AND (CAST(:project AS text) IS NULL OR project = :project)
    ORDER BY project, $first_the_latest""")
LAST_HEARD = statement("""
    SELECT project, max(told_on) AS day FROM progress_update_fact
    WHERE told_on <= :day AND recorded_at <= :known AND (CAST(:project AS text) IS NULL OR project = :project)
    GROUP BY project""")


class ConfidenceReport(Report):
    """Delivery confidence of the projects under way; the three groups are never added together, and nothing is ranked.

    A project that missed an update is shown as `stale` in place of the old colour, until it is heard again.
    """

    partnership: ConfidenceGroup
    neighbouring: ConfidenceGroup
    demonstration: ConfidenceGroup


async def confidence(session: AsyncSession, moment: Moment, known: Sequence[Project] | None = None) -> ConfidenceReport:
    """Return the report; `known` are the projects at the moment, where they were read already."""
    if known is None:
        known = await projects.projects(session, moment, await facts.placement_facts(session, moment))
    of = groups(known, *await _told(session, moment), moment.as_at)
    return ConfidenceReport(
        href=f"{BASE}/confidence",
        as_at=moment.as_at,
        known_at=moment.known_at,
        partnership=of["partnership"],
        neighbouring=of["neighbouring"],
        demonstration=of["demonstration"],
    )


async def of_one(session: AsyncSession, moment: Moment, project: Project) -> ProjectConfidence:
    """Return the confidence in one project, under way or not."""
    ratings, heard = await _told(session, moment, project.project)
    return of_project(project, {(one.project, one.kind): one for one in ratings}, heard)


async def _told(session: AsyncSession, moment: Moment, project: str | None = None) -> tuple[list[RatingFact], Hearing]:
    ratings = [RatingFact(**row) for row in await found(session, RATINGS, moment, project=project)]
    silences = await found(session, SILENCES, moment, project=project)
    heard = Hearing(
        last={row["project"]: row["day"] for row in await found(session, LAST_HEARD, moment, project=project)},
        quiet={row["project"]: row["effective_day"] for row in silences if row["quiet"]},
    )
    return ratings, heard
