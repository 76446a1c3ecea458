"""What the services answer about work requests."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

import datetime as dt

from pydantic import Field

from partnership_client.base import Model


class Answer(Model):
    """Answer."""

    council: str
    answer: str
    note: str | None = None
    by_day: dt.date | None = None
    told_by: str
    effective: dt.date
    recorded_at: dt.datetime


class AnswerCounts(Model):
    """How many councils answered what; to a council, without its own. Where `withheld` says why, nothing is shown."""

    councils: int
    accepted: int | None = None
    declined: int | None = None
    done: int | None = None
    not_answered: int | None = None
    withheld: str | None = None


class WorkRequest(Model):
    """A work request on a day. `answers` holds every council's to the Office, and to a council its own."""

    href: str
    version: int
    key: str
    project: str
    title: str
    text: str
    councils: list[str]
    by_role: str
    as_at: dt.date
    asked_on: dt.date
    recorded_at: dt.datetime
    priority: str
    due: dt.date
    state: str
    overdue: bool
    answers: list[Answer]
    counts: AnswerCounts
    cancelled_on: dt.date | None = None
    cancelled_by_role: str | None = None
    cancelled_reason: str | None = None


class Terms(Model):
    """How pressing a request is and when it is due, from a day on, and why that changed."""

    priority: str
    due: dt.date
    by_role: str
    reason: str | None = None
    effective: dt.date
    recorded_at: dt.datetime


class WorkRequestHistory(Model):
    """A work request with all terms it had until a day, the first ones first."""

    href: str
    version: int
    key: str
    project: str
    title: str
    text: str
    councils: list[str]
    by_role: str
    as_at: dt.date
    asked_on: dt.date
    recorded_at: dt.datetime
    priority: str
    due: dt.date
    state: str
    overdue: bool
    answers: list[Answer]
    counts: AnswerCounts
    cancelled_on: dt.date | None = None
    cancelled_by_role: str | None = None
    cancelled_reason: str | None = None
    terms: list[Terms]


class Commitment(Model):
    """Commitment."""

    role: str
    days_per_month: float
    from_: dt.date = Field(alias="from")
    to: dt.date


class CouncilsAnswer(Model):
    """What a council answered to a call, and all that it commits."""

    href: str
    version: int
    call: str
    council: str
    answer: str
    commitments: list[Commitment]
    reason: str | None = None
    effective: dt.date
    recorded_at: dt.datetime
