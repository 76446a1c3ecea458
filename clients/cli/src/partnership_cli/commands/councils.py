"""Councils: their names and codes; a retired code still finds the council it was of."""

from partnership_cli.desk import Desk, Limit, command, noun
from partnership_cli.options import Council
from partnership_cli.paths import path
from partnership_cli.show import columns

app = noun("councils", "Councils, their names and codes.")

COUNCILS = columns(
    "slug",
    "name",
    "code=gss_code",
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


@command(app, "list", listing=True)
def list_councils(desk: Desk, limit: Limit = None) -> None:
    """List councils by slug."""
    desk.listing("/councils", COUNCILS, limit=limit)


@command(app, "show")
def show_council(desk: Desk, council: Council) -> None:
    """Show a council by its slug, or by any code it has or had."""
    found = desk.service.get(path("councils", council))
    if found.get("retired"):
        desk.show.say(f"{found['asked_for']} is a retired code; the code of {found['name']} is {found['gss_code']}.")
    desk.show.document(found)
