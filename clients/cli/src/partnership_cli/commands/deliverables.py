"""Deliverables: what projects hand over, and the state each is in."""

from typing import Annotated

import typer

from partnership_cli.desk import Desk, Limit, command, noun
from partnership_cli.options import AsAt, Deliverable, OfProject, OfRelease
from partnership_cli.paths import path
from partnership_cli.show import columns

app = noun("deliverables", "Deliverables: what projects hand over.")

DELIVERABLES = columns(
    "key",
    "name",
    "project",
    "state",
    "since=state_since",
    "latest version=latest_version",
    more=("state_reason", "state_as_found", "successor", "acknowledge_by", "produced_by", "source", "version"),
)
STATES = columns(
    "number", "from_state", "to_state", "effective", "reason", more=("successor", "acknowledge_by", "recorded_at")
)


@command(app, "list", listing=True)
def list_deliverables(
    desk: Desk,
    project: OfProject = None,
    release: OfRelease = None,
    state: Annotated[str | None, typer.Option(help="Only in this state, as live.")] = None,
    as_at: AsAt = None,
    limit: Limit = None,
) -> None:
    """List deliverables by key."""
    desk.listing("/deliverables", DELIVERABLES, limit=limit, project=project, release=release, state=state, as_at=as_at)


@command(app, "show")
def show_deliverable(desk: Desk, key: Deliverable, as_at: AsAt = None) -> None:
    """Show one deliverable."""
    desk.document(path("deliverables", key), as_at=as_at)


@command(app, "states", listing=True)
def list_states(desk: Desk, key: Deliverable, as_at: AsAt = None, limit: Limit = None) -> None:
    """List the states a deliverable came to."""
    desk.listing(path("deliverables", key, "state-changes"), STATES, limit=limit, as_at=as_at)
