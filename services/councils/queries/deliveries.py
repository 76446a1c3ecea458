"""Looking up what councils delivered, and that beside what they promised, as it was told by a day: its own only."""

from datetime import date

from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.councils import reads, views
from services.councils.domain import balance as rules
from services.councils.domain.balance import Delivered, Promised
from services.councils.domain.commitments import refuse_others
from services.councils.models import CallAnswerTold, CapacityTold, DeliveryTold, KnownCall
from services.councils.queries.commitments import by_month, in_month, latest_of
from shared.auth import Caller
from shared.web.resources import Page, PageWanted


async def deliveries(
    session: AsyncSession,
    caller: Caller,
    wanted: PageWanted,
    *,
    council: str | None,
    first: str | None,
    last: str | None,
    day: date,
) -> Page[views.DeliveryView]:
    """Return what councils had delivered, by council and month."""
    rows = await by_month(session, caller, wanted, DeliveryTold, council=council, first=first, last=last, day=day)
    return wanted.page(rows, views.delivery, lambda row: [row.council, row.month])


async def month(session: AsyncSession, caller: Caller, asked: str, wanted: str, day: date) -> views.DeliveryView:
    """Return what a council had delivered in a month; where it had not said, that."""
    council, row = await in_month(session, caller, asked, DeliveryTold, wanted, day)
    return views.delivery(row) if row else views.nothing_delivered(council, wanted)


async def balance(
    session: AsyncSession, caller: Caller, asked: str, *, first: str | None, last: str | None, day: date, today: date
) -> views.BalanceView:
    """Return what a council promised beside what it delivered; refused to everybody but itself and the Office."""
    council = await reads.slug_of(session, asked)
    refuse_others(caller.council, council)
    first, last = rules.span(first, last, today)
    found = rules.balance(
        first,
        last,
        await _promised(session, council, day),
        await _delivered(session, council, first, last, day),
        await _capacity(session, council, first, last, day),
    )
    return views.balance(council, day, found)


async def _promised(session: AsyncSession, council: str, day: date) -> list[Promised]:
    """Return what the council had promised; a promise to a call that was withdrawn by then binds nobody."""
    latest = aliased(CallAnswerTold, latest_of(CallAnswerTold, CallAnswerTold.call, CallAnswerTold.council, day))
    query = (
        select(latest, KnownCall)
        .join(KnownCall, col(KnownCall.call) == col(latest.call))
        .where(col(latest.council) == council)
        .where(col(KnownCall.withdrawn_on).is_(None) | (col(KnownCall.withdrawn_on) > day))
    )
    return [
        Promised(
            project=known.project,
            call=told.call,
            role=one["role"],
            days_per_month=one["days_per_month"],
            starts=date.fromisoformat(one["starts"]),
            ends=date.fromisoformat(one["ends"]),
        )
        for told, known in await session.exec(query)
        for one in told.commitments
    ]


async def _delivered(session: AsyncSession, council: str, first: str, last: str, day: date) -> list[Delivered]:
    latest = aliased(DeliveryTold, latest_of(DeliveryTold, DeliveryTold.council, DeliveryTold.month, day))
    query = select(latest).where(col(latest.council) == council, col(latest.month).between(first, last))
    return [
        Delivered(told.month, one["project"], one["call"], one["role"], one["days"])
        for told in await session.exec(query)
        for one in told.delivered
    ]


async def _capacity(
    session: AsyncSession, council: str, first: str, last: str, day: date
) -> dict[tuple[str, str], float]:
    latest = aliased(CapacityTold, latest_of(CapacityTold, CapacityTold.council, CapacityTold.month, day))
    query = select(latest).where(col(latest.council) == council, col(latest.month).between(first, last))
    return {(told.month, one["role"]): one["days"] for told in await session.exec(query) for one in told.given}
