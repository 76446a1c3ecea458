"""Looking up capacity and answers as they stood on a day: for a council's client, its own only."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import tuple_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.councils import reads, views
from services.councils.domain.commitments import refuse_others
from services.councils.models import CallAnswerTold, CapacityTold, DeliveryTold
from services.councils.queries.paging import position
from shared.auth import Caller
from shared.errors import NotFoundError
from shared.web.resources import Page, PageWanted

Monthly = TypeVar("Monthly", CapacityTold, DeliveryTold)
"""What a council tells of a month, from a day on."""


async def capacity(
    session: AsyncSession,
    caller: Caller,
    wanted: PageWanted,
    *,
    council: str | None,
    first: str | None,
    last: str | None,
    day: date,
) -> Page[views.CapacityView]:
    """Return what councils had to give, by council and month."""
    rows = await by_month(session, caller, wanted, CapacityTold, council=council, first=first, last=last, day=day)
    return wanted.page(rows, views.capacity, lambda row: [row.council, row.month])


async def month(session: AsyncSession, caller: Caller, asked: str, wanted: str, day: date) -> views.CapacityView:
    """Return what a council had to give in a month; where it had not said, that."""
    council, row = await in_month(session, caller, asked, CapacityTold, wanted, day)
    return views.capacity(row) if row else views.not_told(council, wanted)


async def by_month(
    session: AsyncSession,
    caller: Caller,
    wanted: PageWanted,
    told: type[Monthly],
    *,
    council: str | None,
    first: str | None,
    last: str | None,
    day: date,
) -> Sequence[Monthly]:
    """Return what councils had told of months by a day, in the order of council and month: one more than fits."""
    own = await whose(session, caller, council)
    latest = aliased(told, latest_of(told, told.council, told.month, day))
    query = select(latest).order_by(col(latest.council), col(latest.month)).limit(wanted.limit + 1)
    if own is not None:
        query = query.where(col(latest.council) == own)
    if first is not None:
        query = query.where(col(latest.month) >= first)
    if last is not None:
        query = query.where(col(latest.month) <= last)
    if (after := position(wanted, 2)) is not None:
        query = query.where(tuple_(col(latest.council), col(latest.month)) > after)
    return list(await session.exec(query))


async def in_month(
    session: AsyncSession, caller: Caller, asked: str, told: type[Monthly], wanted: str, day: date
) -> tuple[str, Monthly | None]:
    """Return a council's slug and what it had told of a month by a day; refused to other councils' clients."""
    council = await reads.slug_of(session, asked)
    refuse_others(caller.council, council)
    query = (
        select(told)
        .where(told.council == council, told.month == wanted, col(told.effective) <= day)
        .order_by(col(told.number).desc())
        .limit(1)
    )
    return council, (await session.exec(query)).first()


async def answers(
    session: AsyncSession,
    caller: Caller,
    wanted: PageWanted,
    *,
    call: str | None,
    council: str | None,
    answer: str | None,
    day: date,
) -> Page[views.AnswerView]:
    """Return what councils had answered, by call and council."""
    own = await whose(session, caller, council)
    latest = aliased(CallAnswerTold, latest_of(CallAnswerTold, CallAnswerTold.call, CallAnswerTold.council, day))
    query = select(latest).order_by(col(latest.call), col(latest.council)).limit(wanted.limit + 1)
    for column, value in ((latest.council, own), (latest.call, call), (latest.answer, answer)):
        if value is not None:
            query = query.where(col(column) == value)
    if (after := position(wanted, 2)) is not None:
        query = query.where(tuple_(col(latest.call), col(latest.council)) > after)
    rows = list(await session.exec(query))
    return wanted.page(rows, views.answer, lambda row: [row.call, row.council])


async def answer(session: AsyncSession, caller: Caller, call: str, asked: str, day: date) -> views.AnswerHistoryView:
    """Return what a council had answered to a call, with all it had said before."""
    council = await reads.slug_of(session, asked)
    refuse_others(caller.council, council)
    query = (
        select(CallAnswerTold)
        .where(CallAnswerTold.call == call, CallAnswerTold.council == council, col(CallAnswerTold.effective) <= day)
        .order_by(col(CallAnswerTold.number))
    )
    rows = list(await session.exec(query))
    if not rows:
        raise NotFoundError(f"'{council}' has not answered the call '{call}'.")
    return views.answer_history(rows)


async def whose(session: AsyncSession, caller: Caller, council: str | None) -> str | None:
    """Return whose rows are wanted, None for everybody's; a council's client is refused another's."""
    if council is None:
        return caller.council
    slug = await reads.slug_of(session, council)
    refuse_others(caller.council, slug)
    return slug


def latest_of(model: type[Any], one: Any, other: Any, day: date) -> Any:
    """Return the last that was told of each by a day."""
    return (
        select(model)
        .where(col(model.effective) <= day)
        .ext(distinct_on(col(one), col(other)))
        .order_by(col(one), col(other), col(model.number).desc())
        .subquery()
    )
