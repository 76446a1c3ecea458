"""The command `partnership`: its nouns, each loaded when it is asked for, and how it ends."""

import contextlib
import importlib
import sys
from collections.abc import Mapping
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from partnership_cli.errors import Exit, StoppedError, tell

NOUNS: Mapping[str, str] = {
    "projects": "projects",
    "deliverables": "deliverables",
    "releases": "releases",
    "calls": "calls",
    "commitments": "commitments",
    "capacity": "capacity",
    "updates": "updates",
    "adoption": "adoption",
    "benefits": "benefits",
    "councils": "councils",
    "members": "members",
    "roles": "roles",
    "imports": "imports",
    "conflicts": "conflicts",
    "report": "report",
    "events": "events",
    "clients": "clients",
    "login": "session.login",
    "logout": "session.logout",
    "whoami": "session.whoami",
    "version": "about.version",
    "help": "about.help",
}
"""Which module of `commands` has a noun; `module.name` where a module has several commands of one word."""


class Nouns(TyperGroup):
    """Loads the module of a noun when it is asked for: who lists projects does not wait for the rest."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        # their names are known before they are loaded: `Did you mean` looks here
        self.commands = dict.fromkeys(NOUNS)  # type: ignore[assignment]

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - as it is called
        return list(NOUNS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - as it is called
        if cmd_name not in NOUNS:
            return None
        if self.commands[cmd_name] is None:
            module, _, name = NOUNS[cmd_name].partition(".")
            loaded = importlib.import_module(f"partnership_cli.commands.{module}")
            self.commands[cmd_name] = typer.main.get_command(getattr(loaded, name or "app"))
        return self.commands[cmd_name]


app = typer.Typer(
    name="partnership",
    cls=Nouns,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="The Partnership's services from the command line, for councils and the Digital Office.",
    epilog="Begin with `partnership login`. Every command says with --help what it takes; "
    "`partnership help exit-codes` lists the numbers commands end with.",
)


@app.callback()
def partnership(
    show_version: Annotated[bool, typer.Option("--version", help="Show the version and exit.", is_eager=True)] = False,  # noqa: FBT002
) -> None:
    """The Partnership's services from the command line, for councils and the Digital Office."""
    if show_version:
        from partnership_cli.commands.about import numbered

        typer.echo(numbered())
        raise typer.Exit


def run() -> None:
    """Run the command as it was given; end with one of the numbers of `Exit`."""
    sys.exit(_run())


def _run() -> int:
    debug = "--debug" in sys.argv
    try:
        app(prog_name="partnership")
    except SystemExit as end:
        return _flushed(end.code)
    except KeyboardInterrupt:
        return Exit.STOPPED
    except StoppedError as error:
        if debug:
            raise
        tell(error, sys.stderr)
        return error.exits
    except Exception as error:
        if debug:
            raise
        tell(_unforeseen(error), sys.stderr)
        return Exit.REFUSED
    return Exit.OK


def _unforeseen(error: Exception) -> StoppedError:
    if isinstance(error, OSError) and error.filename:
        return StoppedError(f"{error.filename}: {error.strerror}.", exits=Exit.USAGE)
    return StoppedError(
        f"This should not have happened: {type(error).__name__}: {error}",
        hint="Give the command again with --debug, and send what it shows to the Digital Office.",
    )


def _flushed(code: Any) -> int:
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.flush()
    return code if isinstance(code, int) else Exit.OK
