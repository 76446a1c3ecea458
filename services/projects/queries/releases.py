"""Lists of releases, and their seals."""

from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects import reads, views
from services.projects.models import Release, ReleaseManifest
from services.projects.queries.keyset import keyed
from shared.errors import ConflictError
from shared.web.resources import PageWanted


async def releases(session: AsyncSession, wanted: PageWanted) -> list[views.ReleaseView]:
    return await reads.releases(session, await keyed(session, Release, wanted))


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
