"""What the services answer about calls."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

import datetime as dt

from pydantic import Field

from partnership_client.base import Model


class Ask(Model):
    """A role that is asked for; every month that the dates touch counts whole."""

    role: str
    days_per_month: float
    from_: dt.date = Field(alias="from")
    to: dt.date
    councils_wanted: int | None = None


class Gate(Model):
    """Services__projects__views__calls__ gate."""

    name: str
    on: dt.date


class Call(Model):
    """A call for participation as it stood on a day; `version` is what If-Match asks for."""

    href: str
    version: int
    key: str
    project: str
    title: str
    summary: str
    asks: list[Ask]
    benefits: list[str]
    deadline: dt.date
    contact_role: str
    planned_gates: list[Gate]
    state: str
    accepted_warnings: list[str]
    demonstration: bool
    published_on: dt.date | None = None
    closed_on: dt.date | None = None
    cause: str | None = None
    reason: str | None = None
    effective: dt.date
    recorded_at: dt.datetime


class RoleInMonth(Model):
    """What is asked of a role in a month. `capacity_days` null: no council said what it has to give."""

    role: str
    asked_days: float
    capacity_days: float | None = None
    capacity_councils: int
    usable_days: float | None = None
    committed_days: float
    committed_elsewhere_days: float
    free_days: float | None = None


class GateInMonth(Model):
    """A gate that is planned for a day (`on`), or for some day up to another where the plan is no more exact."""

    name: str
    on: dt.date
    until: dt.date


class PeriodInCheck(Model):
    """A period that touches a month that was checked."""

    key: str
    kind: str
    name: str
    from_: dt.date = Field(alias="from")
    to: dt.date
    councils: list[str] | None = None
    effect: str | float


class CheckWarning(Model):
    """Warning."""

    code: str
    month: str
    text: str


class Month(Model):
    """Month."""

    month: str
    roles: list[RoleInMonth]
    gates: list[GateInMonth]
    periods: list[PeriodInCheck]
    warnings: list[CheckWarning]


class Check(Model):
    """What a check found. To publish with warnings, name `codes` in `accept_warnings`."""

    as_at: dt.date
    months: list[Month]
    warnings: list[CheckWarning]
    codes: list[str]
