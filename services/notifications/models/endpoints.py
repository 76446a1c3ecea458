"""Endpoints: where a webhook's events go, how it stands with them, and what they are signed with."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Index, LargeBinary, String, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.notifications.models.base import NotificationsTable


class Endpoint(NotificationsTable, table=True):
    """The address of a webhook subscription; `failures` are those in a row, `failing_since` when the first was.

    `rate` is how many a second it gets at most: what its owner asked for, or the endpoint allows, whichever is less.
    Nothing is sent before `not_before`, which the endpoint asked for or its rate demands. While the subscription is
    paused for failing, one event is tried at `probe_at`.
    """

    __tablename__ = "endpoint"
    __table_args__ = (
        CheckConstraint("mode IN ('binary', 'structured')", name="endpoint_mode"),
        CheckConstraint("body IN ('full', 'thin')", name="endpoint_body"),
        Index("endpoint_probed", "probe_at", postgresql_where=text("probe_at IS NOT NULL")),
        CheckConstraint("agreed_how IN ('handshake', 'challenge')", name="endpoint_agreed_how"),
    )
    subscription: str = Field(sa_type=String, primary_key=True, foreign_key="subscription.id", ondelete="CASCADE")
    url: str
    mode: str
    body: str
    signatures: list[str] = Field(sa_type=ARRAY(String))
    rate: float | None = None
    asked_rate: float | None = None
    allowed_rate: float | None = None
    agreed_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    agreed_how: str | None = None
    failures: int = 0
    failing_since: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    not_before: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    probe_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    told_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class EndpointSecret(NotificationsTable, table=True):
    """What an endpoint's webhooks are signed with, sealed; one that was replaced signs along until it retires."""

    __tablename__ = "endpoint_secret"
    __table_args__ = (CheckConstraint("kind IN ('hmac', 'ed25519')", name="endpoint_secret_kind"),)
    id: UUID = Field(primary_key=True)
    subscription: str = Field(sa_type=String, foreign_key="subscription.id", ondelete="CASCADE", index=True)
    kind: str
    sealed: bytes = Field(sa_type=LargeBinary)
    public: str | None = None
    made_at: datetime = Field(sa_type=DateTime(timezone=True))
    retires_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class AgreementTry(NotificationsTable, table=True):
    """That an endpoint was asked whether it wants webhooks: by whom, and what came of it, null while that is open.

    It outlives its subscription, as nobody is asked more often for being asked about by new ones.
    """

    __tablename__ = "agreement_try"
    __table_args__ = (
        Index("agreement_try_of_subscription", "subscription", "at"),
        Index("agreement_try_at", "at"),
    )
    id: UUID = Field(primary_key=True)
    subscription: str
    client: str
    host: str
    at: datetime = Field(sa_type=DateTime(timezone=True))
    agreed: bool | None = None
    says: str | None = None
    steps: list[dict[str, Any]] = Field(default=[], sa_type=JSONB)
