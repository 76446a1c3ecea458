"""Projects and their places, as answers show them."""

from datetime import date, datetime

from pydantic import Field

from services.projects import models
from services.projects.domain.progress import Hearing
from services.projects.views.columns import BASE, columns
from services.projects.views.progress import ConfidenceView, confidence
from shared.web.resources import Resource, View

CLOSING = {"closed_on", "outcome", "closed_by_role", "closing_reason", "closing_recorded_at"}
"""What is known of a project only once it is closed."""


class ParticipantsView(View):
    count: int | None = None
    councils: list[str]
    other: list[str]


class ProjectView(Resource):
    """A project. What is null is not recorded; `outcome` says how it ended, delivered or stopped, once it is closed."""

    key: str
    name: str
    summary: str | None = None
    programme: str
    lead_councils: list[str]
    other_leads: list[str]
    participants: ParticipantsView
    lifecycle: str | None = None
    lifecycle_number: int | None = None
    phase: str | None = None
    phase_since: date | None = None
    portfolio: str | None = None
    confidence: ConfidenceView
    era: str | None = None
    starts: str | None = None
    ends: str | None = None
    status_seen: str | None = None
    sources: list[str]
    notes: str | None = None
    demonstration: bool
    closed_on: date | None = None
    outcome: str | None = None
    closed_by_role: str | None = None
    closing_reason: str | None = None
    closing_recorded_at: datetime | None = None


NEVER_RATED = confidence({}, Hearing())


class PlacementView(View):
    portfolio: str
    starts: str = Field(alias="from")
    ends: str | None = Field(default=None, alias="to")
    reading_of_ours: bool
    recorded_at: datetime | None = None


def project(row: models.Project, *, portfolio: str | None, confidence: ConfidenceView = NEVER_RATED) -> ProjectView:
    """Show a project as it is now, with the portfolio it has its place in."""
    return project_then(row, phase=row.phase, phase_since=row.phase_since, portfolio=portfolio, confidence=confidence)


def project_then(
    row: models.Project,
    *,
    phase: str | None,
    phase_since: date | None,
    portfolio: str | None,
    confidence: ConfidenceView,
    day: date | None = None,
) -> ProjectView:
    """Show a project in the phase and portfolio that it had on some day, which knows nothing of a later closing."""
    elsewhere = {"participant_count", "participant_councils", "other_participants", "phase", "phase_since"}
    if day is not None and row.closed_on is not None and row.closed_on > day:
        elsewhere |= CLOSING
    return ProjectView(
        href=f"{BASE}/projects/{row.key}",
        participants=ParticipantsView(
            count=row.participant_count, councils=row.participant_councils, other=row.other_participants
        ),
        phase=phase,
        phase_since=phase_since,
        portfolio=portfolio,
        confidence=confidence,
        **columns(row, without=elsewhere),
    )


def placement(row: models.Placement) -> PlacementView:
    return PlacementView(**columns(row, without={"id", "project"}))
