"""Releases, what is in them, how that came to be, and who signed it off."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.projects.models.base import ProjectsTable
from shared.database import Aggregate


class Release(ProjectsTable, Aggregate, table=True):
    """A numbered tranche of deliverables; once closed, nothing in it changes.

    From `freeze_on` on, each change of its scope needs a reason; `frozen_told` says that its coming was told.
    """

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
    freeze_on: date | None = None
    frozen_told: bool = False
    sign_offs_needed: list[str] = Field(default_factory=list, sa_type=JSONB)


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


class ReleaseDetails(ProjectsTable, table=True):
    """What was said of a release from a day on; `number` is the release's version that it made."""

    __tablename__ = "release_details"
    release: str = Field(primary_key=True, foreign_key="release.key")
    number: int = Field(primary_key=True, sa_type=BigInteger)
    name: str
    planned_for: str | None = None
    freeze_on: date | None = None
    sign_offs_needed: list[str] = Field(sa_type=JSONB)
    effective: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))


class ReleaseScopeChange(ProjectsTable, table=True):
    """A line of the log of a release's scope; `number` is the release's version that it made.

    `change` is put-in, carried-in, taken-out, ready or not-ready; `ready` is what held from then on.
    """

    __tablename__ = "release_scope_change"
    release: str = Field(primary_key=True, foreign_key="release.key")
    number: int = Field(primary_key=True, sa_type=BigInteger)
    deliverable: str = Field(primary_key=True, foreign_key="deliverable.key")
    change: str
    ready: bool
    note: str | None = None
    carried_from: str | None = None
    after_freeze: bool
    reason: str | None = None
    by_role: str | None = None
    effective: str
    effective_day: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))


class ReleaseSignOff(ProjectsTable, table=True):
    """A role signed a release off or refused to; stale once the log of its scope has a line with a higher number."""

    __tablename__ = "release_sign_off"
    release: str = Field(primary_key=True, foreign_key="release.key")
    number: int = Field(primary_key=True, sa_type=BigInteger)
    by_role: str
    outcome: str
    note: str | None = None
    effective: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))
