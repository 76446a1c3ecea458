"""Benefit profiles, their claims and their measures, as answers show them."""

from datetime import date, datetime

from pydantic import Field

from services.projects import models
from services.projects.domain.measures import State, state
from services.projects.domain.schedules import Every, Period
from services.projects.views.columns import BASE, columns
from shared.values import Day
from shared.web.resources import Resource, View


class FigureView(View):
    """A value with the day it is, or is to be, true at; and since when it holds."""

    value: float
    date: str
    reason: str | None = None
    effective: Day
    recorded_at: datetime


class AttributionView(View):
    kind: str
    percentage: float | None = None
    rule: str


class ScheduleView(View):
    every: Every
    first_due: date
    last_due: date | None = None
    effective: date
    recorded_at: datetime


class BenefitView(Resource):
    """A benefit profile. Baseline, target and schedule are those of the day asked for, today if none was."""

    key: str
    project: str
    statement: str
    type: str | None = None
    class_as_found: str | None = None
    amount_gbp: int | None = None
    basis: str | None = None
    source: str | None = None
    owner_role: str | None = None
    measure: str | None = None
    unit: str | None = None
    attribution: AttributionView | None = None
    baseline: FigureView | None = None
    target: FigureView | None = None
    schedule: ScheduleView | None = None
    next_due: date | None = None
    effective: date | None = None
    recorded_at: datetime


class ClaimView(View):
    """A claim of a measure for a time, of the whole programme where it names no council."""

    number: int
    measure: str
    programme_wide: bool
    councils: list[str]
    starts: date = Field(alias="from")
    ends: date | None = Field(default=None, alias="to")
    effective: date
    recorded_at: datetime
    withdrawn_on: date | None = None
    withdrawal_reason: str | None = None
    withdrawal_recorded_at: datetime | None = None


class ClaimMade(Resource):
    """A claim; `version` is the profile's."""

    benefit: str
    claim: ClaimView


class MeasureView(View):
    """A period whose measure fell due, and what was measured; `value` null as long as nothing was."""

    period: date
    starts: date = Field(alias="from")
    due: date
    overdue_from: date
    state: State
    value: float | None = None
    unit: str | None = None
    number: int | None = None
    by_role: str | None = None
    evidence: list[str]
    corrects: int | None = None
    reason: str | None = None
    effective: date | None = None
    recorded_at: datetime | None = None


class MeasureMade(Resource):
    """What was measured for a period; `version` is the profile's."""

    benefit: str
    measure: str
    period: MeasureView


def benefit(
    row: models.Benefit,
    *,
    baseline: models.BenefitFigure | None,
    target: models.BenefitFigure | None,
    schedule: models.BenefitSchedule | None,
    next_due: date | None,
) -> BenefitView:
    attributed = {"attribution_kind", "attribution_percentage", "attribution_rule"}
    return BenefitView(
        href=f"{BASE}/benefit-profiles/{row.key}",
        attribution=AttributionView(
            kind=row.attribution_kind, percentage=row.attribution_percentage, rule=row.attribution_rule or ""
        )
        if row.attribution_kind
        else None,
        baseline=_figure(baseline),
        target=_figure(target),
        schedule=ScheduleView(**columns(schedule, without={"benefit", "number"}))
        if schedule and schedule.every
        else None,
        next_due=next_due,
        recorded_at=row.created_at,
        **columns(row, without=attributed),
    )


def _figure(row: models.BenefitFigure | None) -> FigureView | None:
    return FigureView(date=row.at, **columns(row, without={"benefit", "kind", "number", "at"})) if row else None


def claim(row: models.BenefitClaim, day: date) -> ClaimView:
    """Show a claim as on a day, which knows nothing of a later withdrawal."""
    hidden = {"benefit"}
    if row.withdrawn_on is not None and row.withdrawn_on > day:
        hidden |= {"withdrawn_on", "withdrawal_reason", "withdrawal_recorded_at"}
    return ClaimView(programme_wide=not row.councils, **columns(row, without=hidden))


def measure(row: models.Benefit, period: Period, found: models.BenefitMeasure | None, day: date) -> MeasureView:
    said = columns(found, without={"benefit", "period"}) if found else {"evidence": []}
    return MeasureView(
        period=period.due,
        starts=period.starts,
        due=period.due,
        overdue_from=period.overdue_from,
        state=state(period, found, day),
        unit=row.unit,
        **said,
    )
