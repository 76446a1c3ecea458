"""Calls for participation: what projects ask of councils, and what a council answers."""

from typing import Annotated, Literal

import typer

from partnership_cli.completion import calls, councils
from partnership_cli.desk import Desk, Limit, command, noun
from partnership_cli.options import AsAt, OfCouncil, OfProject, Reason
from partnership_cli.paths import path
from partnership_cli.show import columns

app = noun("calls", "Calls for participation, and answers to them.")

Call = Annotated[str, typer.Argument(metavar="KEY", help="The call's key.", autocompletion=calls)]
Answer = Literal["commit", "interested", "no"]

CALLS = columns(
    "key",
    "title",
    "project",
    "state",
    "deadline",
    more=(
        "summary",
        "asks",
        "benefits",
        "contact_role",
        "published_on",
        "closed_on",
        "cause",
        "demonstration",
        "version",
    ),
)
ANSWERS = columns("call", "council", "answer", "commitments", "reason", "effective", more=("recorded_at", "version"))


@command(app, "list", listing=True)
def list_calls(
    desk: Desk,
    state: Annotated[str | None, typer.Option(help="Only in this state, as published.")] = None,
    project: OfProject = None,
    as_at: AsAt = None,
    limit: Limit = None,
) -> None:
    """List calls by key."""
    desk.listing("/calls", CALLS, limit=limit, state=state, project=project, as_at=as_at)


@command(app, "show")
def show_call(desk: Desk, key: Call, as_at: AsAt = None) -> None:
    """Show a call: what it asks, until when, and what councils get."""
    desk.document(path("calls", key), as_at=as_at)


@command(app, "check")
def check_call(desk: Desk, key: Call, as_at: AsAt = None) -> None:
    """Show, month by month, what a call asks beside what councils have to give."""
    desk.document(path("calls", key, "check"), as_at=as_at)


@command(app, "answers", listing=True)
def list_answers(
    desk: Desk,
    call: Annotated[str | None, typer.Option(metavar="KEY", help="Only to this call.", autocompletion=calls)] = None,
    council: OfCouncil = None,
    answer: Annotated[Answer | None, typer.Option(help="Only those that answered this.")] = None,
    as_at: AsAt = None,
    limit: Limit = None,
) -> None:
    """List what councils answered; a council's client sees its own."""
    desk.listing("/commitments/answers", ANSWERS, limit=limit, call=call, council=council, answer=answer, as_at=as_at)


@command(app, "answer")
def answer_call(
    desk: Desk,
    key: Call,
    answer: Annotated[Answer, typer.Argument(help="commit, interested or no.")],
    council: Annotated[
        str | None,
        typer.Option(
            metavar="COUNCIL",
            help="For which council; a council's client answers for its own.",
            autocompletion=councils,
        ),
    ] = None,
    role: Annotated[str | None, typer.Option(metavar="ROLE", help="With `commit`: whose days.")] = None,
    days: Annotated[float | None, typer.Option(metavar="N", help="With `commit`: days a month, in quarters.")] = None,
    begins: Annotated[str | None, typer.Option("--from", metavar="DATE", help="With `commit`: from when.")] = None,
    ends: Annotated[str | None, typer.Option("--to", metavar="DATE", help="With `commit`: until when.")] = None,
    reason: Reason = None,
) -> None:
    """Answer a call: commit, interested or no; until its deadline another answer may follow."""
    wish = {
        "call": key,
        "council": council or desk.service.own_council(),
        "answer": answer,
        "role": role,
        "days_per_month": days,
        "from": begins,
        "to": ends,
        "reason": reason,
    }
    answered = desk.service.post("/commitments/answers", wish)
    desk.done(f"{answered['council']} answered {key}: {answered['answer']}.", answered)
