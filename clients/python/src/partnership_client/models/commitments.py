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
