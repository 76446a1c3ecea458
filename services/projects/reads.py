"""Reading rows into views: what commands answer with, inside their transaction, and what queries show."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from services.projects import views
from services.projects.domain import programme as programme_rules
from services.projects.domain.releases import Item
from services.projects.models import (
    Deliverable,
    Lifecycle,
    LifecycleVersion,
    Placement,
    Portfolio,
    Programme,
    ProgrammePhase,
    Project,
    Release,
    ReleaseItem,
    ReleaseManifest,
)
from shared.errors import NotFoundError
from shared.web.onerow import OneRow

PROGRAMME = "digital-partnership"

DELIVERABLE = OneRow.of(Deliverable, "state", "state_since", called="deliverable")
"""What is asked and changed most: council systems follow each deliverable."""


async def get(session: AsyncSession, model: type[Any], key: Any, called: str) -> Any:
    """Return a row, or refuse by the name people use for it."""
    row = await session.get(model, key)
    if row is None:
        raise NotFoundError(f"There is no {called} '{key}'.")
    return row


async def programme_phases(session: AsyncSession) -> list[ProgrammePhase]:
    """Return the programme's phases, recorded and expected, in order."""
    found = (await session.exec(select(ProgrammePhase).where(ProgrammePhase.programme == PROGRAMME))).all()
    return sorted(found, key=lambda one: (one.starts_day, programme_rules.PHASES.index(one.phase)))


async def programme(session: AsyncSession, as_at: date | None = None) -> views.ProgrammeView:
    """Return the programme with its phases in order, and the one it is in at a day (today if not said)."""
    day = as_at or today()
    row = await session.get(Programme, PROGRAMME)
    phases = await programme_phases(session)
    begun = [one for one in phases if one.starts_day <= day and not one.expected]
    return views.ProgrammeView(
        href="/api/v1/programme",
        version=row.version if row else 0,
        phase=begun[-1].phase if begun else None,
        phases=[
            views.PhaseView(
                phase=one.phase,
                starts=one.starts,
                # what is only expected to follow has ended nothing yet
                ends=next((after.starts for after in phases[number:] if not after.expected), None),
                expected=one.expected,
                source=one.source,
            )
            for number, one in enumerate(phases, start=1)
        ],
    )


async def lifecycle(session: AsyncSession, key: str, number: int | None = None) -> views.LifecycleView:
    """Return a template at a version, the newest if none is named."""
    row = await get(session, Lifecycle, key, "lifecycle")
    version = await session.get(LifecycleVersion, (key, number or row.number))
    if version is None:
        raise NotFoundError(f"The lifecycle '{key}' has no version {number}; the newest is {row.number}.")
    return views.lifecycle(row, version)


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


async def project(session: AsyncSession, row: Project) -> views.ProjectView:
    """Return a project with its place today."""
    place = await session.exec(place_on(today()).where(Placement.project == row.key))
    return views.project(row, portfolio=place.first())


async def items(session: AsyncSession, release: str, *, hold: bool = False) -> list[tuple[ReleaseItem, Deliverable]]:
    """Return what is in a release, by key; `hold` keeps names and states as they are until the transaction ends."""
    query = (
        select(ReleaseItem, Deliverable)
        .join(Deliverable, col(Deliverable.key) == col(ReleaseItem.deliverable))
        .where(ReleaseItem.release == release)
        .order_by(col(ReleaseItem.deliverable))
    )
    if hold:
        query = query.with_for_update(read=True, of=Deliverable).execution_options(populate_existing=True)
    return list((await session.exec(query)).all())


def told(found: Sequence[tuple[ReleaseItem, Deliverable]]) -> list[Item]:
    """Return items as decisions need them."""
    return [Item(of.key, of.project, of.name, of.state, item.ready) for item, of in found]


async def release(session: AsyncSession, row: Release) -> views.ReleaseView:
    """Return a release with what is in it, and its seal if it is closed."""
    return (await releases(session, [row]))[0]


async def releases(session: AsyncSession, rows: Sequence[Release]) -> list[views.ReleaseView]:
    """Return releases with what is in each, in two queries however many they are."""
    keys = [row.key for row in rows]
    query = (
        select(ReleaseItem, Deliverable)
        .join(Deliverable, col(Deliverable.key) == col(ReleaseItem.deliverable))
        .where(col(ReleaseItem.release).in_(keys))
        .order_by(col(ReleaseItem.release), col(ReleaseItem.deliverable))
    )
    inside: Mapping[str, list[views.ReleaseItemView]] = {
        key: [views.release_item(item, of) for item, of in some]
        for key, some in groupby((await session.exec(query)).all(), key=lambda pair: pair[0].release)
    }
    sealed = select(ReleaseManifest.release, ReleaseManifest.sha256).where(col(ReleaseManifest.release).in_(keys))
    seals = dict((await session.exec(sealed)).all())
    return [views.release(row, inside.get(row.key, []), seals.get(row.key)) for row in rows]


def today() -> date:
    """Return the day it is, in UTC."""
    return datetime.now(UTC).date()
