"""What answers show of imports, of single reports and of conflicts."""

from datetime import datetime
from typing import Any, Literal

from shared.imports import tables
from shared.imports.kinds import Road
from shared.web.resources import Resource, View

State = Literal["receiving", "checking", "applying", "done", "refused", "failed"]
SHARES = {"receiving": 0.0, "checking": 0.0, "applying": 0.5}
"""How far a file has come when it enters a state; reading its rows and checking them make half of the way."""


class ImportView(Resource):
    """A file and how far it has come; `version` goes up with everything that changes.

    `rows` is how many it holds, null until it was read to its end. `progress` goes from 0 to 1, which is its end:
    done, refused (nothing was applied, `errors` says how many mistakes there are) or failed (nothing was applied,
    though it was tried again and again). What a dry run counts is what would happen.
    """

    id: str
    kind: str
    owner: str
    client: str
    state: State
    dry_run: bool
    bytes: int
    sha256: str | None = None
    rows_read: int
    rows: int | None = None
    new: int
    known: int
    changed: int
    conflicting: int
    errors: int
    progress: float
    errors_href: str
    received_at: datetime
    ended_at: datetime | None = None


class MistakeView(View):
    """What is wrong with one place of a file: the line of the file on which its record begins, and the column."""

    line: int
    column: str | None = None
    value: str | None = None
    message: str


class OutcomeView(View):
    """What a report came to: recorded, known already, or a conflict that waits for a decision."""

    outcome: Literal["recorded", "already-known", "conflict"]
    kind: str
    fact: str
    conflict: str | None = None


class StandingView(View):
    """What stands, by which road it came, and whose request set it."""

    content: dict[str, Any]
    road: Road
    by: str | None = None
    since: datetime | None = None


class ReportedView(View):
    """What was reported, when, by which road, by which client, and from which source."""

    content: dict[str, Any]
    road: Road
    by: str
    source: str
    reported_at: datetime


class ConflictView(Resource):
    """A feed said something else than what a person had set."""

    id: str
    kind: str
    owner: str
    fact: str
    about: dict[str, Any]
    state: Literal["open", "resolved"]
    standing: StandingView
    reported: ReportedView
    keep: Literal["standing", "reported"] | None = None
    reason: str | None = None
    resolved_by: str | None = None
    resolved_at: datetime | None = None


def run(base: str, row: tables.Run) -> ImportView:
    href = f"{base}/imports/{row.id}"
    shown = row.model_dump(include=set(ImportView.model_fields) - {"version"})
    return ImportView(
        href=href,
        version=row.revision,
        progress=progress(row),
        errors_href=f"{href}/errors",
        received_at=row.created_at,
        **shown,
    )


def progress(row: tables.Run) -> float:
    """Return how far a file has come, of 1."""
    if row.state not in SHARES:
        return 1.0
    whole = 1.0 if row.dry_run else 0.5
    if row.state == "checking":
        read = row.bytes_read / row.bytes if row.bytes else 0.0
        checked = row.done / row.rows if row.rows else 0.0
        return round(whole * (read + checked) / 2, 3)
    if row.state == "applying":
        return round(SHARES["applying"] + 0.5 * (row.done / row.rows if row.rows else 0.0), 3)
    return 0.0


def conflict(base: str, row: tables.Disagreement) -> ConflictView:
    shown = row.model_dump(include=set(ConflictView.model_fields) - {"standing", "reported"})
    standing = StandingView(content=row.standing, road="hand", by=row.standing_by, since=row.standing_since)
    reported = ReportedView.model_validate(
        {
            "content": row.reported,
            "road": row.reported_road,
            "by": row.reported_by,
            "source": row.reported_source,
            "reported_at": row.reported_at,
        }
    )
    href = f"{base}/conflicts/{row.id}"
    return ConflictView(href=href, fact=row.key, standing=standing, reported=reported, **shown)
