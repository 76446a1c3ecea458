"""What was told of deliverables and releases, and the reports that were frozen when a release closed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.reporting.models.base import LATEST_FIRST, Fact, ReportingTable
from shared.database import Aggregate


class DeliverableFact(ReportingTable, Fact, table=True):
    """What a deliverable is called, and whose it is."""

    __tablename__ = "deliverable_fact"
    __table_args__ = (
        Index("deliverable_fact_latest", "deliverable", *LATEST_FIRST),
        Index("deliverable_fact_of_project", "project"),
    )
    deliverable: str
    project: str
    name: str


class DeliverableStateFact(ReportingTable, Fact, table=True):
    """A deliverable is in a state; one that has ended may name what takes its place, and why."""

    __tablename__ = "deliverable_state_fact"
    __table_args__ = (Index("deliverable_state_fact_latest", "deliverable", *LATEST_FIRST),)
    deliverable: str
    state: str
    successor: str | None = None
    reason: str | None = None
    acknowledge_by: str | None = None


class ReleaseFact(ReportingTable, Fact, table=True):
    """A release was announced; `state` is planned, or not-recorded where its history was not found."""

    __tablename__ = "release_fact"
    release: str = Field(unique=True)
    number: int | None = None
    state: str
    demonstration: bool
    source: str | None = None


class ReleaseDescriptionFact(ReportingTable, Fact, table=True):
    """What a release is called, and when it is planned for."""

    __tablename__ = "release_description_fact"
    __table_args__ = (Index("release_description_fact_latest", "release", *LATEST_FIRST),)
    release: str
    name: str
    planned_for: str | None = None
    freeze_on: date | None = None
    sign_offs_needed: list[str] | None = Field(default=None, sa_type=JSONB)


class ReleaseItemFact(ReportingTable, Fact, table=True):
    """A deliverable is in an open release, ready or not; or was taken out of it (`included` false)."""

    __tablename__ = "release_item_fact"
    __table_args__ = (Index("release_item_fact_latest", "release", "deliverable", *LATEST_FIRST),)
    deliverable: str = Field(primary_key=True)
    release: str
    included: bool
    ready: bool
    carried_from: str | None = None


class ReleaseClosingFact(ReportingTable, Fact, table=True):
    """A release was sealed: what is in it for good, and what was carried over to where."""

    __tablename__ = "release_closing_fact"
    release: str = Field(unique=True)
    included: list[dict[str, Any]] = Field(sa_type=JSONB)
    carried_over: list[dict[str, Any]] = Field(sa_type=JSONB)
    carried_over_to: str | None = None
    manifest_sha256: str
    signature: str | None = None
    key_id: str | None = None
    override: dict[str, Any] | None = Field(default=None, sa_type=JSONB)


class ReleaseLateChangeFact(ReportingTable, Fact, table=True):
    """The scope of a release changed after its freeze: by what, why, and in whose name."""

    __tablename__ = "release_late_change_fact"
    __table_args__ = (Index("release_late_change_fact_of_release", "release"),)
    deliverable: str = Field(primary_key=True)
    release: str
    change: str
    reason: str | None = None
    by_role: str | None = None


class ReleaseSignOffFact(ReportingTable, Fact, table=True):
    """A role signed a release off, or refused to."""

    __tablename__ = "release_sign_off_fact"
    __table_args__ = (Index("release_sign_off_fact_of_release", "release"),)
    release: str
    by_role: str
    outcome: str
    note: str | None = None


class ReleaseAmendmentFact(ReportingTable, Fact, table=True):
    """A closed release was amended."""

    __tablename__ = "release_amendment_fact"
    __table_args__ = (Index("release_amendment_fact_of_release", "release"),)
    release: str
    number: int
    text: str
    reason: str
    by_role: str
    changes: list[dict[str, Any]] = Field(sa_type=JSONB)
    amendment_sha256: str
    key_id: str


class ReleaseReport(ReportingTable, Aggregate, table=True):
    """The report on a release as it was frozen when the release closed; void if a restore undid that closing."""

    __tablename__ = "release_report"
    release: str = Field(primary_key=True)
    closing: UUID
    effective_day: date
    frozen_at: datetime = Field(sa_type=DateTime(timezone=True))
    content: dict[str, Any] = Field(sa_type=JSONB)
    void: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
