"""Lists of deliverables and of their versions, as they are and as they were on a day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import true
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects import reads, views
from services.projects.domain.lifecycles import NOT_RECORDED
from services.projects.models import Deliverable, DeliverableVersion, ReleaseItem
from services.projects.queries import states
from services.projects.queries.keyset import by_key, keyed, number, position
from shared.web.resources import PageWanted


async def deliverables(
    session: AsyncSession, wanted: PageWanted, *, project: str | None, release: str | None, state: str | None
) -> list[views.DeliverableView]:
    """Return deliverables of a project, in a release, in a state; `state=not-recorded` finds those without one."""
    conditions = _of(project, release)
    if state:
        conditions.append(col(Deliverable.state).is_(None) if state == NOT_RECORDED else Deliverable.state == state)
    return [views.deliverable(row) for row in await keyed(session, Deliverable, wanted, *conditions)]


async def deliverables_then(
    session: AsyncSession, wanted: PageWanted, day: date, *, project: str | None, release: str | None, state: str | None
) -> list[views.DeliverableView]:
    """Return deliverables as they were on a day; `release` is the one they are in now."""
    told = states.told_by(day, col(Deliverable.key)).order_by(states.VERSION.desc()).limit(1)
    stood = told.correlate(Deliverable).lateral("stood")
    versions = (
        select(DeliverableVersion.version)
        .where(DeliverableVersion.deliverable == Deliverable.key, col(DeliverableVersion.effective) <= day)
        .order_by(col(DeliverableVersion.effective).desc(), col(DeliverableVersion.number).desc())
        .limit(1)
        .correlate(Deliverable)
        .lateral("latest")
    )
    query = (
        select(Deliverable, stood.c.told, versions.c.version)
        .select_from(Deliverable)
        .outerjoin(stood, true())
        .outerjoin(versions, true())
        .where(*_of(project, release))
    )
    if state:
        query = query.where(stood.c.state.is_(None) if state == NOT_RECORDED else stood.c.state == state)
    found = (await session.exec(by_key(query, Deliverable, wanted))).all()
    return [views.deliverable_then(row, told, latest) for row, told, latest in found]


async def deliverable_then(session: AsyncSession, key: str, day: date) -> views.DeliverableView:
    """Return a deliverable as it was on a day."""
    row = await reads.get(session, Deliverable, key, "deliverable")
    told = await states.latest(session, key, day)
    return views.deliverable_then(row, told, await reads.latest_version(session, key, day))


async def versions(session: AsyncSession, wanted: PageWanted, key: str, day: date) -> Sequence[DeliverableVersion]:
    """Return the versions of a deliverable that were published by a day, in the order of their dates."""
    await reads.get(session, Deliverable, key, "deliverable")
    query = (
        select(DeliverableVersion)
        .where(DeliverableVersion.deliverable == key, col(DeliverableVersion.effective) <= day)
        .order_by(col(DeliverableVersion.effective), col(DeliverableVersion.number))
        .limit(wanted.limit + 1)
    )
    if wanted.after:
        on, told = position(wanted, date.fromisoformat, number)
        same_day = (col(DeliverableVersion.effective) == on) & (col(DeliverableVersion.number) > told)
        query = query.where((col(DeliverableVersion.effective) > on) | same_day)
    return (await session.exec(query)).all()


def _of(project: str | None, release: str | None) -> list[Any]:
    conditions: list[Any] = []
    if project:
        conditions.append(Deliverable.project == project)
    if release:
        inside = select(ReleaseItem.deliverable).where(ReleaseItem.release == release)
        conditions.append(col(Deliverable.key).in_(inside))
    return conditions
