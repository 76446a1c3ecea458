"""What every fact has: the day it counts from, the time we learned of it, and the event that told it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

LATEST_FIRST = (text("effective_day DESC"), text("recorded_at DESC"), text("sequence DESC"))
"""The order of an index under which the fact that holds at a date comes first."""


class ReportingTable(SQLModel, registry=registry()):
    """The tables of this service, apart from those of its neighbours."""


class Fact(SQLModel):
    """When a fact counts from, when we learned of it, and which event told it.

    `effective` is the date as its source gave it, null where it gave none: such a fact counts from the day it was
    recorded, and a name counts always.
    """

    event_id: UUID = Field(primary_key=True)
    effective: str | None = None
    effective_day: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))
    sequence: int = Field(sa_type=BigInteger)
