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

REASONS = columns("reason", "description")


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
    evidence: Annotated[
        list[str] | None, typer.Option(metavar="LINK", help="What shows it: an address or words; several times.")
    ] = None,
    differs_in: Annotated[
        list[str] | None, typer.Option(metavar="WORDS", help="With `adapted`: where it differs; several times.")
    ] = None,
    if_version: IfVersion = None,
) -> None:
    """Say which state a council has come to with a deliverable."""
    line = path("adoptions", council, deliverable)
    wish = {
        "state": state,
        "effective": effective,
        "reason": reason,
        "note": note,
        "evidence": [_evidence(one) for one in evidence] if evidence else None,
        "variant": {"differs_in": differs_in} if differs_in else None,
    }
    answer = desk.service.change("PATCH", line, wish, version=if_version)
    desk.done(f"{answer['council']}, {answer['deliverable']}: {answer['state']} since {answer['since']}.", answer)


@command(app, "plan")
def plan_line(
    desk: Desk,
    council: Council,
    deliverable: Deliverable,
    adopt_on: Annotated[str | None, typer.Option(metavar="DATE", help="By when it is to be adopted.")] = None,
    in_use_on: Annotated[str | None, typer.Option(metavar="DATE", help="By when it is to be in use.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why it is another plan than before.")] = None,
    effective: Effective = None,
    as_at: AsAt = None,
) -> None:
    """Plan by when a deliverable is adopted and in use; without dates, show the plan beside what came of it."""
    line = path("adoptions", council, deliverable, "plan")
    if adopt_on is None and in_use_on is None:
        desk.document(line, as_at=as_at)
        return
    wish = {"adopt_on": adopt_on, "in_use_on": in_use_on, "reason": reason, "effective": effective}
    answer = desk.service.change("PUT", line, wish)
    desk.done(f"{council} plans {deliverable}: adopted {adopt_on or '-'}, in use {in_use_on or '-'}.", answer)


@command(app, "correct")
def correct_line(
    desk: Desk,
    council: Council,
    deliverable: Deliverable,
    state: Annotated[str, typer.Argument(metavar="STATE", help="The state it really was in.")],
    effective: Annotated[str, typer.Option(metavar="DATE", help="Since when.")],
    correction_reason: Annotated[str, typer.Option(metavar="WHY", help="Why what was told before was wrong.")],
    reason: Annotated[str | None, typer.Option(metavar="REASON", help="With `declined`: why.")] = None,
    note: Annotated[str | None, typer.Option(help="What is to be said of it.")] = None,
) -> None:
    """Put right what was told of a line from a day on; what was told stays beside it."""
    wish = {
        "state": state,
        "effective": effective,
        "correction_reason": correction_reason,
        "reason": reason,
        "note": note,
    }
    answer = desk.service.post(path("adoptions", council, deliverable, "corrections"), wish)
    desk.done(f"{answer['council']}, {answer['deliverable']}: {answer['state']} since {answer['since']}.", answer)


@command(app, "reasons", listing=True)
def list_reasons(desk: Desk) -> None:
    """List the reasons for which a council may decline a deliverable."""
    desk.show.listing(desk.service.get("/adoptions/reasons"), REASONS)


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


def _evidence(said: str) -> dict[str, str]:
    return {"link" if said.startswith(("http://", "https://")) else "text": said}
