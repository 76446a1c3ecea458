"""Lists of portfolios and lifecycle templates."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects import reads
from services.projects.models import Lifecycle, LifecycleVersion, Portfolio
from services.projects.queries.keyset import by_key, keyed
from shared.web.resources import PageWanted


async def portfolios(session: AsyncSession, wanted: PageWanted, as_at: date | None) -> Sequence[Portfolio]:
    """Return all portfolios, or those that grouped projects on a day."""
    return await keyed(session, Portfolio, wanted, *(reads.in_force(Portfolio, as_at) if as_at else ()))


async def lifecycles(session: AsyncSession, wanted: PageWanted) -> Sequence[tuple[Lifecycle, LifecycleVersion]]:
    """Return templates with their newest version."""
    newest = (col(LifecycleVersion.lifecycle) == Lifecycle.key) & (col(LifecycleVersion.number) == Lifecycle.number)
    query = select(Lifecycle, LifecycleVersion).join(LifecycleVersion, newest)
    found: Sequence[tuple[Lifecycle, LifecycleVersion]] = (await session.exec(by_key(query, Lifecycle, wanted))).all()
    return found
