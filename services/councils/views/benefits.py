"""What answers show of benefit figures and their totals, and how rows become it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from pydantic import Field

from services.councils.domain.totals import Total
from services.councils.models import BenefitFigure, BenefitFigureTold, BenefitVisibility
from services.councils.views.base import BASE
from shared.web.resources import Resource, View

TOO_FEW = "too few to show"


class FigureToldView(View):
    """What was told of a figure: it was given, corrected or withdrawn; a figure that is withdrawn has no value."""

    version: int
    step: str
    value: float | None = None
    by_role: str
    evidence: list[str]
    note: str | None = None
    corrects: int | None = None
    reason: str | None = None
    effective: date
    recorded_at: datetime


class FigureView(Resource):
    """A council's figure of a benefit for a period; `visibility` says who may see it now.

    Never add figures of another type, unit or stage to it; a verified figure stands in place of the claimed one.
    """

    council: str
    profile: str
    project: str
    period: str
    starts: date = Field(alias="from")
    ends: date = Field(alias="to")
    stage: str
    measure: str
    type: str
    unit: str
    value: float | None = None
    withdrawn: bool
    by_role: str
    evidence: list[str]
    note: str | None = None
    reason: str | None = None
    effective: date
    recorded_at: datetime
    visibility: str


class FigureShownView(View):
    """Who was let see a figure, from which day on."""

    visibility: str
    effective: date
    recorded_at: datetime


class FigureHistoryView(FigureView):
    """A figure with all that was told of it, oldest first; who was let see it, only its council and the Office see."""

    history: list[FigureToldView]
    shown_to: list[FigureShownView] | None = None


class StageTotalView(View):
    """What figures of one stage come to, and of how many councils they are; without a `value`, `withheld` says why.

    `verified_instead` counts the claims that are not among them because they were verified.
    """

    stage: str
    value: float | None = None
    withheld: str | None = None
    figures: int
    councils: int
    verified_instead: int | None = None


class TotalView(View):
    """The totals of one type in one unit; stages are never added together."""

    type: str
    unit: str
    stages: list[StageTotalView]


class TotalsView(View):
    """Totals of the figures that the asker may see one by one, type by type and unit by unit, never added together."""

    as_at: date
    totals: list[TotalView]


def figure(row: BenefitFigure, told: BenefitFigureTold, *, version: int | None = None) -> FigureView:
    """Show a figure as it was told; `version` is the one that the answer is of, the figure's own if left out."""
    return FigureView(
        href=f"{BASE}/benefits/{row.council}/{row.profile}/{row.period}/{row.stage}",
        version=row.version if version is None else version,
        starts=row.starts,
        ends=row.ends,
        visibility=row.visibility,
        withdrawn=told.step == "withdrawn",
        **told.model_dump(exclude={"number", "step", "corrects"}),
    )


def figure_history(
    view: FigureView, told: Sequence[BenefitFigureTold], shown: Sequence[BenefitVisibility] | None
) -> FigureHistoryView:
    return FigureHistoryView(
        **view.model_dump(),
        history=[_told(one) for one in told],
        shown_to=None if shown is None else [_shown(one) for one in shown],
    )


def totals(day: date, found: Iterable[Total]) -> TotalsView:
    return TotalsView(as_at=day, totals=[_total(one) for one in found])


def _told(row: BenefitFigureTold) -> FigureToldView:
    shown = row.model_dump(exclude={"council", "profile", "period", "stage", "project", "measure", "type", "unit"})
    return FigureToldView(version=shown.pop("number"), **shown)


def _shown(row: BenefitVisibility) -> FigureShownView:
    return FigureShownView(visibility=row.visibility, effective=row.effective, recorded_at=row.recorded_at)


def _total(found: Total) -> TotalView:
    stages = [
        StageTotalView(
            stage=one.stage,
            value=one.value,
            withheld=TOO_FEW if one.value is None and one.figures else None,
            figures=one.figures,
            councils=one.councils,
            verified_instead=one.verified_instead if one.stage == "claimed" else None,
        )
        for one in found.stages
    ]
    return TotalView(type=found.type, unit=found.unit, stages=stages)
