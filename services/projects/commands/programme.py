"""The programme's own phases, and its portfolios."""

from pydantic import Field

from services.projects import reads, views
from services.projects.commands.making import new, refuse_existing
from services.projects.domain import programme as rules
from services.projects.domain.dates import refuse_disorder
from services.projects.models import Portfolio, Programme, ProgrammePhase
from shared.errors import ConflictError
from shared.events.projects import PortfolioEnded, PortfolioOpened
from shared.values import Key, Name, PartialDate, Text, last_day
from shared.web.calls import Call
from shared.web.resources import Wish


class EnterPhase(Wish):
    """The programme enters a phase, or is expected to."""

    phase: rules.Phase
    starts: PartialDate
    expected: bool = Field(default=False, strict=True)
    source: Text | None = None


class OpenPortfolio(Wish):
    """A portfolio begins to group projects."""

    key: Key
    name: Name
    grouping: Key
    starts: PartialDate = Field(alias="from")
    ends: PartialDate | None = Field(default=None, alias="to")
    source: Text | None = None


class EndPortfolio(Wish):
    """A portfolio stops grouping projects."""

    ends: PartialDate = Field(alias="to")


async def enter_phase(call: Call, wish: EnterPhase) -> views.ProgrammeView:
    async with call.transaction() as change:
        programme = await change.find(Programme, reads.PROGRAMME)
        if programme is None:
            programme = new(Programme, change, key=reads.PROGRAMME)
            change.session.add(programme)
            await change.session.flush()
        recorded = await reads.programme_phases(change.session)
        event = rules.enter_phase(programme.key, recorded, today=change.today, **wish.model_dump())
        row = ProgrammePhase(programme=programme.key, starts_day=last_day(wish.starts), **wish.model_dump())
        await change.session.merge(row)
        change.record(event, of=programme)
        await change.session.flush()
        return await call.answer(change, await reads.programme(change.session, change.today))


async def open_portfolio(call: Call, wish: OpenPortfolio) -> views.PortfolioView:
    async with call.transaction() as change:
        await refuse_existing(change, Portfolio, wish.key, "portfolio")
        refuse_disorder("to", wish.starts, wish.ends)
        ends_day = last_day(wish.ends) if wish.ends else None
        row = new(Portfolio, change, starts_day=last_day(wish.starts), ends_day=ends_day, **wish.model_dump())
        event = PortfolioOpened(
            portfolio=row.key,
            name=row.name,
            grouping=row.grouping,
            effective=row.starts,
            ends=row.ends,
            source=row.source,
        )
        change.record(event, of=row)
        return await call.answer(change, views.portfolio(row))


async def end_portfolio(call: Call, key: str, wish: EndPortfolio) -> views.PortfolioView:
    async with call.transaction() as change:
        row = await change.lock(Portfolio, key)
        if row.ends is not None:
            raise ConflictError(f"The portfolio '{key}' has its end already, in {row.ends}.", code="ended-already")
        refuse_disorder("to", row.starts, wish.ends)
        row.ends, row.ends_day = wish.ends, last_day(wish.ends)
        change.record(PortfolioEnded(portfolio=key, effective=wish.ends), of=row)
        return await call.answer(change, views.portfolio(row))
