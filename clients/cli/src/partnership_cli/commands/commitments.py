"""Commitments: what councils promised to calls, and changing a promise."""

from typing import Annotated

import typer

from partnership_cli.commands.calls import ANSWERS
from partnership_cli.completion import calls
from partnership_cli.desk import Desk, Limit, command, noun
from partnership_cli.options import AsAt, Council, IfVersion, OfCouncil
from partnership_cli.paths import path
from partnership_cli.show import columns
from partnership_cli.words import counted

app = noun("commitments", "What councils promised to calls.")

DELIVERED = columns("council", "month", "delivered", "reason", more=("effective", "recorded_at", "version"))

FirstMonth = Annotated[str | None, typer.Option("--from", metavar="MONTH", help="The first month, as 2027-01.")]
LastMonth = Annotated[str | None, typer.Option("--to", metavar="MONTH", help="The last month.")]
Call = Annotated[str, typer.Argument(metavar="CALL", help="The call's key.", autocompletion=calls)]


@command(app, "list", listing=True)
def list_commitments(
    desk: Desk,
    call: Annotated[str | None, typer.Option(metavar="KEY", help="Only to this call.", autocompletion=calls)] = None,
    council: OfCouncil = None,
    as_at: AsAt = None,
    limit: Limit = None,
) -> None:
    """List what councils committed to calls; a council's client sees its own."""
    desk.listing("/commitments/answers", ANSWERS, limit=limit, call=call, council=council, answer="commit", as_at=as_at)


@command(app, "show")
def show_commitment(desk: Desk, call: Call, council: Council, as_at: AsAt = None) -> None:
    """Show what a council answered to a call, with all it said before."""
    desk.document(path("commitments", "answers", call, council), as_at=as_at)


@command(app, "change")
def change_commitment(
    desk: Desk,
    call: Call,
    council: Council,
    role: Annotated[str, typer.Option(metavar="ROLE", help="Whose days.")],
    reason: Annotated[str, typer.Option(help="Why it changes.")],
    days: Annotated[float | None, typer.Option(metavar="N", help="Days a month; 0 takes the promise back.")] = None,
    begins: Annotated[str | None, typer.Option("--from", metavar="DATE", help="From when.")] = None,
    ends: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Until when.")] = None,
    if_version: IfVersion = None,
) -> None:
    """Change what a council committed for a role, also after the deadline, for a reason."""
    line = path("commitments", "answers", call, council)
    wish = {"role": role, "days_per_month": days or None, "from": begins, "to": ends, "reason": reason}
    answer = desk.service.change("PATCH", line, wish, version=if_version)
    desk.done(f"What {answer['council']} commits to {call} was changed.", answer)


@command(app, "delivered", listing=True)
def list_delivered(
    desk: Desk,
    council: OfCouncil = None,
    first: FirstMonth = None,
    last: LastMonth = None,
    as_at: AsAt = None,
    limit: Limit = None,
) -> None:
    """List what councils delivered, month by month; a council's client sees its own."""
    desk.listing("/commitments/delivered", DELIVERED, limit=limit, council=council, from_=first, to=last, as_at=as_at)


@command(app, "deliver")
def tell_delivered(
    desk: Desk,
    council: Council,
    month: Annotated[str, typer.Argument(metavar="MONTH", help="As 2027-01.")],
    call: Annotated[str, typer.Option(metavar="KEY", help="For which call.", autocompletion=calls)],
    role: Annotated[str, typer.Option(metavar="ROLE", help="Whose days.")],
    days: Annotated[float, typer.Option(metavar="N", help="How many, in quarters.")],
    source: Annotated[str, typer.Option(help="Where that is recorded.")],
    by_role: Annotated[str, typer.Option(metavar="ROLE", help="Who says so.")],
    reason: Annotated[str | None, typer.Option(help="Why it takes the place of another figure.")] = None,
    if_version: IfVersion = None,
) -> None:
    """Tell how many days a council delivered for a call in a month."""
    line = path("commitments", "delivered", council, month)
    wish = {"call": call, "role": role, "days": days, "source": source, "by_role": by_role, "reason": reason}
    answer = desk.service.change("PUT", line, wish, version=if_version)
    desk.done(f"{answer['council']} delivered {counted(days, 'day')} of {role} for {call} in {month}.", answer)


@command(app, "balance")
def show_balance(
    desk: Desk, council: Council, first: FirstMonth = None, last: LastMonth = None, as_at: AsAt = None
) -> None:
    """Show what a council promised beside what it delivered and has to give; nobody else sees it."""
    desk.document(path("commitments", "balance", council), from_=first, to=last, as_at=as_at)
