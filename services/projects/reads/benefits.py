"""Reading benefit profiles with what held of them on a day, and the periods they are measured for."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects import views
from services.projects.domain import schedules
from services.projects.domain.schedules import Period
from services.projects.models import (
    Benefit,
    BenefitClaim,
    BenefitFigure,
    BenefitMeasure,
    BenefitSchedule,
    NamedMeasure,
)
from shared.database import Transaction

MEASURE_DUE = "benefit-measure-due"
MEASURE_OVERDUE = "benefit-measure-overdue"
"""The timers of a profile, each by the day its measure is due: of the next measure, and of those that have not come."""


async def benefit(session: AsyncSession, row: Benefit, day: date) -> views.BenefitView:
    """Return a profile with the baseline, target and schedule that held on a day."""
    return (await benefits(session, [row], day))[0]


async def benefits(session: AsyncSession, rows: Sequence[Benefit], day: date) -> list[views.BenefitView]:
    """Return profiles with what held of each on a day, in two queries however many they are."""
    keys = [row.key for row in rows]
    figures = {(one.benefit, one.kind): one for one in await _figures(session, keys, day)}
    schedule = {one.benefit: one for one in await schedules_of(session, keys, day)}
    return [
        views.benefit(
            row,
            baseline=figures.get((row.key, "baseline")),
            target=figures.get((row.key, "target")),
            schedule=schedule.get(row.key),
            next_due=schedules.next_due(schedule.get(row.key), day),
        )
        for row in rows
    ]


async def _figures(session: AsyncSession, keys: Iterable[str], day: date) -> Sequence[BenefitFigure]:
    """Return baselines and targets that were set by a day, the one that holds last."""
    query = (
        select(BenefitFigure)
        .where(col(BenefitFigure.benefit).in_(keys), col(BenefitFigure.effective) <= day)
        .order_by(col(BenefitFigure.effective), col(BenefitFigure.number))
    )
    return (await session.exec(query)).all()


async def figure(session: AsyncSession, benefit: str, kind: str) -> BenefitFigure | None:
    """Return the baseline or the target that was set last."""
    query = (
        select(BenefitFigure)
        .where(BenefitFigure.benefit == benefit, BenefitFigure.kind == kind)
        .order_by(col(BenefitFigure.number).desc())
        .limit(1)
    )
    return (await session.exec(query)).first()


async def schedules_of(session: AsyncSession, keys: Iterable[str], day: date) -> Sequence[BenefitSchedule]:
    """Return the schedules that were set by a day, in order."""
    query = (
        select(BenefitSchedule)
        .where(col(BenefitSchedule.benefit).in_(keys), col(BenefitSchedule.effective) <= day)
        .order_by(col(BenefitSchedule.benefit), col(BenefitSchedule.number))
    )
    return (await session.exec(query)).all()


async def periods(session: AsyncSession, benefit: str, day: date) -> list[Period]:
    """Return the periods of a profile that had fallen due by a day."""
    return schedules.periods(await schedules_of(session, [benefit], day), day)


async def measures(session: AsyncSession, benefit: str, day: date) -> dict[date, BenefitMeasure]:
    """Return what held on a day of each period that was measured by then."""
    query = (
        select(BenefitMeasure)
        .where(BenefitMeasure.benefit == benefit, col(BenefitMeasure.effective) <= day)
        .order_by(col(BenefitMeasure.number))
    )
    return {one.period: one for one in (await session.exec(query)).all()}


async def claims_of(change: Transaction, measure: str) -> list[tuple[BenefitClaim, str]]:
    """Return every claim of a measure that was not withdrawn, with its project; others that claim it wait meanwhile."""
    await change.session.get(NamedMeasure, measure, with_for_update=True, populate_existing=True)
    query = (
        select(BenefitClaim, Benefit.project)
        .join(Benefit, col(Benefit.key) == col(BenefitClaim.benefit))
        .where(BenefitClaim.measure == measure, col(BenefitClaim.withdrawn_on).is_(None))
        .order_by(col(BenefitClaim.starts), col(BenefitClaim.benefit), col(BenefitClaim.number))
    )
    return list((await change.session.exec(query)).all())
