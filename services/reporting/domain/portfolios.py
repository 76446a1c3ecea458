"""Which portfolios grouped the projects at a date, and which project stood where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class PortfolioFact:
    """A portfolio opened, perhaps with its end; or (`opened` false) it ended."""

    portfolio: str
    opened: bool
    name: str | None
    grouping: str | None
    ends_day: date | None
    source: str | None
    effective_day: date
    recorded_at: datetime
    sequence: int

    @property
    def told(self) -> tuple[datetime, int]:
        return self.recorded_at, self.sequence


@dataclass(frozen=True, slots=True)
class PlacementFact:
    """A project has its place in a portfolio, from a day and until another where that is known."""

    project: str
    portfolio: str
    ends_day: date | None
    effective_day: date
    recorded_at: datetime
    sequence: int


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A portfolio that grouped projects at the date."""

    portfolio: str
    name: str
    grouping: str
    source: str | None = None


def in_force(facts: Iterable[PortfolioFact], day: date) -> list[Portfolio]:
    """Return the portfolios of a day, in the order in which they began; on its last day one has ended already."""
    opened: dict[str, PortfolioFact] = {}
    ended: dict[str, PortfolioFact] = {}
    for fact in sorted(facts, key=lambda fact: fact.told):
        (opened if fact.opened else ended)[fact.portfolio] = fact
    found = [
        fact
        for fact in opened.values()
        if fact.effective_day <= day and not _has_ended(fact, ended.get(fact.portfolio), day)
    ]
    found.sort(key=lambda fact: (fact.effective_day, fact.grouping or "", fact.told))
    return [Portfolio(fact.portfolio, fact.name or fact.portfolio, fact.grouping or "", fact.source) for fact in found]


def end(facts: Iterable[PortfolioFact], portfolio: str) -> date | None:
    """Return the day on which a portfolio ends, as far as that was told."""
    told = sorted((fact for fact in facts if fact.portfolio == portfolio), key=lambda fact: fact.told)
    opened, ended = ([fact for fact in told if fact.opened is kind] for kind in (True, False))
    return _ends(opened[-1], ended[-1] if ended else None) if opened else None


def _has_ended(opened: PortfolioFact, ended: PortfolioFact | None, day: date) -> bool:
    ends = _ends(opened, ended)
    return ends is not None and ends <= day


def _ends(opened: PortfolioFact, ended: PortfolioFact | None) -> date | None:
    return ended.effective_day if ended and ended.told >= opened.told else opened.ends_day


def places(facts: Iterable[PlacementFact], portfolios: Iterable[Portfolio], day: date) -> dict[str, str]:
    """Return the portfolio of each project that had a place on a day: the one it came to last."""
    grouping_then = {portfolio.portfolio for portfolio in portfolios}
    # the same place from the same day, told again, puts its end right
    latest = {
        (fact.project, fact.portfolio, fact.effective_day): fact
        for fact in sorted(facts, key=lambda fact: (fact.recorded_at, fact.sequence))
    }
    standing = [
        fact
        for fact in latest.values()
        if fact.portfolio in grouping_then
        and fact.effective_day <= day
        and (fact.ends_day is None or fact.ends_day > day)
    ]
    standing.sort(key=lambda fact: (fact.effective_day, fact.recorded_at, fact.sequence))
    return {fact.project: fact.portfolio for fact in standing}
