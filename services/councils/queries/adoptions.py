"""Looking up adoption lines as at a day: all of them for the Office, its own for a council's client."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.councils import reads, views
from services.councils.domain import adoptions
from services.councils.domain.ledger import History
from services.councils.models import Adoption, AdoptionMove
from services.councils.queries.paging import position
from services.councils.reads.adoptions import as_at, histories, up_to
from shared.auth import Caller
from shared.web.resources import Page, PageWanted


@dataclass(frozen=True, slots=True)
class Filter:
    """Which lines are wanted; None wants all."""

    council: str | None = None
    deliverable: str | None = None
    release: str | None = None
    state: str | None = None


async def lines(
    session: AsyncSession, caller: Caller, wanted: PageWanted, only: Filter, day: date | None
) -> Page[views.AdoptionView]:
    """Return lines as they are, or as they were on a day; a line that was not open yet then is not among them."""
    council = await reads.slug_of(session, only.council) if only.council is not None else caller.council
    if council is not None:
        adoptions.refuse_others(caller.council, council)
    query = select(Adoption).order_by(col(Adoption.council), col(Adoption.deliverable)).limit(wanted.limit + 1)
    conditions = (
        (Adoption.council, council),
        (Adoption.deliverable, only.deliverable),
        (Adoption.release, only.release),
    )
    for column, value in conditions:
        if value is not None:
            query = query.where(col(column) == value)
    if only.state is not None:
        query = query.where((col(Adoption.state) if day is None else _state_on(day)) == only.state)
    if day is not None:
        query = query.where(col(Adoption.opened_day) <= day)
    if (after := position(wanted, 2)) is not None:
        query = query.where(tuple_(col(Adoption.council), col(Adoption.deliverable)) > after)
    rows = list(await session.exec(query))
    if day is not None:
        rows = [as_at(one, day) for one in await histories(session, rows)]
    return wanted.page(rows, views.adoption, lambda row: [row.council, row.deliverable])


async def line(
    session: AsyncSession, caller: Caller, asked: str, deliverable: str, day: date | None
) -> views.AdoptionHistoryView:
    """Return a line with all that was told of days up to one."""
    return views.adoption_history(await _history(session, caller, asked, deliverable, day))


async def plan(session: AsyncSession, caller: Caller, asked: str, deliverable: str, day: date | None) -> views.PlanView:
    """Return the plan of a line, with those it had before."""
    return views.adoption_plan(await _history(session, caller, asked, deliverable, day))


async def _history(session: AsyncSession, caller: Caller, asked: str, deliverable: str, day: date | None) -> History:
    council = await reads.slug_of(session, asked)
    adoptions.refuse_others(caller.council, council)
    row = await reads.get(session, Adoption, (council, deliverable), "adoption line")
    (found,) = await histories(session, [row])
    return found if day is None else up_to(found, day)


def _state_on(day: date) -> ColumnElement[str]:
    """Return the state of a line on a day: that of the last that was told of days up to it."""
    latest = (
        select(AdoptionMove.to_state)
        .where(
            col(AdoptionMove.council) == col(Adoption.council),
            col(AdoptionMove.deliverable) == col(Adoption.deliverable),
            col(AdoptionMove.effective_day) <= day,
        )
        .order_by(col(AdoptionMove.effective_day).desc(), col(AdoptionMove.number).desc())
        .limit(1)
        .correlate(Adoption)
        .scalar_subquery()
    )
    return func.coalesce(latest, "invited")
