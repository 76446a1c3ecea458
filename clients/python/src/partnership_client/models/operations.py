"""What the services answer about operations."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

import datetime as dt

from partnership_client.base import Model


class DeadLetter(Model):
    """A message that could not be taken in, and what became of it: `settled_…` say who settled it, when and why."""

    href: str
    id: int
    state: str
    cause: str
    error: str
    event_id: str | None = None
    event_type: str | None = None
    aggregate: str | None = None
    sequence: int | None = None
    subject: str
    stream: str
    stream_sequence: int
    deliveries: int
    parked_at: dt.datetime
    settled_at: dt.datetime | None = None
    settled_by: str | None = None
    settled_reason: str | None = None
    headers: dict[str, str] | None = None
    payload: str | None = None


class Cause(Model):
    """How many messages are parked for one cause, and for how long the oldest has been."""

    cause: str
    event_type: str | None = None
    parked: int
    oldest_parked_at: dt.datetime
    oldest_seconds: float


class Causes(Model):
    """Everything that is parked, by cause and event type; the most first."""

    items: list[Cause]


class Failed(Model):
    """A message that stays parked, and why."""

    id: int
    code: str
    detail: str


class Outcome(Model):
    """What became of messages that were settled together; `next_after` is given while there are more."""

    settled: int
    failed: list[Failed]
    next_after: int | None = None


class Clock(Model):
    """The day it is for the programme, and how many days that is ahead of the machine's."""

    today: dt.date
    now: dt.datetime
    ahead_days: int
    movable: bool


class Timer(Model):
    """What happens by itself, to what, and when; `tries` says how often it failed, and `retry_at` when it is next."""

    kind: str
    of: str
    key: str
    due_at: dt.datetime
    tries: int
    retry_at: dt.datetime | None = None


class Outbox(Model):
    """How far the outbox has been published."""

    pending: int
    oldest_pending_seconds: float | None = None
    recorded: int
    relay: str
    stream: str


class Hearing(Model):
    """One subscription as it runs."""

    stream: str
    durable: str
    state: str
    waiting: int
