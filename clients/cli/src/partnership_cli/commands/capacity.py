"""Capacity: how many days of a role's work a council has to give, month by month."""

from typing import Annotated

import typer

from partnership_cli.desk import Desk, Limit, command, noun
from partnership_cli.importing import Csv, DryRun, Key, import_file
from partnership_cli.options import AsAt, Council, IfVersion, OfCouncil
from partnership_cli.paths import path
from partnership_cli.show import columns
from partnership_cli.words import counted

app = noun("capacity", "What councils have to give, month by month.")

CAPACITY = columns("council", "month", "given", "effective", more=("recorded_at", "version"))


@command(app, "list", listing=True)
def list_capacity(
    desk: Desk,
    council: OfCouncil = None,
    first: Annotated[str | None, typer.Option("--from", metavar="MONTH", help="The first month, as 2027-01.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="MONTH", help="The last month.")] = None,
    as_at: AsAt = None,
    limit: Limit = None,
) -> None:
    """List what councils have to give; a council's client sees its own."""
    desk.listing("/commitments/capacity", CAPACITY, limit=limit, council=council, from_=first, to=last, as_at=as_at)


@command(app, "set")
def set_capacity(
    desk: Desk,
    council: Council,
    month: Annotated[str, typer.Argument(metavar="MONTH", help="As 2027-01.")],
    role: Annotated[str, typer.Argument(metavar="ROLE", help="Whose days.")],
    days: Annotated[float, typer.Argument(metavar="DAYS", min=0, help="How many, in quarters.")],
    if_version: IfVersion = None,
) -> None:
    """Say how many days of a role's work a council has to give in a month; its other roles stay as they were."""
    line = path("commitments", "capacity", council, month)
    answer = desk.service.change("PUT", line, {"role": role, "days": days}, version=if_version)
    desk.done(f"{answer['council']} has {counted(days, 'day')} of {role} to give in {month}.", answer)


@command(app, "import", listing=True)
def import_months(desk: Desk, file: Csv, dry_run: DryRun = False, idempotency_key: Key = None) -> None:  # noqa: FBT002
    """Import what councils have to give from a CSV: all of it, or nothing."""
    import_file(desk, "councils", "capacity", file, dry_run=dry_run, under=idempotency_key)
