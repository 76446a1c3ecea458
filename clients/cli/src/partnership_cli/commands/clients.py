"""Machine clients: who may act, for whom, with which scopes; secrets are shown once."""

from typing import Annotated, Any

import typer

from partnership_cli.completion import councils
from partnership_cli.desk import Desk, Limit, command, noun
from partnership_cli.paths import path
from partnership_cli.show import Form, columns

app = noun("clients", "Machine clients, their scopes and secrets.")

Client = Annotated[str, typer.Argument(metavar="CLIENT", help="The client's id.")]
CLIENTS = columns(
    "client_id",
    "name",
    "owner",
    "scopes",
    "last used=last_used",
    "expires",
    "revoked",
    "warnings",
    more=("council", "revoked_at", "secrets", "version"),
)
Expires = Annotated[
    str | None, typer.Option(metavar="TIME", help="When the client itself ends, as 2027-03-31T23:59:59Z.")
]


@command(app, "list", listing=True)
def list_clients(
    desk: Desk,
    owner: Annotated[str | None, typer.Option(metavar="OWNER", help="`office`, or a council's slug or code.")] = None,
    limit: Limit = None,
) -> None:
    """List machine clients by id; a council's administrator sees its own council's."""
    desk.listing("/clients", CLIENTS, limit=limit, owner=owner)


@command(app, "show")
def show_client(desk: Desk, client: Client) -> None:
    """Show a client and when its secrets were issued."""
    desk.document(path("clients", client))


@command(app, "create")
def create_client(
    desk: Desk,
    client: Client,
    name: Annotated[str, typer.Option(help="What it is, in words.")],
    scope: Annotated[list[str], typer.Option(metavar="SCOPE", help="What it may do; once for each scope.")],
    council: Annotated[
        str | None,
        typer.Option(metavar="COUNCIL", help="Whose it is; the Office's if left out.", autocompletion=councils),
    ] = None,
    expires: Expires = None,
) -> None:
    """Register a client; its secret is shown this once."""
    wish = {"client_id": client, "name": name, "council": council, "scopes": scope, "expires": expires}
    _secret(desk, f"The client {client} was registered.", desk.service.post("/clients", wish))


@command(app, "rotate")
def rotate_secret(
    desk: Desk,
    client: Client,
    keep_old: Annotated[
        int | None,
        typer.Option(metavar="SECONDS", min=0, help="How long the old secret stays valid; a day if left out."),
    ] = None,
    expires: Expires = None,
) -> None:
    """Give a client another secret, shown this once; the one before stays valid for a while."""
    wish = {"old_valid_for_seconds": keep_old, "expires": expires}
    _secret(desk, f"{client} has another secret.", desk.service.post(path("clients", client, "secrets"), wish))


@command(app, "revoke", asks=True)
def revoke_client(desk: Desk, client: Client) -> None:
    """Revoke a client for good: it gets no token any more, and those it holds are refused."""
    desk.agree(f"{client} will be revoked for good: what acts with it stops.")
    answer = desk.service.change("DELETE", path("clients", client))
    desk.done(f"{client} was revoked.", answer)


def _secret(desk: Desk, sentence: str, answer: dict[str, Any]) -> None:
    """Show a secret on stdout alone, so that it can be piped into a store; what is said of it goes to stderr."""
    for warning in answer.get("warnings") or ():
        desk.show.say(f"Note: {warning['text']}")
    if desk.show.form is Form.JSON:
        desk.show.json(answer)
        return
    desk.show.say(f"{sentence} Keep its secret now: it is not shown again.")
    desk.show.text(answer["secret"])
