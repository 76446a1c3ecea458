"""How councils are named by those who report: by slug, by three letters, and by every code that one has or had."""

from collections.abc import Mapping

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.councils.domain.councils import as_code, as_short_code
from services.councils.models import Council, CouncilCode, CouncilShortCode


async def everybody(session: AsyncSession) -> dict[str, str]:
    """Return the slug of each council by every name it goes by, all read at once."""
    slugs = {slug: slug for slug in await session.exec(select(Council.slug).order_by(col(Council.slug)))}
    codes = {row.gss_code: row.council for row in await session.exec(select(CouncilCode))}
    letters = {row.code3: row.council for row in await session.exec(select(CouncilShortCode))}
    # a slug is no code, and comes first
    return letters | codes | slugs


def named(asked: str, names: Mapping[str, str]) -> str | None:
    """Return the slug of a council by a name it goes by, None if it is nobody's."""
    written = as_code(asked)
    return names.get(asked) or names.get(written or as_short_code(asked) or asked)
