"""What people look up in projects: lists by keyset, and things as they were at a date."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import true, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects import reads, views
from services.projects.domain.lifecycles import NOT_RECORDED
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
from shared.errors import ConflictError, FieldError, MalformedError
from shared.web.resources import PageWanted


async def portfolios(session: AsyncSession, wanted: PageWanted, as_at: date | None) -> Sequence[Portfolio]:
    """Return all portfolios, or those that grouped projects on a day."""
    return await _keyed(session, Portfolio, wanted, *(reads.in_force(Portfolio, as_at) if as_at else ()))


async def lifecycles(session: AsyncSession, wanted: PageWanted) -> Sequence[tuple[Lifecycle, LifecycleVersion]]:
    """Return templates with their newest version."""
    newest = (col(LifecycleVersion.lifecycle) == Lifecycle.key) & (col(LifecycleVersion.number) == Lifecycle.number)
    query = select(Lifecycle, LifecycleVersion).join(LifecycleVersion, newest)
    found: Sequence[tuple[Lifecycle, LifecycleVersion]] = (await session.exec(_by_key(query, Lifecycle, wanted))).all()
    return found


async def projects(
    session: AsyncSession, wanted: PageWanted, *, portfolio: str | None, phase: str | None, as_at: date | None
) -> list[views.ProjectView]:
    """Return projects with their portfolio and phase at a day; `phase=not-recorded` finds those without one."""
    day = as_at or reads.today()
    moved = (
        select(col(PhaseChange.to_phase), col(PhaseChange.effective))
        .where(PhaseChange.project == Project.key, col(PhaseChange.effective) <= day)
        .order_by(col(PhaseChange.effective).desc(), col(PhaseChange.number).desc())
        .limit(1)
        .correlate(Project)
        .lateral("moved")
    )
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
    return [
        views.project_then(row, phase=then, phase_since=since, portfolio=place)
        for row, then, since, place in (await session.exec(_by_key(query, Project, wanted))).all()
    ]


async def placements(session: AsyncSession, wanted: PageWanted, project: str) -> Sequence[Placement]:
    return await _of_project(
        session, wanted, Placement, project, ("starts_day", date.fromisoformat), ("portfolio", _text)
    )


async def decisions(session: AsyncSession, wanted: PageWanted, project: str) -> Sequence[GateDecision]:
    return await _of_project(session, wanted, GateDecision, project, ("decided_on", date.fromisoformat), ("id", UUID))


async def phase_changes(session: AsyncSession, wanted: PageWanted, project: str) -> Sequence[PhaseChange]:
    return await _of_project(session, wanted, PhaseChange, project, ("number", _number))


async def deliverables(
    session: AsyncSession, wanted: PageWanted, *, project: str | None, release: str | None, state: str | None
) -> Sequence[Deliverable]:
    """Return deliverables of a project, in a release, in a state; `state=not-recorded` finds those without one."""
    conditions: list[Any] = []
    if project:
        conditions.append(Deliverable.project == project)
    if release:
        inside = select(ReleaseItem.deliverable).where(ReleaseItem.release == release)
        conditions.append(col(Deliverable.key).in_(inside))
    if state:
        conditions.append(col(Deliverable.state).is_(None) if state == NOT_RECORDED else Deliverable.state == state)
    return await _keyed(session, Deliverable, wanted, *conditions)


async def releases(session: AsyncSession, wanted: PageWanted) -> list[views.ReleaseView]:
    return await reads.releases(session, await _keyed(session, Release, wanted))


async def manifest(session: AsyncSession, release: str) -> ReleaseManifest:
    """Return the seal of a release, or refuse when it is not closed."""
    row = await reads.get(session, Release, release, "release")
    found = await session.get(ReleaseManifest, release)
    if found is None:
        raise ConflictError(
            f"The release {row.key} is not closed (its state is {row.state}); it has a manifest once it is.",
            code="not-closed",
        )
    return found


async def benefits(session: AsyncSession, wanted: PageWanted, project: str | None) -> Sequence[Benefit]:
    return await _keyed(session, Benefit, wanted, *((Benefit.project == project,) if project else ()))


async def _keyed(session: AsyncSession, model: type[Any], wanted: PageWanted, *conditions: Any) -> Sequence[Any]:
    """Return a list's rows by key, one more than asked for if there are more."""
    found: Sequence[Any] = (await session.exec(_by_key(select(model).where(*conditions), model, wanted))).all()
    return found


def _by_key(query: Any, model: type[Any], wanted: PageWanted) -> Any:
    if wanted.after:
        (after,) = _position(wanted, _text)
        query = query.where(model.key > after)
    return query.order_by(model.key).limit(wanted.limit + 1)


async def _of_project(
    session: AsyncSession, wanted: PageWanted, model: type[Any], project: str, *order: tuple[str, Callable[[Any], Any]]
) -> Sequence[Any]:
    """Return what a project has of something, in an order of columns that tells each from the others."""
    await reads.get(session, Project, project, "project")
    columns = [col(getattr(model, name)) for name, _ in order]
    query = select(model).where(model.project == project).order_by(*columns).limit(wanted.limit + 1)
    if wanted.after:
        query = query.where(tuple_(*columns) > tuple_(*_position(wanted, *(kind for _, kind in order))))
    return (await session.exec(query)).all()


def _position(wanted: PageWanted, *kinds: Callable[[Any], Any]) -> list[Any]:
    """Return where the last page ended, or refuse a cursor that this list never gave."""
    try:
        return [kind(part) for kind, part in zip(kinds, wanted.after or (), strict=True)]
    except (TypeError, ValueError, AttributeError) as error:
        raise MalformedError(
            "'after' is no cursor of this list: use the 'next' link of the page before, unchanged.",
            code="malformed-cursor",
            fields=(FieldError("after", "is no cursor of this list"),),
        ) from error


def _number(told: Any) -> int:
    if type(told) is not int or not 0 < told < 2**31:
        raise ValueError(told)
    return told


def _text(told: Any) -> str:
    if not isinstance(told, str):
        raise TypeError(told)
    return told
