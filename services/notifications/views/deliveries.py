"""What answers show of deliveries, of attempts at them, and of how an endpoint stands; never a secret."""

import base64
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from services.notifications.models import Attempt, Delivery, Endpoint, Subscription
from services.notifications.views.base import BASE
from shared.web.resources import View


class LastAttemptView(View):
    """What came of the latest try."""

    at: datetime
    outcome: str
    status: int | None = None
    error: str | None = None


class DeliveryView(View):
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
    event: str = Field(description="where the event is shown")
    event_id: UUID
    aggregate: str
    number: int
    previous: UUID | None = None
    state: str
    tries: int
    reason: str | None = None
    planned_at: datetime
    settled_at: datetime | None = None
    next_try: datetime | None = None
    waits_for: UUID | None = None
    last_attempt: LastAttemptView | None = None


class AttemptView(View):
    """One try at a delivery: what was sent, without the signatures, and what was answered.

    `kind` is planned, probe (one event for a paused endpoint), resent (asked for again) or test. `outcome` is
    delivered (any 2xx), retry (tried again later), slow-down (429, 502, 504, or 503 with Retry-After), gone (410) or
    blocked (the address may not be reached). Of an answer's body at most 64 KiB are kept.
    """

    delivery: UUID
    subscription: str
    kind: str
    at: datetime
    took_ms: int
    outcome: str
    status: int | None = None
    error: str | None = None
    request: dict[str, Any]
    answer: dict[str, Any] | None = None
    answer_body: str | None = Field(default=None, description="as text, where it is UTF-8")
    answer_body_base64: str | None = Field(default=None, description="instead, where it is not")


class HealthView(View):
    """How the delivery of a webhook subscription stands.

    `oldest_waiting` is when the first delivery was planned that is not settled, which is kept until `keeps_until`.
    `failures` are those in a row, `failing_since` when the first was; `next_probe` is when a paused endpoint is tried
    again, with one event.
    """

    subscription: str
    state: str
    cause: str | None = None
    since: datetime
    waiting: int
    oldest_waiting: datetime | None = None
    keeps_until: datetime | None = None
    given_up: int
    skipped: int
    failures: int
    failing_since: datetime | None = None
    not_before: datetime | None = None
    next_probe: datetime | None = None


class RecoveredView(View):
    """How many deliveries of a range are sent again, or would be; by the state they were in."""

    subscription: str
    first: datetime = Field(alias="from")
    last: datetime = Field(alias="to")
    dry_run: bool
    deliveries: int
    by_state: dict[str, int]


def delivery(
    row: Delivery, *, head: tuple[Delivery, datetime] | None = None, last: Any = None, running: bool = True
) -> DeliveryView:
    waits = row.state == "waiting" and head is not None
    at_its_turn = waits and head is not None and head[0].position == row.position
    return DeliveryView(
        href=f"{BASE}/deliveries/{row.id}",
        id=row.id,
        subscription=row.subscription,
        event=f"{BASE}/events/{row.event_id}",
        event_id=row.event_id,
        aggregate=row.aggregate,
        number=row.number,
        previous=row.previous,
        state=row.state,
        tries=row.tries,
        reason=row.reason,
        planned_at=row.planned_at,
        settled_at=row.settled_at,
        next_try=head[1] if at_its_turn and running and head is not None else None,
        waits_for=head[0].id if waits and not at_its_turn and head is not None else None,
        last_attempt=LastAttemptView.model_validate(last, from_attributes=True) if last is not None else None,
    )


def attempt(row: Attempt) -> AttemptView:
    text, binary = _body(row.answer_body)
    return AttemptView(
        answer_body=text,
        answer_body_base64=binary,
        **row.model_dump(exclude={"number", "answer_body"}),
    )


def health(row: Subscription, endpoint: Endpoint, found: Any, keeps_until: datetime | None) -> HealthView:
    return HealthView(
        subscription=row.id,
        state=row.state,
        cause=row.cause,
        since=row.since,
        waiting=found.waiting,
        oldest_waiting=found.oldest,
        keeps_until=keeps_until,
        given_up=found.given_up,
        skipped=found.skipped,
        failures=endpoint.failures,
        failing_since=endpoint.failing_since,
        not_before=endpoint.not_before,
        next_probe=endpoint.probe_at if row.state == "paused" else None,
    )


def recovered(
    subscription: str, times: tuple[datetime, datetime], found: Sequence[Any], *, dry_run: bool
) -> RecoveredView:
    by_state = {one.state: one.deliveries for one in found}
    return RecoveredView(
        subscription=subscription,
        first=times[0],
        last=times[1],
        dry_run=dry_run,
        deliveries=sum(by_state.values()),
        by_state=by_state,
    )


def _body(body: bytes | None) -> tuple[str | None, str | None]:
    if body is None:
        return None, None
    try:
        return body.decode(), None
    except UnicodeDecodeError:
        return None, base64.b64encode(body).decode()
