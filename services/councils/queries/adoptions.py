"""Looking up adoption lines: all of them for the Office, its own for a council's client."""

from dataclasses import dataclass

from sqlalchemy import tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.councils import reads, views
from services.councils.domain import adoptions
from services.councils.models import Adoption, AdoptionMove
from services.councils.queries.paging import position
from shared.auth import Caller
from shared.web.resources import Page, PageWanted


@dataclass(frozen=True, slots=True)
class Filter:
    """Which lines are wanted; None wants all."""

    council: str | None = None
    deliverable: str | None = None
    release: str | None = None
    state: str | None = None


async def lines(session: AsyncSession, caller: Caller, wanted: PageWanted, only: Filter) -> Page[views.AdoptionView]:
    council = await reads.slug_of(session, only.council) if only.council is not None else caller.council
    if council is not None:
        adoptions.refuse_others(caller.council, council)
    query = select(Adoption).order_by(col(Adoption.council), col(Adoption.deliverable)).limit(wanted.limit + 1)
    conditions = (
        (Adoption.council, council),
        (Adoption.deliverable, only.deliverable),
        (Adoption.release, only.release),
        (Adoption.state, only.state),
    )
    for column, value in conditions:
        if value is not None:
            query = query.where(col(column) == value)
    if (after := position(wanted, 2)) is not None:
        query = query.where(tuple_(col(Adoption.council), col(Adoption.deliverable)) > after)
    rows = list(await session.exec(query))
    return wanted.page(rows, views.adoption, lambda row: [row.council, row.deliverable])


async def line(session: AsyncSession, caller: Caller, asked: str, deliverable: str) -> views.AdoptionHistoryView:
    council = await reads.slug_of(session, asked)
    adoptions.refuse_others(caller.council, council)
    row = await reads.get(session, Adoption, (council, deliverable), "adoption line")
    query = (
        select(AdoptionMove)
        .where(AdoptionMove.council == council, AdoptionMove.deliverable == deliverable)
        .order_by(col(AdoptionMove.number))
    )
    return views.adoption_history(row, list(await session.exec(query)))
