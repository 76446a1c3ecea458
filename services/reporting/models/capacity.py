"""What was told of what councils have to give, and of what they delivered; reports add it up and name no council."""

from typing import Any

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.reporting.models.base import LATEST_FIRST, Fact, ReportingTable


class CapacityFact(ReportingTable, Fact, table=True):
    """What a council has to give in a month, by role."""

    __tablename__ = "capacity_fact"
    __table_args__ = (Index("capacity_fact_latest", "council", "month", *LATEST_FIRST),)
    council: str
    month: str
    given: list[dict[str, Any]] = Field(sa_type=JSONB)


class DeliveryFact(ReportingTable, Fact, table=True):
    """What a council delivered in a month, by call and role."""

    __tablename__ = "delivery_fact"
    __table_args__ = (Index("delivery_fact_latest", "council", "month", *LATEST_FIRST),)
    council: str
    month: str
    delivered: list[dict[str, Any]] = Field(sa_type=JSONB)
