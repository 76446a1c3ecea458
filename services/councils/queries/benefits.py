"""Looking up benefit figures as at a day: of each asker, only what it may see today, in every answer."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.councils import reads, views
from services.councils.domain import family_groups as grouping
from services.councils.domain import totals as sums
from services.councils.domain import visibility
from services.councils.domain.periods import days
from services.councils.models import BenefitFigure, BenefitFigureTold, BenefitVisibility
from services.councils.queries.paging import position
from services.councils.reads import benefits as figures
from services.councils.reads import family_groups
from shared.auth import Caller
from shared.web.resources import Page, PageWanted


@dataclass(frozen=True, slots=True)
class Filter:
    """Which figures are wanted; None wants all. Of a period, those that lie within it."""

    council: str | None = None
    profile: str | None = None
    project: str | None = None
    type: str | None = None
    stage: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, on which day, and about which."""

    caller: Caller
    today: date
    day: date


async def benefits(
    session: AsyncSession, asker: Asker, wanted: PageWanted, only: Filter, *, looking_back: bool
) -> Page[views.FigureView]:
    """Return a page of figures by council, profile, period and stage."""
    query, told = await _seen(session, asker, only)
    key = (col(told.council), col(told.profile), col(told.period), col(told.stage))
    if (after := position(wanted, 4)) is not None:
        query = query.where(tuple_(*key) > after)
    rows = list(await session.exec(query.order_by(*key).limit(wanted.limit + 1)))
    return wanted.page(
        rows,
        lambda row: views.figure(row[0], row[1], version=row[1].number if looking_back else None),
        lambda row: [row[1].council, row[1].profile, row[1].period, row[1].stage],
    )


async def benefit(
    session: AsyncSession, asker: Asker, asked: str, profile: str, period: str, stage: str, *, looking_back: bool
) -> views.FigureHistoryView:
    """Return a figure with what was told of it by a day; refused alike where it is hidden and where there is none."""
    own = asker.caller.council
    council = await reads.slug_of(session, asked)
    row = await session.get(BenefitFigure, (council, profile, period, stage))
    family = await _family(session, asker)
    if row is None or not visibility.sees(own, row, family):
        raise visibility.unseen(council, profile, period, stage)
    stages = await figures.histories(session, council, profile, period)
    told = [one for one in stages[stage] if one.effective <= asker.day]
    if not told:
        raise visibility.unseen(council, profile, period, stage)
    shown = None
    if own is None or own == council:
        shown = [one for one in await _shown(session, row) if one.effective <= asker.day]
    view = views.figure(row, told[-1], version=told[-1].number if looking_back else None)
    return views.figure_history(view, told, shown)


async def totals(session: AsyncSession, asker: Asker, only: Filter) -> views.TotalsView:
    """Return what the figures come to that the asker sees, of those that are wanted."""
    query, _ = await _seen(session, asker, only)
    found = [
        sums.Seen(**one.model_dump(include={"council", "profile", "period", "stage", "type", "unit", "value"}))
        for _, one in await session.exec(query)
    ]
    return views.totals(asker.day, sums.totals(found, asker.caller.council))


async def _seen(session: AsyncSession, asker: Asker, only: Filter) -> tuple[Any, Any]:
    """Return the query for the figures that held on a day and that the asker sees today, and what was told of them."""
    told = figures.latest(col(BenefitFigureTold.effective) <= asker.day)
    same = [getattr(told, name) == getattr(BenefitFigure, name) for name in ("council", "profile", "period", "stage")]
    seen = figures.seen_by(asker.caller.council, await _family(session, asker))
    query = select(BenefitFigure, told).join(told, same[0] & same[1] & same[2] & same[3])
    query = query.where(seen, told.step != "withdrawn")
    council = await reads.slug_of(session, only.council) if only.council is not None else None
    wants = (
        (told.council, council),
        (told.profile, only.profile),
        (told.project, only.project),
        (told.type, only.type),
        (told.stage, only.stage),
    )
    for column, value in wants:
        if value is not None:
            query = query.where(column == value)
    if only.period is not None:
        first, last = days(only.period)
        query = query.where(col(BenefitFigure.starts) >= first, col(BenefitFigure.ends) <= last)
    return query, told


async def _family(session: AsyncSession, asker: Asker) -> set[str]:
    """Return the councils that are in a family group with the asker's today."""
    own = asker.caller.council
    groups = await family_groups.of(session, own, asker.today) if own is not None else set()
    if not groups:
        return set()
    told = await family_groups.histories(session, *groups)
    return {
        council for group in groups for council, history in told[group].items() if grouping.is_in(history, asker.today)
    }


async def _shown(session: AsyncSession, row: BenefitFigure) -> list[BenefitVisibility]:
    query = (
        select(BenefitVisibility)
        .where(
            BenefitVisibility.council == row.council,
            BenefitVisibility.profile == row.profile,
            BenefitVisibility.period == row.period,
            BenefitVisibility.stage == row.stage,
        )
        .order_by(col(BenefitVisibility.number))
    )
    return list(await session.exec(query))
