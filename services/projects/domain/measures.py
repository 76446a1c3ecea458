"""Measures: what was measured for a period that is over, and how it is put right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NoReturn

from services.projects.domain.roles import Role
from services.projects.domain.schedules import Period
from services.projects.models import Benefit, BenefitMeasure
from shared.errors import ConflictError, FieldError, refuse_field
from shared.events.projects import BenefitMeasured, BenefitMeasureDue, BenefitMeasureOverdue

State = Literal["due", "overdue", "measured"]


@dataclass(frozen=True, slots=True)
class Measured:
    """What somebody measured, and on what grounds."""

    period: date
    value: float
    by_role: Role
    evidence: tuple[str, ...]
    corrects: int | None
    reason: str | None
    effective: date


def state(period: Period, measure: BenefitMeasure | None, day: date) -> State:
    """Return where a period that fell due stands on a day."""
    if measure is not None:
        return "measured"
    return "overdue" if day >= period.overdue_from else "due"


def measure(
    row: Benefit,
    periods: Sequence[Period],
    before: BenefitMeasure | None,
    wanted: Measured,
    *,
    number: int,
    today: date,
) -> BenefitMeasured:
    """Record what was measured for a period that fell due, or put right what was; `before` is what holds of it."""
    if row.measure is None:
        message = "the profile names no measure; give it one first"
        refuse_field("measure", "measure-missing", message)
    period = next((one for one in periods if one.due == wanted.period), None)
    if period is None:
        _refuse_period(row, periods, wanted.period)
    if wanted.effective > today:
        refuse_field(
            "effective", "date-in-the-future", f"{wanted.effective} has not come yet; tell it when it has happened"
        )
    if wanted.effective < period.starts:
        message = f"{wanted.effective} lies before the period, which begins on {period.starts}"
        refuse_field("effective", "dates-out-of-order", message)
    _refuse_correction(before, wanted)
    return BenefitMeasured(
        benefit=row.key,
        project=row.project,
        number=number,
        period=period.due.isoformat(),
        from_day=period.starts.isoformat(),
        measure=row.measure,
        unit=row.unit,
        value=wanted.value,
        by_role=wanted.by_role,
        evidence=wanted.evidence,
        corrects=wanted.corrects,
        reason=wanted.reason,
        effective=wanted.effective.isoformat(),
    )


def fall_due(row: Benefit, period: Period) -> BenefitMeasureDue:
    """Say that a period is over and its measure is due."""
    return BenefitMeasureDue(**_of(row, period), effective=period.due.isoformat())


def fall_overdue(row: Benefit, period: Period) -> BenefitMeasureOverdue:
    """Say that a measure has been due for too long."""
    return BenefitMeasureOverdue(**_of(row, period), effective=period.overdue_from.isoformat())


def _of(row: Benefit, period: Period) -> dict[str, str | None]:
    return {
        "benefit": row.key,
        "project": row.project,
        "period": period.due.isoformat(),
        "from_day": period.starts.isoformat(),
        "measure": row.measure,
        "owner_role": row.owner_role,
    }


def _refuse_period(row: Benefit, periods: Sequence[Period], wanted: date) -> NoReturn:
    if not periods:
        message = "no measure of this benefit has fallen due yet; its schedule says when one does"
    else:
        latest = ", ".join(str(one.due) for one in periods[-3:])
        message = f"none that fell due on {wanted}; the latest are those of {latest}"
    raise ConflictError(
        f"period: {message}. GET /api/v1/benefit-profiles/{row.key}/measures lists all.",
        code="period-not-due",
        fields=(FieldError("period", message),),
    )


def _refuse_correction(before: BenefitMeasure | None, wanted: Measured) -> None:
    if before is None:
        if wanted.corrects is not None:
            message = f"nothing was measured for the period of {wanted.period} that could be put right"
            raise ConflictError(f"corrects: {message}.", code="nothing-to-correct", fields=_fields("corrects", message))
        return
    if wanted.corrects is None:
        raise ConflictError(
            f"The period of {wanted.period} was measured already ({before.value:g}, measure {before.number}). To put "
            f"that right, say 'corrects': {before.number} and the reason.",
            code="measured-already",
        )
    if wanted.corrects != before.number:
        message = f"it is measure {before.number} that holds for the period of {wanted.period}"
        raise ConflictError(f"corrects: {message}.", code="corrects-another", fields=_fields("corrects", message))
    if not wanted.reason:
        refuse_field("reason", "reason-missing", "a correction needs one, so that readers see why the figure changed")
    if wanted.effective < before.effective:
        message = f"{wanted.effective} lies before what it corrects, of {before.effective}"
        refuse_field("effective", "dates-out-of-order", message)


def _fields(field: str, message: str) -> tuple[FieldError, ...]:
    return (FieldError(field, message),)
