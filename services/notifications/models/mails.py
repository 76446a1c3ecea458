"""Mails that tell a role how a subscription stands: whom, about what, and how far that has got."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Index, text
from sqlmodel import Field

from services.notifications.models.base import NotificationsTable

WAITING = text("state = 'waiting'")


class Mail(NotificationsTable, table=True):
    """That a role is to be told by mail, once for each `occasion`, which is the event that it tells of.

    Who holds the role is asked when it is sent: no name and no address ever stands here, nor what a mail server said,
    which may quote them. `id` is in the Message-ID, the same over all tries; `reached` is the role that was told in the
    end, as `fife/sponsor`. Who sends holds the lease, and records only while it does.
    """

    __tablename__ = "mail"
    __table_args__ = (
        CheckConstraint("why IN ('paused', 'stopped')", name="mail_why"),
        CheckConstraint("state IN ('waiting', 'sent', 'not-needed', 'given-up')", name="mail_state"),
        Index("mail_due", "due_at", postgresql_where=WAITING),
        Index("mail_of_subscription", "subscription", "made_at"),
        Index("mail_of_occasion", "occasion"),
    )
    id: UUID = Field(primary_key=True)
    subscription: str
    occasion: UUID
    why: str
    since: datetime = Field(sa_type=DateTime(timezone=True))
    council: str
    role: str
    state: str = "waiting"
    tries: int = 0
    reason: str | None = None
    reached: str | None = None
    made_at: datetime = Field(sa_type=DateTime(timezone=True))
    due_at: datetime = Field(sa_type=DateTime(timezone=True))
    lease: UUID | None = None
    leased_until: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    settled_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
