"""Reading what councils gave and promised, and the calendar, as they stood on a day."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Row
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col, select, text
from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects.domain.calendar import Period
from services.projects.domain.capacity import Given, Known, Promise
from services.projects.domain.shortfalls import promises
from services.projects.models import CalendarPeriodVersion
from shared.errors import NotFoundError

CAPACITY = text("""
    SELECT DISTINCT ON (month, council) month, council, given FROM capacity_heard
    WHERE month = ANY(CAST(:months AS text[])) AND effective <= :day ORDER BY month, council, version DESC""")
ANSWERS = text("""
    SELECT call, council, answer, commitments, effective, recorded_at FROM (
      SELECT DISTINCT ON (heard.call, heard.council) heard.* FROM answer_heard AS heard
      WHERE heard.effective <= :day AND (CAST(:call AS text) IS NULL OR heard.call = :call)
      ORDER BY heard.call, heard.council, heard.version DESC) AS latest
    WHERE NOT EXISTS (SELECT FROM participation_call_version AS over
                      WHERE over.call = latest.call AND over.state = 'withdrawn' AND over.effective <= :day)""")
"""What each council's answer is on a day; what was promised to a call that was withdrawn binds nobody."""


async def given(session: AsyncSession, months: Iterable[str], day: date) -> Given:
    """Return what councils said they have in some months."""
    values = {"months": sorted(months), "day": day}
    rows = await (await session.connection()).execute(CAPACITY, values)
    return {(row.council, row.month, one["role"]): one["days"] for row in rows for one in row.given}


async def answers(session: AsyncSession, day: date, call: str | None = None) -> list[Row[tuple[str, ...]]]:
    """Return what councils have answered, to one call or to all."""
    return list(await (await session.connection()).execute(ANSWERS, {"day": day, "call": call}))


async def promised(session: AsyncSession, day: date, call: str | None = None) -> list[Promise]:
    """Return what councils have committed, month by month."""
    return [
        promise
        for row in await answers(session, day, call)
        for promise in promises(row.call, row.council, row.commitments)
    ]


async def periods(session: AsyncSession, day: date, *, demonstration: bool) -> list[Period]:
    """Return the calendar as it stands; what is in it for demonstration counts for demonstrations only."""
    query = (
        select(CalendarPeriodVersion)
        .where(col(CalendarPeriodVersion.effective) <= day)
        .ext(distinct_on(col(CalendarPeriodVersion.period)))
        .order_by(col(CalendarPeriodVersion.period), col(CalendarPeriodVersion.number).desc())
    )
    return [
        period(row)
        for row in await session.exec(query)
        if not row.ended and (demonstration or not row.content["demonstration"])
    ]


def period(row: CalendarPeriodVersion) -> Period:
    councils = row.content["councils"]
    return Period(
        key=row.period,
        kind=row.content["kind"],
        name=row.content["name"],
        starts=row.starts,
        ends=row.ends,
        councils=None if councils is None else frozenset(councils),
        factor=row.content["factor"],
    )


async def known(session: AsyncSession, months: Iterable[str], day: date, *, demonstration: bool) -> Known:
    """Return what a check of some months goes by."""
    return Known(
        given=await given(session, months, day),
        promises=await promised(session, day),
        periods=await periods(session, day, demonstration=demonstration),
    )


async def period_as_at(session: AsyncSession, key: str, day: date) -> CalendarPeriodVersion:
    """Return a period as it stood on a day, or refuse."""
    query = (
        select(CalendarPeriodVersion)
        .where(CalendarPeriodVersion.period == key, col(CalendarPeriodVersion.effective) <= day)
        .order_by(col(CalendarPeriodVersion.number).desc())
        .limit(1)
    )
    row = (await session.exec(query)).first()
    if row is None:
        raise NotFoundError(f"There is no period '{key}' in the calendar.")
    return row
