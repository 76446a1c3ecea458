"""Periods of the programme's calendar, as answers show them."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from services.projects import models
from services.projects.domain.calendar import Period
from services.projects.views.columns import BASE
from shared.web.resources import Resource, View

Effect = Literal["avoid"] | float
"""The part of capacity that is left (0 to 1), or that nothing should be asked for at all."""


class CalendarPeriodView(Resource):
    """A period as it stood on a day. `councils` null: all of them."""

    key: str
    kind: str
    name: str
    starts: date = Field(alias="from")
    ends: date = Field(alias="to")
    councils: list[str] | None = None
    effect: Effect
    source: str | None = None
    demonstration: bool
    reason: str | None = None
    ended_on: date | None = None
    effective: date
    recorded_at: datetime


class PeriodInCheck(View):
    """A period that touches a month that was checked."""

    key: str
    kind: str
    name: str
    starts: date = Field(alias="from")
    ends: date = Field(alias="to")
    councils: list[str] | None = None
    effect: Effect


def content(row: models.CalendarPeriod) -> dict[str, Any]:
    """Return what a version keeps of a period."""
    return row.model_dump(mode="json", exclude={"version", "last_event", "created_at", "changed_at", "effective"})


def period(row: models.CalendarPeriodVersion) -> CalendarPeriodView:
    told = {name: value for name, value in row.content.items() if name != "factor"}
    return CalendarPeriodView.model_validate(
        told
        | {
            "href": f"{BASE}/programme/calendar/{row.period}",
            "version": row.number,
            "effect": _effect(row.content["factor"]),
            "effective": row.effective,
            "recorded_at": row.recorded_at,
        }
    )


def period_in_check(one: Period) -> PeriodInCheck:
    return PeriodInCheck(
        key=one.key,
        kind=one.kind,
        name=one.name,
        starts=one.starts,
        ends=one.ends,
        councils=None if one.councils is None else sorted(one.councils),
        effect=_effect(one.factor),
    )


def _effect(factor: float | None) -> Effect:
    return "avoid" if factor is None else factor
