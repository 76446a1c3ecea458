"""Looking up how councils stood on a day, with the count that a source reported for it, and the reports themselves."""

from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.councils import reads, views
from services.councils.domain import counts as rules
from services.councils.domain import memberships
from services.councils.domain.memberships import TAKES_PART, Standing
from services.councils.models import Membership, MembershipCount
from services.councils.queries.paging import position
from shared.errors import NotFoundError
from shared.web.resources import Page, PageWanted


async def members(session: AsyncSession, wanted: PageWanted, at: date, only: Standing | None) -> views.MembersPage:
    """Return who was there on a day; there are few councils, so they are judged here, not in SQL."""
    rows = {row.council: row for row in await session.exec(select(Membership))}
    told = await reads.memberships.histories(session)
    found = {council: memberships.stands(history, at).standing for council, history in sorted(told.items())}
    chosen = [council for council, standing in found.items() if standing in ((only,) if only else TAKES_PART)]
    after = position(wanted, 1) or ("",)
    page = wanted.page(
        [council for council in chosen if council > after[0]][: wanted.limit + 1],
        lambda council: views.membership(rows[council], told[council], at),
        lambda council: [council],
    )
    every = await reads.counts(session)
    reported = rules.count_in_force(every, at)
    of = list(found.values())
    return views.MembersPage(
        items=page.items,
        next=page.next,
        as_at=at,
        members=of.count("joined"),
        in_principle=of.count("in-principle"),
        not_known=[council for council, standing in found.items() if standing == "not-known"],
        reported=views.reported(reported, every) if reported else None,
    )


async def membership(session: AsyncSession, asked: str, at: date) -> views.MembershipHistoryView:
    slug = await reads.slug_of(session, asked)
    row = await session.get(Membership, slug)
    if row is None:
        raise NotFoundError(f"Nothing was told of the membership of '{slug}': it never was a member.")
    return views.membership_history(row, (await reads.memberships.histories(session, slug))[slug], at)


async def counts(session: AsyncSession, wanted: PageWanted) -> Page[views.CountView]:
    """Return reported counts in the order they were listed."""
    query = select(MembershipCount).order_by(col(MembershipCount.listed)).limit(wanted.limit + 1)
    if (after := position(wanted, 1)) is not None:
        last = select(MembershipCount.listed).where(MembershipCount.key == after[0]).scalar_subquery()
        query = query.where(col(MembershipCount.listed) > last)
    every = await reads.counts(session)
    return wanted.page(list(await session.exec(query)), lambda row: views.count(row, every), lambda row: [row.key])


async def count(session: AsyncSession, key: str) -> views.CountView:
    row = await reads.get(session, MembershipCount, key, "reported count")
    return views.count(row, await reads.counts(session))
