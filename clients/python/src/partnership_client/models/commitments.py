"""What the services answer about commitments."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

import datetime as dt

from partnership_client.base import Model
from partnership_client.models.work_requests import Commitment, CouncilsAnswer


class RoleDays(Model):
    """Role days."""

    role: str
    days: float


class Capacity(Model):
    """What a council has to give in a month, by role; version 0: it has not said."""

    href: str
    version: int
    council: str
    month: str
    given: list[RoleDays]
    effective: dt.date | None = None
    recorded_at: dt.datetime | None = None


class Given(Model):
    """What a council has to give, in the months that were told at once; `version` counts those that changed."""

    href: str
    version: int
    council: str
    months: list[Capacity]


class Delivered(Model):
    """Days delivered for a call in a role, where that is recorded, and which role told it."""

    project: str
    call: str
    role: str
    days: float
    source: str
    by_role: str


class Delivery(Model):
    """What a council delivered in a month; version 0: it has not said. `reason` says why a figure was changed."""

    href: str
    version: int
    council: str
    month: str
    delivered: list[Delivered]
    reason: str | None = None
    effective: dt.date | None = None
    recorded_at: dt.datetime | None = None


class BalanceLine(Model):
    """Delivered beside promised; null: not told. `difference` is delivered less promised."""

    project: str
    call: str
    role: str
    promised: float
    delivered: float | None = None
    difference: float | None = None


class RoleBalance(Model):
    """A role over all calls, beside what the council has to give of it; null: not told.

    `over_committed` days were promised beyond that, `free` days of it were not promised.
    """

    role: str
    capacity: float | None = None
    promised: float
    delivered: float | None = None
    over_committed: float | None = None
    free: float | None = None


class MonthBalance(Model):
    """Month balance."""

    month: str
    lines: list[BalanceLine]
    roles: list[RoleBalance]


class Balance(Model):
    """What a council promised and delivered from month to month, as it was told by `as_at`; for nobody else to see."""

    href: str
    council: str
    first: str
    last: str
    as_at: dt.date
    promised: float
    delivered: float | None = None
    months: list[MonthBalance]


class AnswerHistory(Model):
    """An answer with all that was said before, oldest first."""

    href: str
    version: int
    call: str
    council: str
    answer: str
    commitments: list[Commitment]
    reason: str | None = None
    effective: dt.date
    recorded_at: dt.datetime
    history: list[CouncilsAnswer]
