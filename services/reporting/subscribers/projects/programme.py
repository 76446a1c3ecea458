"""What projects tells of the programme, its portfolios and lifecycle templates."""

from collections.abc import Iterable, Mapping

from services.reporting import models
from services.reporting.subscribers.rows import Row, Tell, day
from shared.events import Event
from shared.events import projects as said


def programme_phase(event: said.ProgrammePhaseChanged) -> Iterable[Row]:
    yield (
        models.ProgrammePhaseFact,
        {"programme": event.programme, "phase": event.phase, "expected": event.expected, "source": event.source},
    )


def portfolio_opened(event: said.PortfolioOpened) -> Iterable[Row]:
    yield (
        models.PortfolioFact,
        {
            "portfolio": event.portfolio,
            "opened": True,
            "name": event.name,
            "grouping": event.grouping,
            "ends_day": day(event.ends),
            "source": event.source,
        },
    )


def portfolio_ended(event: said.PortfolioEnded) -> Iterable[Row]:
    yield models.PortfolioFact, {"portfolio": event.portfolio, "opened": False}


def lifecycle(event: said.LifecyclePublished) -> Iterable[Row]:
    phases = [{"key": phase.key, "name": phase.name} for phase in event.phases]
    yield (
        models.LifecycleFact,
        {"lifecycle": event.lifecycle, "number": event.number, "name": event.name, "phases": phases},
    )


TELLS: Mapping[type[Event], Tell] = {
    said.ProgrammePhaseChanged: programme_phase,
    said.PortfolioOpened: portfolio_opened,
    said.PortfolioEnded: portfolio_ended,
    said.LifecyclePublished: lifecycle,
}
