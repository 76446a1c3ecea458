"""What snapshots are made of: what each event changed in the state of things, and how far each stream was taken in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime, Index, String
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.reporting.models.base import ReportingTable


class ToldEvent(ReportingTable, table=True):
    """An event's place in its aggregate's history, who may see it, what it concerns, and what it changes in the state.

    The state of an aggregate is what the changes of its events make, in their order. Nothing is worked out beforehand:
    with a void event, what it changed is gone.
    """

    __tablename__ = "told_event"
    __table_args__ = (
        Index("told_event_of_aggregate", "kind", "key"),
        Index("told_event_about", "about", postgresql_using="gin"),
        Index("told_event_recorded", "stream", "recorded_at"),
    )
    event_id: UUID = Field(primary_key=True)
    stream: str
    kind: str
    key: str
    epoch: int
    sequence: int = Field(sa_type=BigInteger)
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))
    readers: str
    about: list[str] = Field(sa_column=Column(ARRAY(String), nullable=False))
    changes: list[Any] = Field(sa_type=JSONB)


class TakenStretch(ReportingTable, table=True):
    """A stretch of a life of a stream that was taken in without a gap, and the event at its end.

    There is one for each stream, but for a moment while an event waits for another try. Stretches may overlap or meet.
    """

    __tablename__ = "taken_stretch"
    stream: str = Field(primary_key=True)
    incarnation: str = Field(primary_key=True)
    first: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    last: int = Field(sa_type=BigInteger)
    last_event: UUID
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))
