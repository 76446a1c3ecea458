"""Councils: their names and codes; a retired code still finds the council it was of."""

from typing import Annotated

import typer

from partnership_cli.desk import Desk, Limit, command, noun
from partnership_cli.options import AsAt, Council
from partnership_cli.paths import path
from partnership_cli.show import columns

app = noun("councils", "Councils, their names and codes.")

COUNCILS = columns(
    "slug",
    "name",
    "code=gss_code",
    "code3",
    "population",
    more=(
        "gaelic_name",
        "statutory_name",
        "area_name",
        "former_gss_codes",
        "population_year",
        "website",
        "membership.joined",
        "membership.certainty",
        "membership.left",
        "version",
    ),
)

GROUPS = columns("key", "name", "councils", "source", more=("as_at", "version"))


@command(app, "list", listing=True)
def list_councils(desk: Desk, as_at: AsAt = None, limit: Limit = None) -> None:
    """List councils by slug."""
    desk.listing("/councils", COUNCILS, limit=limit, as_at=as_at)


@command(app, "show")
def show_council(desk: Desk, council: Council, as_at: AsAt = None) -> None:
    """Show a council by its slug, or by any code it has or had."""
    found = desk.service.get(path("councils", council), as_at=as_at)
    if found.get("retired"):
        desk.show.say(f"{found['asked_for']} is a retired code; the code of {found['name']} is {found['gss_code']}.")
    desk.show.document(found)


@command(app, "groups", listing=True)
def list_groups(desk: Desk, as_at: AsAt = None, limit: Limit = None) -> None:
    """List family groups: councils that compare themselves with one another."""
    desk.listing("/councils/family-groups", GROUPS, limit=limit, as_at=as_at)


@command(app, "group")
def show_group(
    desk: Desk, key: Annotated[str, typer.Argument(metavar="KEY", help="The group's key.")], as_at: AsAt = None
) -> None:
    """Show a family group and the councils in it on a day."""
    desk.document(path("councils", "family-groups", key), as_at=as_at)
