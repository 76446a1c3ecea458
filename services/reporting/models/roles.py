"""What was told of roles in councils: that there is a holder and a deputy, never who."""

from datetime import date

from sqlalchemy import Index

from services.reporting.models.base import LATEST_FIRST, Fact, ReportingTable


class HeldRoleFact(ReportingTable, Fact, table=True):
    """A council's role has a holder (`ends` is the last day of theirs, if one was said) and a deputy, or has not."""

    __tablename__ = "held_role_fact"
    __table_args__ = (Index("held_role_fact_latest", "council", "role", *LATEST_FIRST),)
    council: str
    role: str
    holder: bool
    deputy: bool
    ends: date | None = None
