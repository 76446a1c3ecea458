"""Benefit profiles: what may be said of one, and when its baseline, its target and its schedule may change."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from services.projects.domain import schedules
from services.projects.models import Benefit, BenefitFigure, BenefitSchedule
from shared.errors import ConflictError, refuse_field
from shared.events import projects as said

Type = Literal["cash-releasing", "cost-avoidance", "quantitative", "qualitative", "dis-benefit"]
Attribution = Literal["whole", "shared", "share"]
Kind = Literal["baseline", "target"]

KEPT = ("type", "measure", "unit")
"""What stays once something was measured or claimed: a cost avoided does not become a saving by another word."""


def attribution(row: Benefit) -> said.BenefitAttribution | None:
    """Return how much of what is measured the project accounts for, as far as it was said."""
    if row.attribution_kind is None:
        return None
    return said.BenefitAttribution(
        kind=row.attribution_kind, percentage=row.attribution_percentage, rule=row.attribution_rule or ""
    )


def refuse_bad_attribution(kind: Attribution, percentage: float | None) -> None:
    """Refuse a share of unknown size, and a size of what is no share."""
    if kind == "share" and percentage is None:
        refuse_field(
            "attribution.percentage", "percentage-missing", "a share needs one; 'shared' is a part nobody counted"
        )
    if kind != "share" and percentage is not None:
        refuse_field("attribution.percentage", "percentage-not-allowed", f"'{kind}' has none; say 'share' instead")


def refuse_changing_what_was_counted(row: Benefit, wanted: Mapping[str, Any], *, measured: int, claimed: int) -> None:
    """Refuse another type, measure or unit once figures or claims rest on the ones there are."""
    changed = [name for name in KEPT if name in wanted and wanted[name] != getattr(row, name)]
    if changed and measured:
        raise ConflictError(
            f"'{row.key}' was measured already; its {changed[0]} stays, or what was measured would mean something "
            "else. Profile another benefit instead.",
            code="measured-already",
        )
    if "measure" in changed and claimed:
        raise ConflictError(
            f"'{row.key}' claims '{row.measure}'; withdraw its claims before it measures something else.",
            code="measure-claimed",
        )


def change_figure(
    row: Benefit,
    kind: Kind,
    before: BenefitFigure | None,
    *,
    value: float,
    on: str,
    reason: str | None,
    effective: date,
    today: date,
) -> said.BenefitBaselineChanged | said.BenefitTargetChanged | None:
    """Give a benefit a baseline or a target from a day on, or refuse; None if it has just that already."""
    if before is not None and (before.value, before.at) == (value, on):
        return None
    refuse_effective(row, effective, today)
    if before is not None and not reason:
        refuse_field(
            "reason", "reason-missing", f"another {kind} needs one, so that nobody takes it for what was promised"
        )
    if before is not None and effective < before.effective:
        refuse_field(
            "effective", "dates-out-of-order", f"{effective} lies before {before.effective}, when the {kind} was set"
        )
    figure = said.BenefitFigure(value=value, date=on)
    earlier = said.BenefitFigure(value=before.value, date=before.at) if before else None
    common: dict[str, Any] = {"benefit": row.key, "project": row.project, "before": earlier, "reason": reason}
    if kind == "baseline":
        return said.BenefitBaselineChanged(baseline=figure, effective=effective.isoformat(), **common)
    return said.BenefitTargetChanged(target=figure, effective=effective.isoformat(), **common)


def change_schedule(
    row: Benefit,
    before: BenefitSchedule | None,
    wanted: said.BenefitSchedule | None,
    *,
    effective: date,
    today: date,
) -> said.BenefitScheduleChanged | None:
    """Measure a benefit at other times, or no more; what fell due by then stays. None if nothing changes."""
    if wanted == schedule(before):
        return None
    # what another schedule brought about until today has been said
    if before is not None and effective < today:
        refuse_field("effective", "dates-out-of-order", f"another schedule holds from {today} at the earliest")
    refuse_effective(row, effective, today)
    if wanted is not None:
        refuse_bad_schedule(wanted, holds_from=effective, anew=before is not None)
    return said.BenefitScheduleChanged(
        benefit=row.key, project=row.project, schedule=wanted, effective=effective.isoformat()
    )


def refuse_bad_schedule(wanted: said.BenefitSchedule, *, holds_from: date, anew: bool = False) -> None:
    first = date.fromisoformat(wanted.first_due)
    last = date.fromisoformat(wanted.last_due) if wanted.last_due else None
    schedules.refuse_disorder(first, last, holds_from=holds_from, anew=anew)


def schedule(row: BenefitSchedule | None) -> said.BenefitSchedule | None:
    """Return a schedule as it is said, None for none."""
    if row is None or row.every is None or row.first_due is None:
        return None
    return said.BenefitSchedule(
        every=row.every,
        first_due=row.first_due.isoformat(),
        last_due=row.last_due.isoformat() if row.last_due else None,
    )


def refuse_effective(row: Benefit, effective: date, today: date) -> None:
    """Refuse a day that has not come, or on which there was no profile yet."""
    if effective > today:
        refuse_field("effective", "date-in-the-future", f"{effective} has not come yet; tell it when it has happened")
    if row.effective is not None and effective < row.effective:
        refuse_field(
            "effective", "dates-out-of-order", f"{effective} lies before the profile, which is of {row.effective}"
        )
