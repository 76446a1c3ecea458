"""Subscriptions: who wants which events, by which road, from where on."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Index, String, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.notifications.models.base import NotificationsTable
from shared.database import Aggregate


class Subscription(NotificationsTable, Aggregate, table=True):
    """That a client of a council, or of the Office, wants events.

    `types` are full type names, none of them meaning all; `filters` are in the dialects of CloudEvents Subscriptions;
    `fields` is what its reader says it reads, by type. `planned` is the position up to which the log was looked
    through for a webhook; what matched stands in `delivery`. One `with_head` is looked after with all others that are
    (`PlanningHead`), from `planned` on; one that is not is behind, and catches up by itself.
    """

    __tablename__ = "subscription"
    __table_args__ = (
        CheckConstraint("road IN ('webhook', 'feed', 'stream', 'broker')", name="subscription_road"),
        CheckConstraint("state IN ('pending', 'active', 'paused', 'stopped')", name="subscription_state"),
        Index("subscription_of_owner", "council", "id"),
        Index("subscription_of_client", "client", postgresql_where=text("state <> 'stopped'")),
        Index(
            "subscription_behind",
            "id",
            postgresql_where=text("road = 'webhook' AND state IN ('active', 'paused') AND NOT with_head"),
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
    with_head: bool = False
    keep_days: int
    contacts: list[str] = Field(
        default_factory=list, sa_column=Column(ARRAY(String), nullable=False, server_default=text("'{}'"))
    )
    """The roles that are told by mail how it stands; none of them named means the usual ones."""


class PlanningHead(NotificationsTable, table=True):
    """How far the log was looked through for all webhooks that wait for what is new; who does that holds its lock.

    `generation` goes up with each change of what they are or want, under the same lock: so a change counts exactly
    from the next event on, and who plans knows when to read them again.
    """

    __tablename__ = "planning_head"
    __table_args__ = (CheckConstraint("only_row", name="planning_head_one_row"),)
    only_row: bool = Field(default=True, primary_key=True)
    position: int = Field(sa_type=BigInteger)
    generation: int = Field(sa_type=BigInteger)
