"""What projects says of the programme as a whole: its phases and its portfolios."""

from shared.events.base import Event


class ProgrammePhaseChanged(Event, about="programme", audience="public"):
    """The programme as a whole entered a phase, or is expected to."""

    programme: str
    phase: str
    effective: str
    expected: bool = False
    source: str | None = None


class PortfolioOpened(Event, about="portfolio", audience="public"):
    """A portfolio (a theme, in 2016) began to group projects."""

    portfolio: str
    name: str
    grouping: str
    effective: str
    ends: str | None = None
    source: str | None = None


class PortfolioEnded(Event, about="portfolio", audience="public"):
    """A portfolio stopped grouping projects; its history stays."""

    portfolio: str
    effective: str
