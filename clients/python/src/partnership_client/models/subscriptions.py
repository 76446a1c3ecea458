"""What the services answer about subscriptions."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

import datetime as dt
from typing import Any
from uuid import UUID

from pydantic import Field

from partnership_client.base import Model


class Start(Model):
    """Where a subscription begins, as it was asked for, and as a cursor of the feed."""

    at: str | None = None
    date: str | None = None
    release: str | None = None
    cursor: str


class Webhook(Model):
    """Where a subscription's webhooks go and in which form; `agreed_at` is when the endpoint agreed to get them."""

    url: str
    mode: str
    body: str
    signatures: list[str]
    rate: float | None = None
    agreed_at: dt.datetime | None = None


class Subscription(Model):
    """A subscription to events; its owner is `office` or a council's slug.

    `state` is pending (its endpoint has not agreed yet), active, paused (nothing is lost; it goes on by itself) or
    stopped; `cause` says why, `since` from when on. No `types` means all, and each of the `filters` lets an event pass.
    """

    href: str
    version: int
    id: str
    name: str
    owner: str
    council: str | None = None
    client: str
    road: str
    state: str
    cause: str | None = None
    since: dt.datetime
    types: list[str]
    filters: list[dict[str, Any]]
    fields: dict[str, list[str]]
    start: Start
    keep_days: int
    events: str
    stream: str
    webhook: Webhook | None = None
    created_at: dt.datetime
    changed_at: dt.datetime


class Week(Model):
    """How many came in the week that began on a Monday."""

    week: dt.date
    count: int


class TypeCount(Model):
    """How many of one type came, in all and by week; weeks without any are left out."""

    type: str
    name: str
    total: int
    weeks: list[Week]


class Burst(Model):
    """The most that came at once, and when that began."""

    at: dt.datetime
    count: int


class Bursts(Model):
    """The largest bursts: what an endpoint must stand, and how long it would have taken at its rate."""

    minute: Burst | None = None
    hour: Burst | None = None


class HiddenType(Model):
    """A type that is wanted and not seen whole: of `own-council` only what is about one's own, of `none` nothing."""

    type: str
    name: str
    audience: str
    seen: str


class Hidden(Model):
    """What is wanted and would not come.

    Of events that are not the caller's to see nothing is counted, and no filter is tried on them: a count would tell
    what they hold.
    """

    types: list[HiddenType]
    fields: list[str]


class Preview(Model):
    """What a subscription would have brought; `complete` where everything since then was looked at."""

    since: dt.datetime
    until: dt.datetime
    complete: bool
    total: int
    types: list[TypeCount]
    largest_burst: Bursts
    samples: list[dict[str, Any]]
    hidden: Hidden


class CloudEvent(Model):
    """An event as a CloudEvents 1.0 object; an attribute that it does not have is left out."""

    specversion: str
    id: UUID
    type: str
    source: str
    subject: str
    time: str
    recordedtime: str
    aggregate: str
    sequence: int
    previousid: UUID | None = None
    epoch: int
    correlationid: str
    causationid: str | None = None
    actor: str
    traceparent: str | None = None
    tracestate: str | None = None
    datacontenttype: str
    data: Any = None
    data_base64: str | None = None


class Health(Model):
    """How the delivery of a webhook subscription stands.

    `oldest_waiting` is when the first delivery was planned that is not settled, which is kept until `keeps_until`.
    `failures` are those in a row, `failing_since` when the first was; `next_probe` is when a paused endpoint is tried
    again, with one event.
    """

    subscription: str
    state: str
    cause: str | None = None
    since: dt.datetime
    waiting: int
    oldest_waiting: dt.datetime | None = None
    keeps_until: dt.datetime | None = None
    given_up: int
    skipped: int
    failures: int
    failing_since: dt.datetime | None = None
    not_before: dt.datetime | None = None
    next_probe: dt.datetime | None = None


class Recovered(Model):
    """How many deliveries of a range are sent again, or would be; by the state they were in."""

    subscription: str
    from_: dt.datetime = Field(alias="from")
    to: dt.datetime
    dry_run: bool
    deliveries: int
    by_state: dict[str, int]
