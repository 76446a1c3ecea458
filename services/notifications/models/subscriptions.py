"""Subscriptions: who wants which events, by which road, from where on."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Index, String, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.notifications.models.base import NotificationsTable
from shared.database import Aggregate


class Subscription(NotificationsTable, Aggregate, table=True):
    """That a client of a council, or of the Office, wants events.

    `types` are full type names, none of them meaning all; `filters` are in the dialects of CloudEvents Subscriptions;
    `fields` is what its reader says it reads, by type. `planned` is the position up to which the log was looked
    through for a webhook; what matched stands in `delivery`.
    """

    __tablename__ = "subscription"
    __table_args__ = (
        CheckConstraint("road IN ('webhook', 'feed', 'stream', 'broker')", name="subscription_road"),
        CheckConstraint("state IN ('pending', 'active', 'paused', 'stopped')", name="subscription_state"),
        Index("subscription_of_owner", "council", "id"),
        Index(
            "subscription_planned",
            "planned",
            postgresql_where=text("road = 'webhook' AND state IN ('active', 'paused')"),
        ),
    )
    id: str = Field(primary_key=True)
    name: str
    client: str
    council: str | None = None
    road: str
    types: list[str] = Field(sa_type=ARRAY(String))
    filters: list[dict[str, Any]] = Field(sa_type=JSONB)
    fields: dict[str, list[str]] = Field(sa_type=JSONB)
    start: dict[str, Any] = Field(sa_type=JSONB)
    state: str
    cause: str | None = None
    since: datetime = Field(sa_type=DateTime(timezone=True))
    planned: int = Field(default=0, sa_type=BigInteger)
    keep_days: int
