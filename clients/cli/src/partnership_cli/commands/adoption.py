"""Adoption: which council has come how far with which deliverable."""

from typing import Annotated

import typer

from partnership_cli.desk import Desk, Limit, command, noun
from partnership_cli.importing import Csv, DryRun, Key, import_file
from partnership_cli.options import (
    AsAt,
    Council,
    Deliverable,
    Effective,
    IfVersion,
    OfCouncil,
    OfDeliverable,
    OfRelease,
    Reason,
)
from partnership_cli.paths import path
from partnership_cli.show import columns

app = noun("adoption", "Adoption of deliverables by councils.")

LINES = columns(
    "council",
    "deliverable",
    "release",
    "state",
    "since",
    more=("project", "opened", "reason", "note", "demonstration", "may_become", "changed_at", "version"),
)
ASKED = columns(
    "council",
    "deliverable",
    "state",
    "asked on=asked_on",
    "acknowledge by=acknowledge_by",
    "acknowledged on=acknowledged_on",
    "by role=by_role",
    more=(
        "number",
        "deliverable_state",
        "successor",
        "reason",
        "raised_to",
        "note",
        "stops_using_on",
        "lapsed_because",
        "version",
    ),
)


@command(app, "list", listing=True)
def list_lines(
    desk: Desk,
    council: OfCouncil = None,
    deliverable: OfDeliverable = None,
    release: OfRelease = None,
    state: Annotated[str | None, typer.Option(help="Only in this state, as in-use.")] = None,
    as_at: AsAt = None,
    limit: Limit = None,
) -> None:
    """List adoption lines; a council's client sees its own."""
    desk.listing(
        "/adoptions",
        LINES,
        limit=limit,
        council=council,
        deliverable=deliverable,
        release=release,
        state=state,
        as_at=as_at,
    )


@command(app, "show")
def show_line(desk: Desk, council: Council, deliverable: Deliverable, as_at: AsAt = None) -> None:
    """Show one line with all its moves, and the states it may move to."""
    desk.document(path("adoptions", council, deliverable), as_at=as_at)


@command(app, "move")
def move_line(
    desk: Desk,
    council: Council,
    deliverable: Deliverable,
    state: Annotated[str, typer.Argument(metavar="STATE", help="The state it has come to, as adopting.")],
    effective: Effective = None,
    reason: Annotated[str | None, typer.Option(metavar="REASON", help="With `declined`: why, as no-capacity.")] = None,
    note: Annotated[str | None, typer.Option(help="With `adapted`: how; else what is to be said.")] = None,
    if_version: IfVersion = None,
) -> None:
    """Say which state a council has come to with a deliverable."""
    line = path("adoptions", council, deliverable)
    wish = {"state": state, "effective": effective, "reason": reason, "note": note}
    answer = desk.service.change("PATCH", line, wish, version=if_version)
    desk.done(f"{answer['council']}, {answer['deliverable']}: {answer['state']} since {answer['since']}.", answer)


@command(app, "acknowledgements", listing=True)
def list_acknowledgements(
    desk: Desk,
    council: OfCouncil = None,
    deliverable: OfDeliverable = None,
    state: Annotated[str | None, typer.Option(help="Only in this state, as requested.")] = None,
    as_at: AsAt = None,
    limit: Limit = None,
) -> None:
    """List what councils were asked to acknowledge; a council's client sees its own."""
    desk.listing(
        "/adoptions/acknowledgements",
        ASKED,
        limit=limit,
        council=council,
        deliverable=deliverable,
        state=state,
        as_at=as_at,
    )


@command(app, "acknowledge")
def acknowledge(
    desk: Desk,
    council: Council,
    deliverable: Deliverable,
    by_role: Annotated[str, typer.Option(metavar="ROLE", help="Who acknowledges it for the council.")],
    stops_on: Annotated[str | None, typer.Option(metavar="DATE", help="From when on it is not used any more.")] = None,
    effective: Effective = None,
    note: Reason = None,
) -> None:
    """Acknowledge that a deliverable the council adopted is superseded or withdrawn."""
    wish = {"by_role": by_role, "stops_using_on": stops_on, "effective": effective, "note": note}
    answer = desk.service.post(path("adoptions", council, deliverable, "acknowledgement"), wish)
    desk.done(f"{answer['council']} acknowledged that {deliverable} is {answer['deliverable_state']}.", answer)


@command(app, "import", listing=True)
def import_lines(desk: Desk, file: Csv, dry_run: DryRun = False, idempotency_key: Key = None) -> None:  # noqa: FBT002
    """Import states of adoption from a CSV: all of it, or nothing."""
    import_file(desk, "councils", "adoption", file, dry_run=dry_run, under=idempotency_key)
