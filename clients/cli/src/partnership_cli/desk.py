"""What every command has at hand: the profile, the service, where to show; and the options they all take."""

import contextlib
import functools
import inspect
import os
import re
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from typer.models import OptionInfo

from partnership_cli.errors import Exit, StoppedError, Wrong
from partnership_cli.show import Column, Form, Row, Show
from partnership_cli.values import words

if TYPE_CHECKING:
    from partnership_cli.service import Service
    from partnership_cli.settings import Profile

Function = TypeVar("Function", bound=Callable[..., None])


class Desk:
    """What one command works with; the service is only reached for when it is asked."""

    def __init__(self, show: Show, profile: str | None, *, yes: bool, timeout: float | None) -> None:
        self.show = show
        self.wanted = profile
        self.yes = yes
        self.timeout = timeout
        self._service: Service | None = None

    @functools.cached_property
    def profile(self) -> "Profile":
        from partnership_cli.settings import chosen

        return chosen(self.wanted)

    @property
    def service(self) -> "Service":
        if self._service is None:
            from partnership_cli.service import Service

            self._service = Service(self.profile, deadline=self.timeout)
        return self._service

    def close(self) -> None:
        if self._service is not None:
            self._service.close()

    def listing(
        self,
        path: str,
        shape: Sequence[Column],
        *,
        limit: int | None = None,
        empty: str = "Nothing found.",
        **query: Any,
    ) -> None:
        """Show all pages of a list as one, or the first `limit` of it."""
        self.show.listing(self.service.listing(path, limit=limit, **query), shape, empty=empty)

    def document(self, path: str, **query: Any) -> None:
        """Show one thing."""
        self.show.document(self.service.get(path, **query))

    def done(self, sentence: str, answer: Row) -> None:
        """Say what was done; the answer itself is shown whole with --json, else by its sentence alone."""
        for warning in answer.get("warnings") or ():
            self.show.say(f"Note: {words(warning)}")
        if self.show.form is Form.JSON:
            self.show.json(answer)
        else:
            self.show.text(sentence)

    def agree(self, sentence: str) -> None:
        """Ask before what cannot be undone; where nobody can be asked, --yes must have been given."""
        if self.yes:
            return
        if not sys.stdin.isatty():
            raise StoppedError(
                f"Nothing was done, since nobody could be asked. {sentence}",
                hint="Give the command again with --yes.",
                exits=Exit.USAGE,
            )
        print(f"{sentence} Go on? [y/N] ", end="", file=self.show.err, flush=True)
        if sys.stdin.readline().strip().lower() not in {"y", "yes"}:
            raise StoppedError("Nothing was done.", exits=Exit.REFUSED)


AsJson = Annotated[bool, typer.Option("--json", help="Show the answer as the API gives it: one JSON document.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Show the list as CSV (RFC 4180), with every field.")]
Plain = Annotated[bool, typer.Option("--plain", help="Show a line for each field, no tables: for screen readers.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No messages, no progress: only data and errors.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show where in the program an error came from.")]
ProfileName = Annotated[str | None, typer.Option("--profile", metavar="NAME", help="The profile of `login` to use.")]
Timeout = Annotated[
    float | None, typer.Option("--timeout", metavar="SECONDS", min=0.1, help="Give up after so long; 20 if left out.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask before what cannot be undone.")]
Limit = Annotated[int | None, typer.Option("--limit", min=1, metavar="N", help="At most so many; all if left out.")]

COMMON: dict[str, Any] = {
    "profile": ProfileName,
    "as_json": AsJson,
    "as_csv": AsCsv,
    "plain": Plain,
    "yes": Yes,
    "timeout": Timeout,
    "quiet": Quiet,
    "debug": Debug,
}


def noun(name: str, said: str) -> typer.Typer:
    """Return the app of a noun: the commands that belong to it."""
    return typer.Typer(name=name, help=said, rich_markup_mode=None, no_args_is_help=True)


def command(
    app: typer.Typer, name: str, *, listing: bool = False, asks: bool = False
) -> Callable[[Function], Function]:
    """Make a function a command: its first parameter is the desk, and it takes the options that all commands take.

    `listing`: it shows a list, which may be had as CSV. `asks`: it asks before it does what cannot be undone.
    """
    left_out = {wanted for wanted, there in (("as_csv", listing), ("yes", asks)) if not there}
    common = {key: option for key, option in COMMON.items() if key not in left_out}

    def register(function: Function) -> Function:
        own = list(inspect.signature(function).parameters.values())[1:]

        @functools.wraps(function)
        def run(**given: Any) -> None:
            said = {key: given.pop(key) for key in common}
            desk = _desk(said)
            try:
                function(desk, **given)
                desk.show.out.flush()
            except BrokenPipeError:
                _nobody_reads()
            except StoppedError as error:
                raise _as_typed(_with_way_on(error, app), own) from error
            finally:
                desk.close()

        run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # as PEP 362 has it
            [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in own]
            + [
                inspect.Parameter(
                    key,
                    inspect.Parameter.KEYWORD_ONLY,
                    default=None if key in {"profile", "timeout"} else False,
                    annotation=option,
                )
                for key, option in common.items()
            ]
        )
        app.command(name)(run)
        return function

    return register


def _with_way_on(error: StoppedError, app: typer.Typer) -> StoppedError:
    """Say, where a thing is not found, how to see which there are."""
    if error.exits is not Exit.NOT_FOUND or error.hint:
        return error
    missing = re.match(r"There is no (council|project|release|deliverable|call|client)\b", error.message)
    if missing:
        error.hint = f"See which there are: partnership {missing.group(1)}s list"
    elif "list" in {one.name for one in app.registered_commands}:
        error.hint = f"See which there are: partnership {app.info.name} list"
    return error


def _as_typed(error: StoppedError, own: Sequence[inspect.Parameter]) -> StoppedError:
    """Call a field as it was typed: by its option, where the command has one of that name."""
    for one in own:
        if any(isinstance(said, OptionInfo) for said in getattr(one.annotation, "__metadata__", ())):
            option = f"--{one.name.replace('_', '-')}"
            error.message = re.sub(rf"^{one.name}(?=[:. ])", option, error.message)
            error.wrong = tuple(Wrong(option, it.message) if it.field == one.name else it for it in error.wrong)
    return error


def _nobody_reads() -> None:
    """Go on without a reader that has seen enough, such as `head`."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _desk(said: dict[str, Any]) -> Desk:
    forms = [form for key, form in _FORMS.items() if said.get(key)]
    if len(forms) > 1:
        raise StoppedError("Only one of --json, --csv and --plain can be shown.", exits=Exit.USAGE)
    show = Show(forms[0] if forms else Form.TABLE, quiet=said["quiet"], out=sys.stdout, err=sys.stderr)
    return Desk(show, said["profile"], yes=said.get("yes", False), timeout=said["timeout"])


_FORMS = {"as_json": Form.JSON, "as_csv": Form.CSV, "plain": Form.PLAIN}
