"""Lists of benefit profiles."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects.models import Benefit
from services.projects.queries.keyset import keyed
from shared.web.resources import PageWanted


async def benefits(session: AsyncSession, wanted: PageWanted, project: str | None) -> Sequence[Benefit]:
    return await keyed(session, Benefit, wanted, *((Benefit.project == project,) if project else ()))
