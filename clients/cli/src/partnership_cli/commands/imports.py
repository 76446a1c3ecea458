"""Imports: files that were sent, how far they have come, and what is wrong with them."""

from typing import Annotated

import typer

from partnership_cli.desk import Desk, Limit, command, noun
from partnership_cli.importing import MISTAKES
from partnership_cli.paths import path
from partnership_cli.show import columns
from partnership_cli.taking import of_both, where

app = noun("imports", "Files that were sent, and how far they have come.")

Import = Annotated[str, typer.Argument(metavar="ID", help="The import's id.")]
RUNS = columns(
    "id",
    "kind",
    "owner",
    "state",
    "dry run=dry_run",
    "rows",
    "errors",
    "received_at",
    more=("client", "bytes", "sha256", "new", "changed", "known", "conflicting", "progress", "ended_at", "version"),
)


@command(app, "list", listing=True)
def list_imports(
    desk: Desk,
    state: Annotated[str | None, typer.Option(help="Only in this state, as refused.")] = None,
    limit: Limit = None,
) -> None:
    """List files that were sent, the latest first; a council's client sees its own."""
    desk.show.listing(of_both(desk, "imports", limit=limit, state=state), RUNS)


@command(app, "show")
def show_import(desk: Desk, key: Import) -> None:
    """Show how far a file has come, and what it came to."""
    desk.show.document(where(desk, "imports", key)[1])


@command(app, "errors", listing=True)
def list_errors(desk: Desk, key: Import, limit: Limit = None) -> None:
    """List what is wrong with a file by line and column: its first thousand mistakes."""
    service, _ = where(desk, "imports", key)
    desk.listing(path(service, "imports", key, "errors"), MISTAKES, limit=limit, empty="It has no mistakes.")
