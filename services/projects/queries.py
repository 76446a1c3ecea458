"""What people look up in projects: lists by keyset, and things as they were at a date."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects import reads, views
from services.projects.models import (
    Benefit,
    Deliverable,
    GateDecision,
    Lifecycle,
    LifecycleVersion,
    PhaseChange,
    Placement,
    Portfolio,
    Project,
    Release,
    ReleaseItem,
    ReleaseManifest,
)
from shared.errors import ConflictError
from shared.web.resources import PageWanted


async def _keyed(session: AsyncSession, model: type[Any], wanted: PageWanted, *conditions: Any) -> Sequence[Any]:
    """Return a list's rows by key, one more than asked for if there are more."""
    query = select(model).where(*conditions).order_by(model.key).limit(wanted.limit + 1)
    if wanted.after:
        query = query.where(model.key > str(wanted.after[0]))
    return (await session.exec(query)).all()


async def portfolios(session: AsyncSession, wanted: PageWanted, as_at: date | None) -> Sequence[Portfolio]:
    return await _keyed(session, Portfolio, wanted, *(_at(Portfolio, as_at) if as_at else ()))


async def lifecycles(session: AsyncSession, wanted: PageWanted) -> list[tuple[Lifecycle, LifecycleVersion]]:
    rows = await _keyed(session, Lifecycle, wanted)
    return [(row, await reads.get(session, LifecycleVersion, (row.key, row.number), "lifecycle")) for row in rows]


async def projects(
    session: AsyncSession, wanted: PageWanted, *, portfolio: str | None, phase: str | None, as_at: date
) -> list[tuple[Project, str | None]]:
    """Return projects with their portfolio and phase at a day; `phase=not-recorded` finds those without one."""
    at_day = (
        select(PhaseChange.to_phase)
        .where(PhaseChange.project == Project.key, col(PhaseChange.effective) <= as_at)
        .order_by(col(PhaseChange.effective).desc(), col(PhaseChange.number).desc())
        .limit(1)
        .correlate(Project)
        .scalar_subquery()
    )
    place = (
        select(Placement.portfolio)
        .where(Placement.project == Project.key, *_at(Placement, as_at))
        .order_by(col(Placement.starts_day).desc(), col(Placement.id).desc())
        .limit(1)
        .correlate(Project)
        .scalar_subquery()
    )
    query = select(Project, at_day, place).order_by(col(Project.key)).limit(wanted.limit + 1)
    if wanted.after:
        query = query.where(col(Project.key) > str(wanted.after[0]))
    if portfolio:
        query = query.where(place == portfolio)
    if phase:
        query = query.where(at_day.is_(None) if phase == "not-recorded" else at_day == phase)
    found = []
    for row, phase_then, portfolio_then in (await session.exec(query)).all():
        if row.phase != phase_then:
            row.phase, row.phase_since = phase_then, None
        found.append((row, portfolio_then))
    return found


async def placements(session: AsyncSession, project: str) -> list[views.PlacementView]:
    await reads.get(session, Project, project, "project")
    query = select(Placement).where(Placement.project == project).order_by(col(Placement.starts_day), col(Placement.id))
    return [views.placement(row) for row in (await session.exec(query)).all()]


async def decisions(session: AsyncSession, project: str) -> list[views.DecisionView]:
    await reads.get(session, Project, project, "project")
    query = (
        select(GateDecision)
        .where(GateDecision.project == project)
        .order_by(col(GateDecision.decided_on), col(GateDecision.id))
    )
    return [views.decision(row) for row in (await session.exec(query)).all()]


async def phase_changes(session: AsyncSession, project: str) -> list[views.PhaseChangeView]:
    await reads.get(session, Project, project, "project")
    query = select(PhaseChange).where(PhaseChange.project == project).order_by(col(PhaseChange.number))
    return [views.phase_change(row) for row in (await session.exec(query)).all()]


async def deliverables(
    session: AsyncSession, wanted: PageWanted, *, project: str | None, release: str | None, state: str | None
) -> Sequence[Deliverable]:
    conditions: list[Any] = []
    if project:
        conditions.append(Deliverable.project == project)
    if release:
        inside = select(ReleaseItem.deliverable).where(ReleaseItem.release == release)
        conditions.append(col(Deliverable.key).in_(inside))
    if state:
        conditions.append(col(Deliverable.state).is_(None) if state == "not-recorded" else Deliverable.state == state)
    return await _keyed(session, Deliverable, wanted, *conditions)


async def releases(session: AsyncSession, wanted: PageWanted) -> list[views.ReleaseView]:
    return [await reads.release(session, row) for row in await _keyed(session, Release, wanted)]


async def manifest(session: AsyncSession, release: str) -> ReleaseManifest:
    row = await reads.get(session, Release, release, "release")
    found = await session.get(ReleaseManifest, release)
    if found is None:
        raise ConflictError(
            f"The release {row.key} is {row.state}; it has a manifest once it is closed.", code="not-closed"
        )
    return found


async def benefits(session: AsyncSession, wanted: PageWanted, project: str | None) -> Sequence[Benefit]:
    return await _keyed(session, Benefit, wanted, *((Benefit.project == project,) if project else ()))


def _at(model: Any, day: date) -> tuple[Any, ...]:
    """Return the conditions for something with a start and an end to hold at a day."""
    return (model.starts_day <= day, or_(model.ends_day.is_(None), model.ends_day > day))
