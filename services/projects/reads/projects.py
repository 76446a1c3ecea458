"""Reading projects with their place in a portfolio."""

from datetime import date
from typing import Any

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select, SelectOfScalar

from services.projects import views
from services.projects.models import PhaseChange, Placement, Portfolio, Project
from services.projects.reads.progress import confidence


def in_force(model: type[Placement | Portfolio], day: date) -> tuple[Any, ...]:
    """Return the conditions for something with a start and an end to hold on a day; on its last, it holds no more."""
    return (col(model.starts_day) <= day, or_(col(model.ends_day).is_(None), col(model.ends_day) > day))


def place_on(day: date) -> SelectOfScalar[str]:
    """Select portfolios that have a project on a day, the one it came to last first; one that ended has none."""
    return (
        select(Placement.portfolio)
        .join(Portfolio, col(Portfolio.key) == col(Placement.portfolio))
        .where(*in_force(Placement, day), *in_force(Portfolio, day))
        .order_by(col(Placement.starts_day).desc(), col(Placement.id).desc())
        .limit(1)
    )


async def project(session: AsyncSession, row: Project, day: date) -> views.ProjectView:
    """Return a project as it is, with its place on a day."""
    place = await session.exec(place_on(day).where(Placement.project == row.key))
    then = await confidence(session, row.key, day)
    return views.project(row, portfolio=place.first(), confidence=then)


def phase_on(day: date) -> Select[str, date]:
    """Select the phases that projects had entered by a day, with the day they did, the latest first."""
    return (
        select(col(PhaseChange.to_phase), col(PhaseChange.effective))
        .where(col(PhaseChange.effective) <= day)
        .order_by(col(PhaseChange.effective).desc(), col(PhaseChange.number).desc())
        .limit(1)
    )


async def project_then(session: AsyncSession, row: Project, day: date) -> views.ProjectView:
    """Return a project in the phase and the place that it had on a day."""
    place = (await session.exec(place_on(day).where(Placement.project == row.key))).first()
    moved = (await session.exec(phase_on(day).where(PhaseChange.project == row.key))).first()
    phase, since = moved or (None, None)
    return views.project_then(
        row,
        phase=phase,
        phase_since=since,
        portfolio=place,
        confidence=await confidence(session, row.key, day),
        day=day,
    )
