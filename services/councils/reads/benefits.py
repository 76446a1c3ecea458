"""Reading benefit figures: their histories for commands, and for everybody else what the asker may see."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, false, or_, true, tuple_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.councils.domain.benefits import STAGES
from services.councils.domain.periods import Days
from services.councils.domain.visibility import FAMILY, TO_ALL
from services.councils.models import BenefitFigure, BenefitFigureTold

KEY = (BenefitFigureTold.council, BenefitFigureTold.profile, BenefitFigureTold.period, BenefitFigureTold.stage)


async def histories(
    session: AsyncSession, council: str, profile: str, period: str
) -> dict[str, list[BenefitFigureTold]]:
    """Return all that a council told of a benefit for a period, stage by stage, oldest first."""
    found: dict[str, list[BenefitFigureTold]] = {stage: [] for stage in STAGES}
    query = (
        select(BenefitFigureTold)
        .where(
            BenefitFigureTold.council == council,
            BenefitFigureTold.profile == profile,
            BenefitFigureTold.period == period,
        )
        .order_by(col(BenefitFigureTold.number))
    )
    for row in await session.exec(query):
        found[row.stage].append(row)
    return found


async def held(session: AsyncSession, council: str, stage: str, span: Days) -> list[BenefitFigureTold]:
    """Return what holds of a council's figures at a stage, of those whose periods share a day with one."""
    near = select(BenefitFigure.profile, BenefitFigure.period).where(
        BenefitFigure.council == council,
        BenefitFigure.stage == stage,
        col(BenefitFigure.starts) <= span[1],
        col(BenefitFigure.ends) >= span[0],
    )
    told = latest(
        BenefitFigureTold.council == council,
        BenefitFigureTold.stage == stage,
        tuple_(col(BenefitFigureTold.profile), col(BenefitFigureTold.period)).in_(near),
    )
    return list(await session.exec(select(told).where(told.step != "withdrawn")))


def latest(*conditions: Any) -> Any:
    """Return the last that was told of each figure, of what the conditions let in."""
    query = (
        select(BenefitFigureTold)
        .where(*conditions)
        .ext(distinct_on(*(col(one) for one in KEY)))
        .order_by(*(col(one) for one in KEY), col(BenefitFigureTold.number).desc())
        .subquery()
    )
    return aliased(BenefitFigureTold, query)


def seen_by(own: str | None, family: Collection[str]) -> ColumnElement[bool]:
    """Return the condition under which a client sees a figure, as `visibility.sees` says it of one."""
    if own is None:
        return true()
    grouped = (col(BenefitFigure.visibility) == FAMILY) & col(BenefitFigure.council).in_(family) if family else false()
    return or_(col(BenefitFigure.council) == own, col(BenefitFigure.visibility).in_(TO_ALL), grouped)
