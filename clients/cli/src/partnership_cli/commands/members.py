"""Members: which councils were members of the Partnership on a day, and what sources counted."""

from typing import Annotated

import typer

from partnership_cli.desk import Desk, Limit, command, noun
from partnership_cli.options import AsAt, Council
from partnership_cli.paths import path
from partnership_cli.show import columns

app = noun("members", "Members of the Partnership, as at any day.")

MEMBERS = columns(
    "council",
    "standing",
    "since=joined",
    "certainty",
    "left",
    "source",
    more=("in_principle", "certain_from", "effective", "recorded_at", "version"),
)
COUNTS = columns("key", "as of=as_of", "councils", "basis", "source", more=("version",))


@command(app, "list", listing=True)
def list_members(
    desk: Desk,
    standing: Annotated[str | None, typer.Option(help="Only those of this standing, as in-principle.")] = None,
    as_at: AsAt = None,
    limit: Limit = None,
) -> None:
    """List the members on a day, with the count a source reported for it."""
    none = "No member is known for that day."
    desk.listing("/memberships", MEMBERS, limit=limit, empty=none, standing=standing, as_at=as_at)


@command(app, "show")
def show_member(desk: Desk, council: Council, as_at: AsAt = None) -> None:
    """Show a council's membership, with the times before."""
    desk.document(path("memberships", council), as_at=as_at)


@command(app, "counts", listing=True)
def list_counts(desk: Desk, limit: Limit = None) -> None:
    """List how many members sources reported, and when."""
    desk.listing("/memberships/counts", COUNTS, limit=limit)
