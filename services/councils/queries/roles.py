"""Looking up where roles lack somebody, and which contacts were erased: no answer here holds anybody's data."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.councils import views
from services.councils.domain import holders, roles
from services.councils.domain.holders import Gap
from services.councils.domain.roles import Role
from services.councils.models import Contact, Council
from services.councils.queries.paging import position
from services.councils.reads import roles as reads
from services.councils.views.contacts import erasure
from shared.auth import Caller
from shared.web.resources import Page, PageWanted


@dataclass(frozen=True, slots=True)
class Filter:
    """Which gaps are wanted; None wants all. A holder whose last day is within so many days counts as ending."""

    council: str | None
    role: Role | None
    gap: Gap | None
    within: int


async def gaps(session: AsyncSession, caller: Caller, wanted: PageWanted, only: Filter, day: date) -> views.GapsPage:
    """Return where a holder or a deputy is missing on a day; the Office is shown the programme's own roles, too."""
    council = await reads.place(session, only.council) if only.council is not None else caller.council
    if council is not None:
        roles.refuse_others(caller.council, council)
    told = await reads.in_force(session, day, council)
    places = [council] if council is not None else [*await session.exec(select(Council.slug)), roles.PROGRAMME]
    every = [
        views.gap(place, role, fact, holders.gaps(fact, day, only.within))
        for place in sorted(places)
        for role in sorted(roles.PROGRAMME_ROLES if place == roles.PROGRAMME else roles.COUNCIL_ROLES)
        if only.role in {None, role}
        for fact in [told.get(roles.key(place, role))]
    ]
    found = [one for one in every if one.gaps and (only.gap is None or only.gap in one.gaps)]
    after = position(wanted, 2)
    rest = [one for one in found if after is None or (one.council, one.role) > after]
    page = wanted.page(rest[: wanted.limit + 1], lambda one: one, lambda one: [one.council, one.role])
    return views.GapsPage(items=page.items, next=page.next, as_at=day, within_days=only.within, counts=_counts(every))


async def erasures(session: AsyncSession, caller: Caller, wanted: PageWanted) -> Page[views.ErasureView]:
    """Return which contacts were erased, and who had been sent their data; a council's client its own."""
    query = (
        select(Contact).where(col(Contact.erased_on).is_not(None)).order_by(col(Contact.council), col(Contact.person))
    )
    if caller.council is not None:
        query = query.where(Contact.council == caller.council)
    if (after := position(wanted, 2)) is not None:
        query = query.where(tuple_(col(Contact.council), col(Contact.person)) > after)
    rows = list(await session.exec(query.limit(wanted.limit + 1)))
    shown = await reads.disclosures(session, [row.person for row in rows])
    return wanted.page(rows, lambda row: erasure(row, [], shown[row.person]), lambda row: [row.council, row.person])


def _counts(every: Iterable[views.GapView]) -> views.GapCounts:
    listed = list(every)
    of = Counter(gap for one in listed for gap in one.gaps)
    return views.GapCounts(
        roles=len(listed),
        with_gap=sum(bool(one.gaps) for one in listed),
        gaps={gap: of[gap] for gap in holders.GAPS},
    )
