"""Progress updates: what projects tell of how they are."""

from typing import Annotated

import typer

from partnership_cli.commands.projects import UPDATES
from partnership_cli.desk import Desk, Limit, command, noun
from partnership_cli.importing import Csv, DryRun, Key, import_file
from partnership_cli.options import AsAt, Effective, Project, Reason
from partnership_cli.paths import path

app = noun("updates", "What projects tell of their progress.")


@command(app, "list", listing=True)
def list_updates(desk: Desk, key: Project, as_at: AsAt = None, limit: Limit = None) -> None:
    """List a project's updates."""
    desk.listing(path("projects", key, "progress-updates"), UPDATES, limit=limit, as_at=as_at)


@command(app, "add")
def add_update(
    desk: Desk,
    key: Project,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="How the project is, in words.")],
    by_role: Annotated[
        str | None, typer.Option(metavar="ROLE", help="Who says so; the project lead if left out.")
    ] = None,
    rating: Annotated[
        str | None, typer.Option(metavar="RATING", help="Its own confidence: green, amber or red.")
    ] = None,
    reason: Reason = None,
    effective: Effective = None,
    evidence: Annotated[
        list[str] | None, typer.Option(metavar="URL", help="Where it can be seen; several times.")
    ] = None,
) -> None:
    """Tell how a project is, and perhaps how confident it is of its delivery."""
    wish = {
        "text": text,
        "by_role": by_role,
        "own_rating": rating,
        "reason": reason,
        "effective": effective,
        "evidence": evidence or None,
    }
    answer = desk.service.post(path("projects", key, "progress-updates"), wish)
    desk.done(f"{key} told of its progress: update {answer['update']['number']}.", answer)


@command(app, "import", listing=True)
def import_updates(desk: Desk, file: Csv, dry_run: DryRun = False, idempotency_key: Key = None) -> None:  # noqa: FBT002
    """Import updates of projects from a CSV: all of it, or nothing."""
    import_file(desk, "projects", "updates", file, dry_run=dry_run, under=idempotency_key)
