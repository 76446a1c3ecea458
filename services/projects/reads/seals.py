"""Reading seal keys and amendments."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects import views
from services.projects.models import ReleaseAmendment, SealKey


async def seal_keys(session: AsyncSession) -> views.SealKeysView:
    """Return every published key, the newest first; the one that came last signs."""
    rows = (await session.exec(select(SealKey).order_by(col(SealKey.number).desc()))).all()
    return views.SealKeysView(keys=[views.seal_key(row, signs=row is rows[0]) for row in rows])


async def last_amendment(session: AsyncSession, release: str) -> ReleaseAmendment | None:
    """Return a release's latest amendment."""
    query = select(ReleaseAmendment).where(ReleaseAmendment.release == release)
    return (await session.exec(query.order_by(col(ReleaseAmendment.number).desc()).limit(1))).first()
