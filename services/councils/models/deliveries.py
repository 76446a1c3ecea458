"""What councils delivered of what they had promised, by month."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, ForeignKeyConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.councils.models.base import CouncilsTable
from shared.database import Aggregate


class Delivery(CouncilsTable, Aggregate, table=True):
    """That a council delivered something in a month; what it was is in what it told."""

    __tablename__ = "delivery"
    council: str = Field(primary_key=True, foreign_key="council.slug")
    month: str = Field(primary_key=True)


class DeliveryTold(CouncilsTable, table=True):
    """What a council had delivered in a month, call by call and role by role, as it told from a day on.

    `number` is the version of its delivery then.
    """

    __tablename__ = "delivery_told"
    __table_args__ = (ForeignKeyConstraint(["council", "month"], ["delivery.council", "delivery.month"]),)
    council: str = Field(primary_key=True)
    month: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_type=BigInteger)
    delivered: list[dict[str, Any]] = Field(sa_type=JSONB)
    reason: str | None = None
    effective: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))
