"""Partners on the broker: their accounts, the keys they come in with, and how far each durable of theirs has got."""

import re
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BigInteger, DateTime, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.notifications.models.base import NotificationsTable

PREFIX: Final = "partner-"
ACCOUNT: Final = re.compile(r"partner-[a-z0-9]+(-[a-z0-9]+)*")
"""How accounts of partners are called, and their durables: nothing of ours on the broker begins so."""
STREAMS: Final = ("PROJECTS", "COUNCILS", "REPORTING", "NOTIFICATIONS")


class Partner(NotificationsTable, table=True):
    """The account of a broker subscription; `begins` is where its durables begin, as `domain.partners.Begin` says it.

    `in_hand` is how many events it may hold that it has not acknowledged, on each stream.
    """

    __tablename__ = "partner"
    subscription: str = Field(sa_type=String, primary_key=True, foreign_key="subscription.id", ondelete="CASCADE")
    account: str = Field(unique=True)
    in_hand: int
    begins: dict[str, Any] = Field(sa_type=JSONB)
    made_at: datetime = Field(sa_type=DateTime(timezone=True))


class PartnerKey(NotificationsTable, table=True):
    """The public half of a key with which a partner comes in; the broker knows it since `placed_at`."""

    __tablename__ = "partner_key"
    public: str = Field(primary_key=True)
    subscription: str = Field(sa_type=String, foreign_key="subscription.id", ondelete="CASCADE", index=True)
    made_at: datetime = Field(sa_type=DateTime(timezone=True))
    retires_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    placed_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class PartnerDurable(NotificationsTable, table=True):
    """How far a partner has got on a stream: everything up to `acknowledged`, in that life of the stream.

    The broker knows it better; this is for when a durable is lost.
    """

    __tablename__ = "partner_durable"
    subscription: str = Field(sa_type=String, primary_key=True, foreign_key="subscription.id", ondelete="CASCADE")
    stream: str = Field(primary_key=True)
    incarnation: str
    acknowledged: int = Field(sa_type=BigInteger)
    waiting: int = Field(sa_type=BigInteger)
    seen_at: datetime = Field(sa_type=DateTime(timezone=True))
