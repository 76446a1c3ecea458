"""Releases, what is in them, and the seals of closed ones."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, LargeBinary, text
from sqlmodel import Field

from services.projects.models.base import ProjectsTable
from shared.database import Aggregate


class Release(ProjectsTable, Aggregate, table=True):
    """A numbered tranche of deliverables; once closed, nothing in it changes."""

    __tablename__ = "release"
    __table_args__ = (
        CheckConstraint("state IN ('planned', 'not-recorded', 'closed')", name="release_state"),
        Index(
            "release_number", "number", unique=True, postgresql_where=text("number IS NOT NULL AND NOT demonstration")
        ),
    )
    key: str = Field(primary_key=True)
    number: int | None = None
    name: str
    planned_for: str | None = None
    state: str
    demonstration: bool = False
    source: str | None = None
    closed_on: str | None = None
    closed_day: date | None = None
    carried_over_to: str | None = None


class ReleaseItem(ProjectsTable, table=True):
    """A deliverable in a release; while the release is open it may be in no other open one.

    `sealed_as` is the name that it had when the release closed: a later name does not change what was sealed.
    """

    __tablename__ = "release_item"
    __table_args__ = (
        Index("release_item_in_one_open_release", "deliverable", unique=True, postgresql_where=text("open")),
    )
    release: str = Field(primary_key=True, foreign_key="release.key")
    deliverable: str = Field(primary_key=True, foreign_key="deliverable.key")
    ready: bool
    note: str | None = None
    carried_from: str | None = None
    open: bool = True
    sealed_as: str | None = None


class ReleaseManifest(ProjectsTable, table=True):
    """The seal of a closed release: the exact bytes of its canonical JSON, and their SHA-256 in hex."""

    __tablename__ = "release_manifest"
    release: str = Field(primary_key=True, foreign_key="release.key")
    content: bytes = Field(sa_type=LargeBinary)
    sha256: str
