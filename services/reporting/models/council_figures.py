"""What councils told of their own benefit figures, and whom they let see each; most of it is not for others to see."""

from sqlalchemy import Index, text

from services.reporting.models.base import Fact, ReportingTable

KEY = ("council", "profile", "period", "stage")
NEWEST_FIRST = text("sequence DESC")


class FigureKey(Fact):
    """Which figure of which council it is."""

    council: str
    profile: str
    period: str
    stage: str


class CouncilFigureFact(ReportingTable, FigureKey, table=True):
    """A council gave a figure or put it right; without a value, it took it back."""

    __tablename__ = "council_figure_fact"
    __table_args__ = (Index("council_figure_fact_latest", *KEY, NEWEST_FIRST),)
    project: str | None = None
    type: str | None = None
    unit: str | None = None
    value: float | None = None
    by_role: str | None = None


class CouncilFigureVisibilityFact(ReportingTable, FigureKey, table=True):
    """A council let others see a figure, or no more; the latest holds, for the figure as it ever was."""

    __tablename__ = "council_figure_visibility_fact"
    __table_args__ = (Index("council_figure_visibility_fact_latest", *KEY, NEWEST_FIRST),)
    visibility: str
