"""What the services answer about commitments."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

import datetime as dt
from uuid import UUID

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


class LastAttempt(Model):
    """What came of the latest try."""

    at: dt.datetime
    outcome: str
    status: int | None = None
    error: str | None = None


class NotificationsDelivery(Model):
    """An event that a webhook subscription is to get, or got.

    `id` is the webhook-id, the same over all tries and when it is sent again. `state` is waiting (it is tried until
    it is taken), delivered, given-up (its tries are used up while its endpoint took others, or its owner gave it up)
    or skipped (it waited for longer than the subscription keeps it); the last two are not sent unless that is asked
    for, and `reason` says why. `number` and `previous` are its place in the lane of its `aggregate`, whose deliveries
    go one by one: `waits_for` is the one before it, `next_try` says when the next try is, of what is at its turn.
    """

    href: str
    id: UUID
    subscription: str
    event: str
    event_id: UUID
    aggregate: str
    number: int
    previous: UUID | None = None
    state: str
    tries: int
    reason: str | None = None
    planned_at: dt.datetime
    settled_at: dt.datetime | None = None
    next_try: dt.datetime | None = None
    waits_for: UUID | None = None
    last_attempt: LastAttempt | None = None


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
