"""Lists of benefit profiles, of what they claim, and of what was measured."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects import reads, views
from services.projects.domain.lifecycles import NOT_RECORDED
from services.projects.models import Benefit, BenefitClaim
from services.projects.queries.keyset import keyed, number, position
from shared.errors import NotFoundError
from shared.web.resources import PageWanted


async def benefits(
    session: AsyncSession, wanted: PageWanted, *, project: str | None, kind: str | None, day: date
) -> list[views.BenefitView]:
    """Return profiles that were there on a day, of a project, of a type; `not-recorded` finds those without one."""
    conditions: list[Any] = [or_(col(Benefit.effective).is_(None), col(Benefit.effective) <= day)]
    if project:
        conditions.append(Benefit.project == project)
    if kind:
        conditions.append(col(Benefit.type).is_(None) if kind == NOT_RECORDED else Benefit.type == kind)
    return await reads.benefits(session, await keyed(session, Benefit, wanted, *conditions), day)


async def benefit(session: AsyncSession, key: str, day: date) -> Benefit:
    """Return a profile, or refuse if there was none by that name on a day."""
    row: Benefit = await reads.get(session, Benefit, key, "benefit profile")
    if row.effective is not None and row.effective > day:
        raise NotFoundError(f"There was no benefit profile '{key}' on {day}; it is of {row.effective}.")
    return row


async def claims(session: AsyncSession, wanted: PageWanted, key: str, day: date) -> list[views.ClaimView]:
    """Return the claims that a profile had made by a day."""
    await benefit(session, key, day)
    query = select(BenefitClaim).where(BenefitClaim.benefit == key, col(BenefitClaim.effective) <= day)
    if wanted.after:
        query = query.where(col(BenefitClaim.number) > position(wanted, number)[0])
    found = await session.exec(query.order_by(col(BenefitClaim.number)).limit(wanted.limit + 1))
    return [views.claim(row, day) for row in found]


async def measures(session: AsyncSession, wanted: PageWanted, key: str, day: date) -> Sequence[views.MeasureView]:
    """Return the periods of a profile that had fallen due by a day, with what was measured by then."""
    row = await benefit(session, key, day)
    after = position(wanted, date.fromisoformat)[0] if wanted.after else date.min
    found = [one for one in await reads.periods(session, key, day) if one.due > after][: wanted.limit + 1]
    measured = await reads.measures(session, key, day)
    return [views.measure(row, one, measured.get(one.due), day) for one in found]
