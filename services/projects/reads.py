"""Reading rows into views: what commands answer with, inside their transaction, and what queries show."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects import views
from services.projects.domain.releases import Item
from services.projects.models import (
    Deliverable,
    Lifecycle,
    LifecycleVersion,
    Placement,
    Programme,
    ProgrammePhase,
    Project,
    Release,
    ReleaseItem,
    ReleaseManifest,
)
from shared.errors import NotFoundError

PROGRAMME = "digital-partnership"


async def get(session: AsyncSession, model: type[Any], key: Any, called: str) -> Any:
    """Return a row, or refuse by the name people use for it."""
    row = await session.get(model, key)
    if row is None:
        raise NotFoundError(f"There is no {called} '{key}'.")
    return row


async def programme(session: AsyncSession, today: date | None = None) -> views.ProgrammeView:
    """Return the programme with its phases in order, and the one it is in at a day (today if not said)."""
    day = today or datetime.now(UTC).date()
    row = await session.get(Programme, PROGRAMME)
    query = select(ProgrammePhase).where(ProgrammePhase.programme == PROGRAMME).order_by(col(ProgrammePhase.starts_day))
    phases = (await session.exec(query)).all()
    begun = [one for one in phases if one.starts_day <= day and not one.expected]
    following = [*phases[1:], None]
    return views.ProgrammeView(
        href="/api/v1/programme",
        version=row.version if row else 0,
        phase=begun[-1].phase if begun else None,
        phases=[
            views.PhaseView(
                phase=one.phase,
                starts=one.starts,
                ends=after.starts if after and not after.expected else None,
                expected=one.expected,
                source=one.source,
            )
            for one, after in zip(phases, following, strict=True)
        ],
    )


async def lifecycle(session: AsyncSession, key: str, number: int | None = None) -> views.LifecycleView:
    """Return a template at a version, the newest if none is named."""
    row = await get(session, Lifecycle, key, "lifecycle")
    version = await session.get(LifecycleVersion, (key, number or row.number))
    if version is None:
        raise NotFoundError(f"The lifecycle '{key}' has no version {number}; the newest is {row.number}.")
    return views.lifecycle(row, version)


async def portfolio_of(session: AsyncSession, project: str, day: date) -> str | None:
    """Return the portfolio a project has its place in at a day."""
    query = (
        select(Placement.portfolio)
        .where(
            Placement.project == project,
            col(Placement.starts_day) <= day,
            or_(col(Placement.ends_day).is_(None), col(Placement.ends_day) > day),
        )
        .order_by(col(Placement.starts_day).desc(), col(Placement.id).desc())
        .limit(1)
    )
    return (await session.exec(query)).first()


async def project(session: AsyncSession, row: Project, day: date | None = None) -> views.ProjectView:
    """Return a project with its place today."""
    return views.project(row, await portfolio_of(session, row.key, day or datetime.now(UTC).date()))


async def items(session: AsyncSession, release: str) -> list[tuple[ReleaseItem, Deliverable]]:
    """Return what is in a release, by key."""
    query = (
        select(ReleaseItem, Deliverable)
        .join(Deliverable, col(Deliverable.key) == col(ReleaseItem.deliverable))
        .where(ReleaseItem.release == release)
        .order_by(col(ReleaseItem.deliverable))
    )
    return list((await session.exec(query)).all())


def told(found: Sequence[tuple[ReleaseItem, Deliverable]]) -> list[Item]:
    """Return items as decisions need them."""
    return [Item(of.key, of.project, of.name, of.state, item.ready) for item, of in found]


async def release(session: AsyncSession, row: Release) -> views.ReleaseView:
    """Return a release with what is in it, and its seal if it is closed."""
    manifest = await session.get(ReleaseManifest, row.key)
    shown = [
        views.ReleaseItemView(
            deliverable=of.key,
            project=of.project,
            name=of.name,
            ready=item.ready,
            note=item.note,
            carried_from=item.carried_from,
        )
        for item, of in await items(session, row.key)
    ]
    return views.release(row, shown, manifest.sha256 if manifest else None)
