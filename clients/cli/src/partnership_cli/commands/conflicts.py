"""Conflicts: where a feed said something else than what a person had set."""

from typing import Annotated, Literal

import typer

from partnership_cli.desk import Desk, Limit, command, noun
from partnership_cli.options import OfCouncil
from partnership_cli.paths import path
from partnership_cli.show import columns
from partnership_cli.taking import of_both, where

app = noun("conflicts", "Where a feed and a person disagree.")

Conflict = Annotated[str, typer.Argument(metavar="ID", help="The conflict's id.")]
CONFLICTS = columns(
    "id",
    "kind",
    "fact",
    "state",
    "standing=standing.content",
    "reported=reported.content",
    more=(
        "owner",
        "standing.by",
        "standing.since",
        "reported.road",
        "reported.by",
        "reported.source",
        "reported.reported_at",
        "keep",
        "reason",
        "resolved_by",
        "resolved_at",
        "version",
    ),
)


@command(app, "list", listing=True)
def list_conflicts(
    desk: Desk,
    state: Annotated[Literal["open", "resolved"] | None, typer.Option(help="Only these: open or resolved.")] = None,
    kind: Annotated[str | None, typer.Option(help="Only of this kind, as adoption.")] = None,
    council: OfCouncil = None,
    limit: Limit = None,
) -> None:
    """List conflicts, the oldest first; a council's client sees its own."""
    page = of_both(desk, "conflicts", limit=limit, state=state, kind=kind, owner=council)
    desk.show.listing(page, CONFLICTS, empty="There are no conflicts.")


@command(app, "show")
def show_conflict(desk: Desk, key: Conflict) -> None:
    """Show what stands and who said it, and what was reported by which road."""
    desk.show.document(where(desk, "conflicts", key)[1])


@command(app, "resolve")
def resolve_conflict(
    desk: Desk,
    key: Conflict,
    keep: Annotated[Literal["standing", "reported"], typer.Option(help="Which of the two is kept.")],
    reason: Annotated[str, typer.Option(help="Why.")],
) -> None:
    """Decide a conflict for a reason: what stands is kept, or what was reported takes its place."""
    service, _ = where(desk, "conflicts", key)
    answer = desk.service.post(path(service, "conflicts", key, "resolve"), {"keep": keep, "reason": reason})
    desk.done(f"{answer['fact']}: what was {keep} is kept.", answer)
