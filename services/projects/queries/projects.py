"""Lists of projects as they were at a date, and of their places."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import true
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects import reads, views
from services.projects.domain.lifecycles import NOT_RECORDED
from services.projects.models import PhaseChange, Placement, Project
from services.projects.queries.keyset import by_key, of_project, text
from shared.web.resources import PageWanted


async def projects(
    session: AsyncSession, wanted: PageWanted, *, portfolio: str | None, phase: str | None, day: date
) -> list[views.ProjectView]:
    """Return projects with their portfolio and phase at a day; `phase=not-recorded` finds those without one."""
    moved = reads.phase_on(day).where(PhaseChange.project == Project.key).correlate(Project).lateral("moved")
    placed = reads.place_on(day).where(Placement.project == Project.key).correlate(Project).lateral("placed")
    query = (
        select(Project, moved.c.to_phase, moved.c.effective, placed.c.portfolio)
        .select_from(Project)
        .outerjoin(moved, true())
        .outerjoin(placed, true())
    )
    if portfolio:
        query = query.where(placed.c.portfolio == portfolio)
    if phase:
        query = query.where(moved.c.to_phase.is_(None) if phase == NOT_RECORDED else moved.c.to_phase == phase)
    found = (await session.exec(by_key(query, Project, wanted))).all()
    rated = await reads.confidences(session, [row.key for row, *_ in found], day)
    return [
        views.project_then(row, phase=then, phase_since=since, portfolio=place, confidence=rated[row.key], day=day)
        for row, then, since, place in found
    ]


async def placements(
    session: AsyncSession, wanted: PageWanted, project: str, as_at: date | None
) -> Sequence[Placement]:
    """Return all places of a project, or those it had on a day."""
    order = (("starts_day", date.fromisoformat), ("portfolio", text))
    then = reads.in_force(Placement, as_at) if as_at else ()
    return await of_project(session, wanted, Placement, project, *order, only=then)
