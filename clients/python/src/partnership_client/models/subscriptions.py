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


class Step(Model):
    """One question to an endpoint, and its answer."""

    method: str
    status: int | None = None
    error: str | None = None
    took_ms: int


class AgreementTry(Model):
    """That the endpoint was asked whether it agrees; `agreed` is null while its answer is awaited."""

    at: dt.datetime
    agreed: bool | None = None
    says: str | None = None
    steps: list[Step]


class NotificationsKey(Model):
    """A key that signs webhooks: `hmac` (`v1`), or `ed25519` (`v1a`), whose public part stands here."""

    id: UUID
    kind: str
    public_key: str | None = None
    made_at: dt.datetime
    retires_at: dt.datetime | None = None
    secret: str | None = None


class Webhook(Model):
    """Where a subscription's webhooks go and in which form; `agreed_at` is when the endpoint agreed to get them.

    `rate` is how many a second it gets at most: what was asked for, or it allows, whichever is less.
    """

    url: str
    mode: str
    body: str
    signatures: list[str]
    rate: float | None = None
    asked_rate: float | None = None
    allowed_rate: float | None = None
    agreed_at: dt.datetime | None = None
    agreed_how: str | None = None
    last_try: AgreementTry | None = None
    keys: list[NotificationsKey]
    warning: str | None = None


class BrokerKey(Model):
    """A key that lets a partner in: its public half. It is good once the broker knows it, and until `retires_at`."""

    public_key: str
    made_at: dt.datetime
    in_place: bool
    retires_at: dt.datetime | None = None


class Broker(Model):
    """A partner's account on the broker, and its keys; how to come in stands at `access`."""

    access: str
    account: str
    in_hand: int
    keys: list[BrokerKey]
    seed: str | None = None


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
    contacts: list[str]
    events: str
    stream: str
    webhook: Webhook | None = None
    broker: Broker | None = None
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


class Attempt(Model):
    """One try at a delivery: what was sent, without the signatures, and what was answered.

    `kind` is planned, probe (one event for a paused endpoint), resent (asked for again) or test. `outcome` is
    delivered (any 2xx), retry (tried again later), slow-down (429, 502, 504, or 503 with Retry-After), gone (410) or
    blocked (the address may not be reached). Of an answer's body at most 64 KiB are kept.
    """

    delivery: UUID
    subscription: str
    kind: str
    at: dt.datetime
    took_ms: int
    outcome: str
    status: int | None = None
    error: str | None = None
    request: dict[str, Any]
    answer: dict[str, Any] | None = None
    answer_body: str | None = None
    answer_body_base64: str | None = None


class Durable(Model):
    """A durable of a partner's: it pulls by a request to `pull`, and acknowledges each event by its reply subject."""

    stream: str
    durable: str
    pull: str
    subjects: list[str]
    in_place: bool
    acknowledged: int | None = None
    waiting: int | None = None
    seen_at: dt.datetime | None = None


class BrokerAccess(Model):
    """How a partner comes in: where, by which account, and what it pulls from.

    Do not look the durables up first (CONSUMER.INFO): the broker answers partners to nothing but pulls. `left_out` are
    types that its owner may see in part, which the broker cannot tell apart: the feed has them.
    """

    servers: list[str]
    account: str
    in_place: bool
    durables: list[Durable]
    keys: list[BrokerKey]
    left_out: list[str]


class NewBrokerKey(Model):
    """A key that was added, and until when those before it let the partner in."""

    href: str
    version: int
    public_key: str
    old_valid_until: dt.datetime | None = None
    seed: str | None = None
    notice: str | None = None
