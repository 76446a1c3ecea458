"""Who asks: log in, log out, and see who you are."""

import getpass
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from partnership_cli.desk import Desk, command
from partnership_cli.errors import Exit, StoppedError

login = typer.Typer(rich_markup_mode=None)
logout = typer.Typer(rich_markup_mode=None)
whoami = typer.Typer(rich_markup_mode=None)


@command(login, "login")
def log_in(
    desk: Desk,
    url: Annotated[str | None, typer.Option(metavar="URL", help="Where the service is, as https://…")] = None,
    client: Annotated[str | None, typer.Option("--client-id", metavar="ID", help="The client that asks.")] = None,
    secret_file: Annotated[
        Path | None, typer.Option(metavar="FILE", exists=True, dir_okay=False, help="A file with its secret.")
    ] = None,
    secret_stdin: Annotated[bool, typer.Option("--secret-stdin", help="Read its secret from stdin.")] = False,  # noqa: FBT002
) -> None:
    """Log in: keep an address, a client and its secret.

    They are kept as a profile, once the service has taken them.
    """
    from partnership_cli.service import Service
    from partnership_cli.settings import CLIENT, DEFAULT_PROFILE, DEFAULT_URL, PROFILE, URL, Profile, keep, read

    name = desk.wanted or os.environ.get(PROFILE) or DEFAULT_PROFILE
    before = read().profiles.get(name)
    url = url or os.environ.get(URL) or _asked("Address", before.url if before else DEFAULT_URL)
    client = client or os.environ.get(CLIENT) or _asked("Client", before.client_id if before else None)
    profile = Profile(name, url, client, _secret(client, secret_file, stdin=secret_stdin))
    service = Service(profile, deadline=desk.timeout)
    try:
        claims = service.claims()
    finally:
        service.close()
    file = keep(profile)
    whose = f"for {claims['council']}" if claims.get("council") else "for the Digital Office"
    desk.show.say(f"Logged in at {url} as {client}, {whose}. The profile '{name}' is in {file.path}.")


@command(logout, "logout")
def log_out(desk: Desk) -> None:
    """Forget a profile and its secret.

    The one in use, if --profile names none.
    """
    from partnership_cli.settings import forget, read

    name = desk.wanted or read().use
    if not forget(name):
        raise StoppedError(f"There is no profile '{name}'.", exits=Exit.NOT_FOUND)
    desk.show.say(f"The profile '{name}' and its secret are forgotten here. The client itself goes on to exist.")


@command(whoami, "whoami")
def who_am_i(desk: Desk) -> None:
    """Show who asks, where, and what it may do."""
    from partnership_cli.settings import folder

    profile = desk.profile
    claims = desk.service.claims() if profile.client_id else {}
    desk.show.document(
        {
            "profile": profile.name,
            "url": profile.url,
            "client_id": profile.client_id,
            "council": claims.get("council"),
            "scopes": str(claims.get("scope", "")).split(),
            "settings": str(folder()),
        }
    )


def _asked(what: str, default: str | None) -> str:
    if not sys.stdin.isatty():
        raise StoppedError(
            f"{what} is missing, and nobody can be asked.",
            hint="Give --url, --client-id and --secret-file, or set PARTNERSHIP_URL and the others.",
            exits=Exit.USAGE,
        )
    sys.stderr.write(f"{what}{f' [{default}]' if default else ''}: ")
    sys.stderr.flush()
    said = sys.stdin.readline().strip() or default
    if not said:
        raise StoppedError(f"{what} is missing.", exits=Exit.USAGE)
    return said


def _secret(client: str, file: Path | None, *, stdin: bool) -> str:
    from partnership_cli.settings import SECRET

    if file is not None:
        said = file.read_text(encoding="utf-8")
    elif stdin:
        said = sys.stdin.readline()
    elif os.environ.get(SECRET):
        said = os.environ[SECRET]
    elif sys.stdin.isatty():
        said = getpass.getpass(f"Secret of {client}: ", stream=sys.stderr)
    else:
        raise StoppedError(
            "The secret is missing, and nobody can be asked.",
            hint="Give it with --secret-file, --secret-stdin or PARTNERSHIP_CLIENT_SECRET.",
            exits=Exit.USAGE,
        )
    if not said.strip():
        raise StoppedError("The secret is empty.", exits=Exit.USAGE)
    return said.strip()
