"""Lists of deliverables."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects.domain.lifecycles import NOT_RECORDED
from services.projects.models import Deliverable, ReleaseItem
from services.projects.queries.keyset import keyed
from shared.web.resources import PageWanted


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
    return await keyed(session, Deliverable, wanted, *conditions)
