"""Importing a CSV: sent while it is read, then applied whole, or refused whole with its mistakes by line and column."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from partnership_cli.desk import Desk
from partnership_cli.errors import Exit, StoppedError
from partnership_cli.paths import path
from partnership_cli.progress import Moves, progress
from partnership_cli.show import Form, columns
from partnership_cli.words import counted

Csv = Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="A CSV in UTF-8.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Check it and count what would happen; change nothing.")]
Key = Annotated[
    str | None,
    typer.Option("--idempotency-key", metavar="KEY", help="Sent again under the same key, it is taken once."),
]

MISTAKES = columns("line", "column", "value", "message")
FIRST = 20
PIECE_BYTES = 256 * 1024
FIRST_LOOK_SECONDS, LAST_LOOK_SECONDS = 0.1, 1.0
STAGES = {"receiving": "Sending", "checking": "Checking", "applying": "Applying"}


def import_file(desk: Desk, service: str, kind: str, file: Path, *, dry_run: bool, under: str | None) -> None:
    """Send a file and wait until it is applied, or refused with its mistakes."""
    run = _followed(desk, service, kind, file, dry_run=dry_run, under=under)
    if run["state"] == "refused":
        _refused(desk, service, run, file)
    if run["state"] == "failed":
        raise StoppedError(
            f"{file} could not be applied, though it was tried again and again; nothing of it was.",
            hint=f"Its operators find it as import {run['id']}.",
            exits=Exit.UNAVAILABLE,
        )
    desk.done(_sentence(run, file), run)


def _followed(desk: Desk, service: str, kind: str, file: Path, *, dry_run: bool, under: str | None) -> dict[str, Any]:
    """Return the import at its end."""
    run: dict[str, Any] | None = None
    try:
        with progress(desk.show) as moves:
            run = _sent(desk, service, kind, file, moves, dry_run=dry_run, under=under)
            pause = FIRST_LOOK_SECONDS
            while run["state"] in STAGES:
                moves(STAGES[run["state"]], run["progress"])
                time.sleep(pause)
                pause = min(pause * 2, LAST_LOOK_SECONDS)
                run = desk.service.get(path(service, "imports", run["id"]))
            return run
    except KeyboardInterrupt:
        if run is None:
            desk.show.say("\nIt was not sent whole: nothing was changed.")
        else:
            desk.show.say(f"\nIt goes on being worked through. See how it ends: partnership imports show {run['id']}")
        raise


def _sent(
    desk: Desk, service: str, kind: str, file: Path, moves: Moves, *, dry_run: bool, under: str | None
) -> dict[str, Any]:
    from partnership_client.request import Upload

    size = file.stat().st_size

    def pieces() -> Iterator[bytes]:
        sent = 0
        with file.open("rb") as source:
            while piece := source.read(PIECE_BYTES):
                yield piece
                sent += len(piece)
                moves("Sending", sent / size)

    upload = Upload(pieces, "text/csv; charset=utf-8", size)
    return desk.service.upload(path(service, "imports"), upload, under=under, kind=kind, dry_run=dry_run)


def _refused(desk: Desk, service: str, run: dict[str, Any], file: Path) -> None:
    """Show what is wrong with a file, and end."""
    if desk.show.form is Form.JSON:
        desk.show.json(run)
    else:
        whole = desk.show.form is Form.CSV
        found = desk.service.listing(path(service, "imports", run["id"], "errors"), limit=None if whole else FIRST)
        desk.show.listing({"items": found["items"]}, MISTAKES)
        if not whole and run["errors"] > FIRST:
            desk.show.say(f"… and {run['errors'] - FIRST} more.")
    count = counted(run["errors"], "mistake")
    raise StoppedError(
        f"{file} was refused whole, for {count}: nothing of it was applied.",
        hint="Mend these lines and import it again. All mistakes as a file: the same command with --csv > mistakes.csv",
        exits=Exit.INVALID,
    )


def _sentence(run: dict[str, Any], file: Path) -> str:
    counts = f"{run['new']:,} new, {run['changed']:,} changed, {run['known']:,} known already"
    if run["conflicting"]:
        counts += f", {run['conflicting']:,} in conflict with what a person had set (partnership conflicts list)"
    rows = counted(run["rows"], "row")
    if run["dry_run"]:
        return f"{file} has no mistakes. Of its {rows} there would be {counts}. Nothing was changed."
    return f"{file} was imported. Of its {rows} there were {counts}."
