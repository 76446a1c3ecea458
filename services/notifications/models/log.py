"""The log of every event heard, in the one order that all its readers see."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Computed,
    DateTime,
    Index,
    LargeBinary,
    Row,
    String,
    func,
    text,
)
from sqlmodel import Field

from services.notifications.models.base import NotificationsTable

READERS = """CASE audience WHEN 'public' THEN 'all' WHEN 'programme' THEN 'all'
             WHEN 'council' THEN 'council:' || coalesce(council, '') ELSE 'office' END"""
"""Who beside the Office may read an event, as one word that an index can find; what is not said to be open is not."""


class LoggedEvent(NotificationsTable, table=True):
    """One event as it was heard: its envelope, and its data to the byte.

    `position` is the order of visibility: who has seen a position has seen, or may see, every smaller one.
    """

    __tablename__ = "event_log"
    __table_args__ = (
        CheckConstraint("audience IN ('public', 'programme', 'council', 'office')", name="event_log_audience"),
        Index("event_log_of_readers", "readers", "position"),
        Index("event_log_of_type", "type", "position"),
        Index("event_log_of_stream", "stream", "position"),
    )
    position: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    event_id: UUID = Field(unique=True)
    stream: str
    stream_seq: int = Field(sa_type=BigInteger)
    incarnation: str | None = None
    type: str
    source: str
    subject: str
    time: datetime = Field(sa_type=DateTime(timezone=True))
    recordedtime: datetime = Field(sa_type=DateTime(timezone=True))
    audience: str
    council: str | None = None
    readers: str = Field(default=None, sa_column=Column(String, Computed(READERS, persisted=True), nullable=False))
    aggregate: str
    sequence: int = Field(sa_type=BigInteger)
    previousid: UUID | None = None
    epoch: int
    correlationid: str
    causationid: str | None = None
    actor: str
    traceparent: str | None = None
    tracestate: str | None = None
    data: bytes = Field(sa_type=LargeBinary)
    data_is_json: bool
    kept_at: datetime = Field(
        default=None,
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()),
    )


Kept = Row[Any]
"""A row of the log, as it is: where many are read, making objects of rows costs more than finding them."""


class SentEvent(NamedTuple):
    """What is sent of an event: of a row of the log, or of one that is in no log.

    Those that are alike are one key wherever something is made of them.
    """

    event_id: UUID
    type: str
    source: str
    subject: str
    time: datetime
    recordedtime: datetime
    aggregate: str
    actor: str
    data: bytes
    data_is_json: bool = True
    sequence: int | None = None
    previousid: UUID | None = None
    epoch: int | None = None
    correlationid: str | None = None
    causationid: str | None = None
    traceparent: str | None = None
    tracestate: str | None = None


Sendable = Kept | SentEvent


class LogHead(NotificationsTable, table=True):
    """How far the log has got, and which log it is; its row lock makes writers take their positions in turn."""

    __tablename__ = "event_log_head"
    __table_args__ = (CheckConstraint("only_row", name="event_log_head_one_row"),)
    only_row: bool = Field(default=True, primary_key=True)
    log: UUID = Field(sa_column_kwargs={"server_default": text("gen_random_uuid()")})
    position: int = Field(sa_type=BigInteger)
