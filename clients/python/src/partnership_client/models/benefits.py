"""What the services answer about benefits."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

import datetime as dt

from pydantic import Field

from partnership_client.base import Model


class CouncilsFigure(Model):
    """A council's figure of a benefit for a period; `visibility` says who may see it now.

    Never add figures of another type, unit or stage to it; a verified figure stands in place of the claimed one.
    """

    href: str
    version: int
    council: str
    profile: str
    project: str
    period: str
    from_: dt.date = Field(alias="from")
    to: dt.date
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
    effective: dt.date
    recorded_at: dt.datetime
    visibility: str


class FigureTold(Model):
    """What was told of a figure: it was given, corrected or withdrawn; a figure that is withdrawn has no value."""

    version: int
    step: str
    value: float | None = None
    by_role: str
    evidence: list[str]
    note: str | None = None
    corrects: int | None = None
    reason: str | None = None
    effective: dt.date
    recorded_at: dt.datetime


class FigureShown(Model):
    """Who was let see a figure, from which day on."""

    visibility: str
    effective: dt.date
    recorded_at: dt.datetime


class FigureHistory(Model):
    """A figure with all that was told of it, oldest first; who was let see it, only its council and the Office see."""

    href: str
    version: int
    council: str
    profile: str
    project: str
    period: str
    from_: dt.date = Field(alias="from")
    to: dt.date
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
    effective: dt.date
    recorded_at: dt.datetime
    visibility: str
    history: list[FigureTold]
    shown_to: list[FigureShown] | None = None


class StageTotal(Model):
    """What figures of one stage come to, and of how many councils they are; without a `value`, `withheld` says why.

    `verified_instead` counts the claims that are not among them because they were verified.
    """

    stage: str
    value: float | None = None
    withheld: str | None = None
    figures: int
    councils: int
    verified_instead: int | None = None


class Total(Model):
    """The totals of one type in one unit; stages are never added together."""

    type: str
    unit: str
    stages: list[StageTotal]


class Totals(Model):
    """Totals of the figures that the asker may see one by one, type by type and unit by unit, never added together."""

    as_at: dt.date
    totals: list[Total]
