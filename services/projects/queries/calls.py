"""Lists of calls for participation and of the calendar, as they stood on a day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import literal, or_
from sqlalchemy.dialects.postgresql import JSONB, distinct_on
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects.models import CalendarPeriodVersion, CallVersion
from services.projects.queries.keyset import position, text
from shared.web.resources import PageWanted


async def calls(
    session: AsyncSession, wanted: PageWanted, *, project: str | None, state: str | None, day: date, own: bool
) -> Sequence[CallVersion]:
    """Return calls by key, as each stood on a day; drafts are there for the Office alone (`own`)."""
    latest = aliased(CallVersion, _latest(CallVersion, CallVersion.call, day))
    query = select(latest).order_by(col(latest.call)).limit(wanted.limit + 1)
    if wanted.after:
        (after,) = position(wanted, text)
        query = query.where(col(latest.call) > after)
    if project:
        query = query.where(col(latest.project) == project)
    if state:
        query = query.where(col(latest.state) == state)
    if not own:
        query = query.where(col(latest.content)["published_on"].astext.is_not(None))
    return (await session.exec(query)).all()


async def periods(
    session: AsyncSession,
    wanted: PageWanted,
    *,
    first: date | None,
    last: date | None,
    council: str | None,
    day: date,
) -> Sequence[CalendarPeriodVersion]:
    """Return the periods that stood in the calendar on a day, and touch a span of days, and concern a council."""
    latest = aliased(CalendarPeriodVersion, _latest(CalendarPeriodVersion, CalendarPeriodVersion.period, day))
    query = select(latest).where(col(latest.ended).is_(False)).order_by(col(latest.period)).limit(wanted.limit + 1)
    if wanted.after:
        (after,) = position(wanted, text)
        query = query.where(col(latest.period) > after)
    if first:
        query = query.where(col(latest.ends) >= first)
    if last:
        query = query.where(col(latest.starts) <= last)
    if council:
        councils: Any = col(latest.content)["councils"]
        query = query.where(or_(councils.astext.is_(None), councils.op("@>")(literal([council], JSONB))))
    return (await session.exec(query)).all()


def _latest(model: type[Any], of: Any, day: date) -> Any:
    """Return the version of each that held on a day."""
    return (
        select(model)
        .where(col(model.effective) <= day)
        .ext(distinct_on(col(of)))
        .order_by(col(of), col(model.number).desc())
        .subquery()
    )
