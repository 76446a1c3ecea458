"""Looking up members as at a date, with the count that a source reported for it, and the reports themselves."""

from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.councils import reads, views
from services.councils.domain import memberships
from services.councils.models import Membership, MembershipCount
from services.councils.queries.paging import position
from shared.web.resources import Page, PageWanted


async def members(session: AsyncSession, wanted: PageWanted, at: date) -> views.MembersPage:
    """Return who certainly was a member on a day; there are few councils, so they are judged here, not in SQL."""
    rows = {row.council: row for row in await session.exec(select(Membership))}
    of_all = await reads.periods(session)
    standing = {
        council: {memberships.standing(period, at): number for number, period in enumerate(periods, start=1)}
        for council, periods in of_all.items()
    }
    certain = sorted(council for council, found in standing.items() if "member" in found)
    unknown = sorted(council for council, found in standing.items() if "not-known" in found and "member" not in found)
    after = position(wanted, 1) or ("",)
    page = wanted.page(
        [council for council in certain if council > after[0]][: wanted.limit + 1],
        lambda council: views.membership(rows[council], of_all[council][: standing[council]["member"]]),
        lambda council: [council],
    )
    found = memberships.count_in_force(await reads.counts(session), at)
    return views.MembersPage(
        items=page.items,
        next=page.next,
        as_at=at,
        members=len(certain),
        not_known=unknown,
        reported=views.reported(found.in_force, found.beside) if found else None,
    )


async def membership(session: AsyncSession, asked: str) -> views.MembershipView:
    return await reads.membership(session, await reads.slug_of(session, asked))


async def counts(session: AsyncSession, wanted: PageWanted) -> Page[views.CountView]:
    """Return reported counts in the order they were listed."""
    query = select(MembershipCount).order_by(col(MembershipCount.listed)).limit(wanted.limit + 1)
    if (after := position(wanted, 1)) is not None:
        last = select(MembershipCount.listed).where(MembershipCount.key == after[0]).scalar_subquery()
        query = query.where(col(MembershipCount.listed) > last)
    return wanted.page(list(await session.exec(query)), views.count, lambda row: [row.key])


async def count(session: AsyncSession, key: str) -> views.CountView:
    return views.count(await reads.get(session, MembershipCount, key, "reported count"))
