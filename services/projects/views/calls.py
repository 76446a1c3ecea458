"""Calls for participation and what checks of them find, as answers show them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from pydantic import Field

from services.projects import models
from services.projects.domain import capacity
from services.projects.views.calendar import PeriodInCheck, period_in_check
from services.projects.views.columns import BASE
from shared.web.resources import Resource, View


class AskView(View):
    """A role that is asked for; every month that the dates touch counts whole."""

    role: str
    days_per_month: float
    starts: date = Field(alias="from")
    ends: date = Field(alias="to")
    councils_wanted: int | None = None


class GateView(View):
    name: str
    on: date


class GateInMonthView(View):
    """A gate that is planned for a day (`on`), or for some day up to another where the plan is no more exact."""

    name: str
    on: date
    until: date


class CallView(Resource):
    """A call for participation as it stood on a day; `version` is what If-Match asks for."""

    key: str
    project: str
    title: str
    summary: str
    asks: list[AskView]
    benefits: list[str]
    deadline: date
    contact_role: str
    planned_gates: list[GateView]
    state: str
    accepted_warnings: list[str]
    demonstration: bool
    published_on: date | None = None
    closed_on: date | None = None
    cause: str | None = None
    reason: str | None = None
    effective: date
    recorded_at: datetime


class RoleInMonthView(View):
    """What is asked of a role in a month. `capacity_days` null: no council said what it has to give."""

    role: str
    asked_days: float
    capacity_days: float | None
    capacity_councils: int
    usable_days: float | None
    committed_days: float
    committed_elsewhere_days: float
    free_days: float | None


class WarningView(View):
    code: str
    month: str
    text: str


class MonthView(View):
    month: str
    roles: list[RoleInMonthView]
    gates: list[GateInMonthView]
    periods: list[PeriodInCheck]
    warnings: list[WarningView]


class CheckView(View):
    """What a check found. To publish with warnings, name `codes` in `accept_warnings`."""

    as_at: date
    months: list[MonthView]
    warnings: list[WarningView]
    codes: list[str]


def content(row: models.ParticipationCall) -> dict[str, Any]:
    """Return what a version keeps of a call."""
    return row.model_dump(mode="json", exclude={"version", "last_event", "created_at", "changed_at", "effective"})


def call(row: models.CallVersion) -> CallView:
    return CallView.model_validate(
        row.content
        | {
            "href": f"{BASE}/calls/{row.call}",
            "version": row.number,
            "asks": [AskView.model_validate(one) for one in row.content["asks"]],
            "effective": row.effective,
            "recorded_at": row.recorded_at,
        }
    )


def check(found: Sequence[capacity.MonthChecked], day: date) -> CheckView:
    return CheckView(
        as_at=day,
        months=[_month(one) for one in found],
        warnings=[_warning(warned) for one in found for warned in one.warnings],
        codes=sorted(capacity.codes(found)),
    )


def _month(one: capacity.MonthChecked) -> MonthView:
    return MonthView(
        month=one.month,
        roles=[
            RoleInMonthView(
                role=role.role,
                asked_days=role.asked,
                capacity_days=role.capacity,
                capacity_councils=role.capacity_councils,
                usable_days=role.usable,
                committed_days=role.committed,
                committed_elsewhere_days=role.committed_elsewhere,
                free_days=role.free,
            )
            for role in one.roles
        ],
        gates=[GateInMonthView(name=gate.name, on=gate.on, until=gate.until) for gate in one.gates],
        periods=[period_in_check(period) for period in one.periods],
        warnings=[_warning(warned) for warned in one.warnings],
    )


def _warning(one: capacity.Warned) -> WarningView:
    return WarningView(code=one.code, month=one.month, text=one.text)
