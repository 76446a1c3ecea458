"""What releases brought, to be offered to every council that may have been there."""

from datetime import date

from sqlmodel import Field

from services.councils.models.base import CouncilsTable


class ReleasedDeliverable(CouncilsTable, table=True):
    """A deliverable that a closed release brought: who turns out to have been a member then is still offered it."""

    __tablename__ = "released_deliverable"
    release: str = Field(primary_key=True)
    deliverable: str = Field(primary_key=True)
    project: str
    demonstration: bool
    effective: str
    day: date
