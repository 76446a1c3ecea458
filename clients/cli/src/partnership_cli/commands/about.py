"""What this command is: its version, and the pages of help that belong to no one command."""

import importlib.metadata
from typing import Annotated, Literal

import typer

from partnership_cli.desk import Desk, command
from partnership_cli.errors import MEANINGS

version = typer.Typer(rich_markup_mode=None)
help = typer.Typer(rich_markup_mode=None)  # noqa: A001 - it is what people type

Topic = Annotated[
    Literal["exit-codes", "output", "settings"], typer.Argument(metavar="TOPIC", help="exit-codes, output or settings.")
]

OUTPUT = """\
Data goes to stdout, messages go to stderr: what is piped on holds nothing else.

  on a terminal   a table; where it is too narrow for one, a line for each field
  into a pipe     the same table without lines, never cut
  --plain         a line for each field, no tables, nothing that moves: for screen readers
  --json          the answer as the API gives it, one JSON document; `events tail`: one object a line
  --csv           on every list: RFC 4180, with every field; several values in one are divided by ;

NO_COLOR=1 takes the colours away; no word depends on one. Dates are ISO 8601.
"""

SETTINGS = """\
`partnership login` keeps the address, the client and its secret; --profile NAME keeps several apart.

  PARTNERSHIP_URL, PARTNERSHIP_CLIENT_ID   used instead of a profile, both together
  PARTNERSHIP_CLIENT_SECRET                the secret, of these or of the profile
  PARTNERSHIP_PROFILE                      the profile to use; --profile wins
  PARTNERSHIP_CONFIG_DIR                   where profiles are kept; `partnership whoami` shows it

The secret is in a file of its own that only you can read (mode 600); a file that others may read is refused.
"""


def numbered() -> str:
    """Return the version of this command."""
    return f"partnership {importlib.metadata.version('partnership-cli')}"


@command(version, "version")
def show_version(desk: Desk) -> None:
    """Show the versions of this command."""
    desk.show.document(
        {
            "partnership-cli": importlib.metadata.version("partnership-cli"),
            "partnership-client": importlib.metadata.version("partnership-client"),
        }
    )


@command(help, "help")
def show_help(desk: Desk, topic: Topic) -> None:
    """Show help: exit-codes, output or settings."""
    if topic == "exit-codes":
        for number, meaning in MEANINGS.items():
            desk.show.text(f"{number.value:>3}  {meaning}")
    else:
        desk.show.text((OUTPUT if topic == "output" else SETTINGS).rstrip())
