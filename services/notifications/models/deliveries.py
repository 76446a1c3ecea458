"""Deliveries: which event goes to which webhook, in order per aggregate, and every attempt at it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Identity, Index, LargeBinary, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.notifications.models.base import NotificationsTable

BY_INDEX = dict.fromkeys(("enable_seqscan", "enable_hashjoin", "enable_mergejoin", "enable_sort"), "off")
"""Settings by which the database looks each row up by an index, for a connection that works on the queue. Statistics of
a queue are of the time before what fills it: by them it would go through a whole table, or all that waits, for each."""
ALL_BY_INDEX = "SELECT " + ", ".join(f"set_config('{name}', '{value}', true)" for name, value in BY_INDEX.items())
"""The same for the rest of a transaction."""


def first_waiting(lane: str, after: str = "0") -> str:
    """Return SQL for the position of a lane's first waiting delivery after another; `lane` is what names the lane.

    In the order of the index of lanes, which is the only one that needs no sorting (see BY_INDEX).
    """
    return f"""(
        SELECT CASE WHEN following.aggregate = {lane}.aggregate THEN following.position END FROM (
            SELECT delivery.aggregate, delivery.position FROM delivery
            WHERE delivery.subscription = {lane}.subscription AND delivery.state = 'waiting'
              AND (delivery.aggregate, delivery.position) > ({lane}.aggregate, {after})
            ORDER BY delivery.aggregate, delivery.position LIMIT 1) AS following)"""  # noqa: S608 - names of ours


class Lane(NotificationsTable, table=True):
    """The deliveries of one aggregate to one subscription: they go one by one, in the order of the log.

    `number` and `last_event` are of the newest delivery planned, for the chain that receivers check; `head` is the
    position of the first that is not settled, null where all are. Its next try is at `due_at`. Who works on the head
    holds the lease, and settles only while it does.

    Planning adds deliveries and sets a `head` that is null. So who settles locks the lane first, and looks for the next
    delivery in a statement of its own: one that was planned meanwhile would else be overlooked. Lanes are locked in the
    order of (subscription, aggregate).
    """

    __tablename__ = "lane"
    __table_args__ = (
        Index("lane_due", "subscription", "due_at", postgresql_where=text("head IS NOT NULL")),
        Index("lane_tried", "subscription", postgresql_where=text("head IS NOT NULL AND tries > 0")),
    )
    subscription: str = Field(primary_key=True)
    aggregate: str = Field(primary_key=True)
    number: int = Field(sa_type=BigInteger)
    last_event: UUID
    head: int | None = Field(default=None, sa_type=BigInteger)
    tries: int = 0
    due_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    lease: UUID | None = None
    leased_until: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class Delivery(NotificationsTable, table=True):
    """An event that a webhook subscription is to get; `id` is the webhook-id, the same over all tries.

    `number` and `previous` are its place in its lane: `subscriptionsequence` and `subscriptionprevious`. No foreign key
    leads to its subscription: planning would wait for whoever changes one, and they for it.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'delivered', 'given-up', 'skipped')", name="delivery_state"),
        Index("delivery_lane", "subscription", "aggregate", "position", postgresql_where=text("state = 'waiting'")),
        Index("delivery_waiting", "subscription", "position", postgresql_where=text("state = 'waiting'")),
        Index(
            "delivery_lost",
            "subscription",
            "state",
            "position",
            postgresql_where=text("state IN ('given-up', 'skipped')"),
        ),
    )
    subscription: str = Field(primary_key=True)
    position: int = Field(sa_type=BigInteger, primary_key=True)
    id: UUID = Field(unique=True)
    event_id: UUID
    aggregate: str
    number: int = Field(sa_type=BigInteger)
    previous: UUID | None = None
    state: str = "waiting"
    tries: int = 0
    reason: str | None = None
    planned_at: datetime = Field(sa_type=DateTime(timezone=True))
    settled_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class Attempt(NotificationsTable, table=True):
    """One try at a delivery, or a test: what was asked, with no secret in it, and what was answered."""

    __tablename__ = "attempt"
    __table_args__ = (
        CheckConstraint("kind IN ('planned', 'probe', 'resent', 'test')", name="attempt_kind"),
        CheckConstraint("outcome IN ('delivered', 'retry', 'slow-down', 'gone', 'blocked')", name="attempt_outcome"),
        Index("attempt_of_delivery", "delivery", "number"),
    )
    number: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    subscription: str
    delivery: UUID
    kind: str
    at: datetime = Field(sa_type=DateTime(timezone=True))
    took_ms: int
    outcome: str
    status: int | None = None
    error: str | None = None
    request: dict[str, Any] = Field(sa_type=JSONB)
    answer: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    answer_body: bytes | None = Field(default=None, sa_type=LargeBinary)
