"""Looking up councils: one by its slug or any code it has or had, or all by slug."""

from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.councils import reads, views
from services.councils.models import Council
from services.councils.queries.paging import position
from shared.web.resources import Page, PageWanted


async def council(session: AsyncSession, asked: str, day: date) -> views.CouncilView:
    row = await reads.get(session, Council, await reads.slug_of(session, asked), "council")
    return await reads.council(session, row, day, asked=asked)


async def councils(session: AsyncSession, wanted: PageWanted, day: date) -> Page[views.CouncilView]:
    query = select(Council).order_by(col(Council.slug)).limit(wanted.limit + 1)
    if (after := position(wanted, 1)) is not None:
        query = query.where(col(Council.slug) > after[0])
    found = await reads.councils(session, list(await session.exec(query)), day)
    return wanted.page(found, lambda view: view, lambda view: [view.slug])
