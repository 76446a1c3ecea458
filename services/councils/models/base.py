"""What the tables of councils have in common."""

from sqlalchemy.orm import registry
from sqlmodel import SQLModel


class CouncilsTable(SQLModel, registry=registry()):
    """The tables of this service, apart from those of its neighbours."""
