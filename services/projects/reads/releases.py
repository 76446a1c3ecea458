"""Reading releases with what is in them."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects import views
from services.projects.domain.releases import Item
from services.projects.models import Deliverable, Release, ReleaseItem, ReleaseManifest


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
