"""People as contacts of a council, the only place with their data; and to whom what of them was shown."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Identity, Index, String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from services.councils.models.base import CouncilsTable
from shared.database import Aggregate


class Contact(CouncilsTable, Aggregate, table=True):
    """A person who holds a role in a council (or for the programme), kept once there, under an id that says nothing.

    It is kept up to `expires_on`, which is null while the person holds a role; once it is erased only the id stays.
    """

    __tablename__ = "contact"
    __table_args__ = (
        CheckConstraint(
            "CASE WHEN erased_on IS NULL THEN name IS NOT NULL AND email IS NOT NULL "
            "ELSE name IS NULL AND email IS NULL AND phone IS NULL AND erased_because IS NOT NULL END",
            name="contact_whole_or_erased",
        ),
        # not unique: who writes takes a lock for the council first, and a clash would stand in the server's log
        Index("contact_of_email", "email", "council"),
        Index("contact_erased", "council", "erased_on", "person"),
    )
    person: str = Field(primary_key=True)
    council: str
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    retention_days: int
    expires_on: date | None = None
    erased_on: date | None = None
    erased_because: str | None = None


class Disclosure(CouncilsTable, table=True):
    """That some of a person's data was shown: to whom, which fields, in which role, for what, and when."""

    __tablename__ = "disclosure"
    __table_args__ = (Index("disclosure_of_person", "person", "id"),)
    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))
    person: str = Field(foreign_key="contact.person")
    recipient: str
    fields: list[str] = Field(sa_column=Column(ARRAY(String), nullable=False))
    role: str | None = None
    purpose: str
    shown_at: datetime = Field(sa_type=DateTime(timezone=True))
