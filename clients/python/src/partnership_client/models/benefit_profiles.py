"""What the services answer about benefit profiles."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

import datetime as dt

from pydantic import Field

from partnership_client.base import Model


class Attribution(Model):
    """Attribution."""

    kind: str
    percentage: float | None = None
    rule: str


class Figure(Model):
    """A value with the day it is, or is to be, true at; and since when it holds."""

    value: float
    date: str
    reason: str | None = None
    effective: dt.date
    recorded_at: dt.datetime


class Schedule(Model):
    """Schedule."""

    every: str
    first_due: dt.date
    last_due: dt.date | None = None
    effective: dt.date
    recorded_at: dt.datetime


class BenefitProfile(Model):
    """A benefit profile. Baseline, target and schedule are those of the day asked for, today if none was."""

    href: str
    version: int
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
    attribution: Attribution | None = None
    baseline: Figure | None = None
    target: Figure | None = None
    schedule: Schedule | None = None
    next_due: dt.date | None = None
    effective: dt.date | None = None
    recorded_at: dt.datetime


class MeasureClaim(Model):
    """A claim of a measure for a time, of the whole programme where it names no council."""

    number: int
    measure: str
    programme_wide: bool
    councils: list[str]
    from_: dt.date = Field(alias="from")
    to: dt.date | None = None
    effective: dt.date
    recorded_at: dt.datetime
    withdrawn_on: dt.date | None = None
    withdrawal_reason: str | None = None
    withdrawal_recorded_at: dt.datetime | None = None


class ClaimMade(Model):
    """A claim; `version` is the profile's."""

    href: str
    version: int
    benefit: str
    claim: MeasureClaim


class Measure(Model):
    """A period whose measure fell due, and what was measured; `value` null as long as nothing was."""

    period: dt.date
    from_: dt.date = Field(alias="from")
    due: dt.date
    overdue_from: dt.date
    state: str
    value: float | None = None
    unit: str | None = None
    number: int | None = None
    by_role: str | None = None
    evidence: list[str]
    corrects: int | None = None
    reason: str | None = None
    effective: dt.date | None = None
    recorded_at: dt.datetime | None = None


class MeasureMade(Model):
    """What was measured for a period; `version` is the profile's."""

    href: str
    version: int
    benefit: str
    measure: str
    period: Measure
