"""What the services answer about programme."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

import datetime as dt

from pydantic import Field

from partnership_client.base import Model


class Phase(Model):
    """Phase."""

    phase: str
    starts: str
    ends: str | None = None
    expected: bool
    source: str | None = None


class Programme(Model):
    """The programme; `phase` is the one it is in, null when none has begun or is known."""

    href: str
    version: int
    name: str = "Scottish Local Government Digital Partnership"
    phase: str | None = None
    phases: list[Phase]


class CalendarPeriod(Model):
    """A period as it stood on a day. `councils` null: all of them."""

    href: str
    version: int
    key: str
    kind: str
    name: str
    from_: dt.date = Field(alias="from")
    to: dt.date
    councils: list[str] | None = None
    effect: str | float
    source: str | None = None
    demonstration: bool
    reason: str | None = None
    ended_on: dt.date | None = None
    effective: dt.date
    recorded_at: dt.datetime
