"""The tables of imports, which each service that takes them has under the same names; here as columns alone."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Index, LargeBinary, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from shared.database import Aggregate

STATES = ("receiving", "checking", "applying", "done", "refused", "failed")
"""What becomes of a file; the last three are its ends."""
UNDER_WAY = ("checking", "applying")


def of_runs() -> tuple[Any, ...]:
    """Return the rules of the table of files, made anew for each service's own."""
    return (
        CheckConstraint(
            "state IN ('receiving', 'checking', 'applying', 'done', 'refused', 'failed')", name="import_run_state"
        ),
        # those that ended stay: what a worker looks for twice a second must not be looked for among them
        Index(
            "import_run_under_way",
            "created_at",
            postgresql_where=text("state IN ('receiving', 'checking', 'applying')"),
        ),
        Index("import_run_of_owner", "owner", "id"),
    )


def of_conflicts() -> tuple[Any, ...]:
    """Return the rules of the table of conflicts, made anew for each service's own."""
    return (
        CheckConstraint("state IN ('open', 'resolved')", name="report_conflict_state"),
        CheckConstraint("keep IN ('standing', 'reported')", name="report_conflict_keep"),
        Index("report_conflict_open", "kind", "key", unique=True, postgresql_where=text("state = 'open'")),
        Index("report_conflict_of_fact", "kind", "key", "id"),
        Index("report_conflict_of_owner", "owner", "id"),
    )


class Run(Aggregate):
    """A file that somebody sent, and how far it has come. `version` counts its events, `revision` all that changes."""

    __tablename__ = "import_run"
    id: str = Field(primary_key=True)
    kind: str
    owner: str
    client: str
    correlation: str
    dry_run: bool
    state: str
    revision: int = Field(default=1, sa_type=BigInteger)
    tries: int = 0
    bytes: int = Field(default=0, sa_type=BigInteger)
    sha256: str | None = None
    bytes_read: int = Field(default=0, sa_type=BigInteger)
    rows_read: int = 0
    rows: int | None = None
    done: int = 0
    new: int = 0
    known: int = 0
    changed: int = 0
    conflicting: int = 0
    errors: int = 0
    ended_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class Chunk(SQLModel):
    """A piece of a file as it came in; kept until the file is done with."""

    __tablename__ = "import_chunk"
    run: str = Field(foreign_key="import_run.id", ondelete="CASCADE", primary_key=True)
    number: int = Field(primary_key=True)
    data: bytes = Field(sa_type=LargeBinary)


class Row(SQLModel):
    """A fact that a row of a file tells, waiting to be checked and applied; read anew from the file after a crash."""

    __tablename__ = "import_row"
    run: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    line: int = Field(primary_key=True)
    told: str


class RunMistake(SQLModel):
    """What is wrong with one place of a file."""

    __tablename__ = "import_error"
    run: str = Field(foreign_key="import_run.id", ondelete="CASCADE", primary_key=True)
    line: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    column: str | None = None
    value: str | None = None
    message: str


class Origin(SQLModel):
    """That a feed set what stands of a fact, at a version: what has no origin, or a later version, a person set."""

    __tablename__ = "fact_origin"
    kind: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    version: int = Field(sa_type=BigInteger)
    road: str
    source: str
    client: str
    reported_at: datetime = Field(sa_type=DateTime(timezone=True))


class Disagreement(Aggregate):
    """A feed said something else than what a person had set; what stands stays until somebody decides."""

    __tablename__ = "report_conflict"
    id: str = Field(primary_key=True)
    kind: str
    key: str
    owner: str
    state: str
    about: dict[str, Any] = Field(sa_type=JSONB)
    standing: dict[str, Any] = Field(sa_type=JSONB)
    standing_version: int = Field(sa_type=BigInteger)
    standing_by: str | None = None
    standing_since: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    reported: dict[str, Any] = Field(sa_type=JSONB)
    reported_by: str
    reported_source: str
    reported_road: str
    reported_at: datetime = Field(sa_type=DateTime(timezone=True))
    keep: str | None = None
    reason: str | None = None
    resolved_by: str | None = None
    resolved_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class Submission(SQLModel):
    """An event that a system submitted, by its source and id, and the answer it got."""

    __tablename__ = "submission"
    owner: str = Field(primary_key=True)
    source: str = Field(primary_key=True)
    event: str = Field(primary_key=True)
    fingerprint: bytes = Field(sa_type=LargeBinary)
    answer: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    received_at: datetime = Field(sa_type=DateTime(timezone=True))
