"""The tables of projects are apart from those of its neighbours."""

from sqlalchemy.orm import registry
from sqlmodel import SQLModel


class ProjectsTable(SQLModel, registry=registry()):
    """The tables of this service, apart from those of its neighbours."""
