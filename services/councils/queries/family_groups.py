"""Looking up family groups as at a day."""

from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.councils import reads, views
from services.councils.models import FamilyGroup
from services.councils.queries.paging import position
from shared.web.resources import Page, PageWanted


async def family_groups(session: AsyncSession, wanted: PageWanted, day: date) -> Page[views.FamilyGroupView]:
    query = select(FamilyGroup).order_by(col(FamilyGroup.key)).limit(wanted.limit + 1)
    if (after := position(wanted, 1)) is not None:
        query = query.where(col(FamilyGroup.key) > after[0])
    rows = list(await session.exec(query))
    told = await reads.family_groups.histories(session, *(row.key for row in rows)) if rows else {}
    return wanted.page(rows, lambda row: views.family_group(row, told.get(row.key, {}), day), lambda row: [row.key])


async def family_group(session: AsyncSession, key: str, day: date) -> views.FamilyGroupHistoryView:
    row = await reads.get(session, FamilyGroup, key, "family group")
    return views.family_group_history(row, (await reads.family_groups.histories(session, key))[key], day)
