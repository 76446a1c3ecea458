"""What the tables of notifications have in common."""

from sqlalchemy.orm import registry
from sqlmodel import SQLModel


class NotificationsTable(SQLModel, registry=registry()):
    """The tables of this service, apart from those of its neighbours."""
