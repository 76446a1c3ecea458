"""Projects: what the programme offers, where each stands, and what it has told of its progress."""

from typing import Annotated

import typer

from partnership_cli.desk import Desk, Limit, command, noun
from partnership_cli.options import AsAt, Project
from partnership_cli.paths import path
from partnership_cli.show import columns

app = noun("projects", "Projects, their phases and their progress.")

PROJECTS = columns(
    "key",
    "name",
    "phase",
    "since=phase_since",
    "portfolio",
    "confidence=confidence.own.shown",
    more=(
        "summary",
        "programme",
        "lead_councils",
        "other_leads",
        "participants.count",
        "participants.councils",
        "participants.other",
        "lifecycle",
        "lifecycle_number",
        "confidence.independent.shown",
        "confidence.last_update",
        "starts",
        "ends",
        "status_seen",
        "closed_on",
        "outcome",
        "demonstration",
        "sources",
        "version",
    ),
)
GATES = columns("decided_on", "gate", "outcome", "by_role", "reason", more=("id", "evidence", "recorded_at"))
UPDATES = columns("number", "effective", "by_role", "text", more=("evidence", "corrects", "told_on", "recorded_at"))
CONDITIONS = columns(
    "id", "text", "owner_role", "due", "state", more=("gate", "days_overdue", "effective", "recorded_at")
)


@command(app, "list", listing=True)
def list_projects(
    desk: Desk,
    phase: Annotated[str | None, typer.Option(help="Only in this phase, as beta.")] = None,
    portfolio: Annotated[str | None, typer.Option(metavar="KEY", help="Only in this portfolio.")] = None,
    as_at: AsAt = None,
    limit: Limit = None,
) -> None:
    """List projects by key."""
    desk.listing("/projects", PROJECTS, limit=limit, phase=phase, portfolio=portfolio, as_at=as_at)


@command(app, "show")
def show_project(desk: Desk, key: Project, as_at: AsAt = None) -> None:
    """Show one project."""
    desk.document(path("projects", key), as_at=as_at)


@command(app, "phases")
def show_phases(desk: Desk, key: Project, as_at: AsAt = None) -> None:
    """Show a project's phases: planned, entered, and how late."""
    desk.document(path("projects", key, "phases"), as_at=as_at)


@command(app, "gates", listing=True)
def list_gates(desk: Desk, key: Project, as_at: AsAt = None, limit: Limit = None) -> None:
    """List the decisions at a project's gates."""
    desk.listing(path("projects", key, "gate-decisions"), GATES, limit=limit, as_at=as_at)


@command(app, "conditions", listing=True)
def list_conditions(desk: Desk, key: Project, as_at: AsAt = None, limit: Limit = None) -> None:
    """List the conditions that gate decisions set a project."""
    desk.listing(path("projects", key, "gate-conditions"), CONDITIONS, limit=limit, as_at=as_at)


@command(app, "updates", listing=True)
def list_updates(desk: Desk, key: Project, as_at: AsAt = None, limit: Limit = None) -> None:
    """List what a project told of its progress."""
    desk.listing(path("projects", key, "progress-updates"), UPDATES, limit=limit, as_at=as_at)
