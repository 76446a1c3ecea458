"""`python -m deploy.local up | down | reset | load | clock`: the local stack, as the Makefile calls it."""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from deploy.local import REPOSITORY
from deploy.local.accounts import NoAccountError, unprivileged_account
from deploy.local.claim import MARKER, FolderRefusedError, claimed, running, stop_running
from deploy.local.console import Console
from deploy.local.places import NotInstalledError, postgres_places
from deploy.local.ports import PortTakenError
from deploy.local.postgres import PostgresRefusedError
from deploy.local.services import CLIENT
from deploy.local.stack import Stack, load_arguments
from deploy.local.waiting import TookTooLongError

LAST_PORT = 65535


def main() -> int:
    wanted = _arguments()
    folder: Path = wanted.data.resolve()
    console = Console()
    try:
        return _carry_out(wanted, folder, console)
    except PortTakenError as error:
        console.show(f"{error} Choose another with PORT=, for example: make up PORT={wanted.port + 10}")
    except (FolderRefusedError, NoAccountError, NotInstalledError, PostgresRefusedError, TookTooLongError) as error:
        console.show(str(error))
    return 1


def _carry_out(wanted: argparse.Namespace, folder: Path, console: Console) -> int:
    verb, port, to = wanted.verb, wanted.port, wanted.to
    if verb == "up":
        return 0 if Stack(folder, port, console, demo=wanted.demo).run() else 1
    if verb == "load":
        return _ask(folder, port, "deploy.load")
    if verb == "clock":
        return _ask(folder, port, "deploy.clock", *(["--to", to] if to else []))
    stopped = stop_running(folder)
    console.show(f"The stack (process {stopped.pid}) is stopped." if stopped else f"No stack runs in {folder}.")
    if verb == "reset":
        console.show(_remove(folder))
    return 0


def _ask(folder: Path, port: int, module: str, *arguments: str) -> int:
    """Run what asks the running system over its API, as the Office's client."""
    found = running(folder)
    url = found.url if found else f"http://localhost:{port}"
    command = [sys.executable, "-m", module, *load_arguments(url, folder / "secrets" / CLIENT), *arguments]
    return subprocess.run(command, check=False, cwd=REPOSITORY).returncode


def _remove(folder: Path) -> str:
    """Remove a data folder that we made, and PostgreSQL's part of it where that had to go elsewhere."""
    if not folder.exists():
        return f"There is no {folder}."
    if not (folder / MARKER).exists():
        raise FolderRefusedError(f"{folder} was not made by `make up`, so it is not removed.")
    home = postgres_places(folder / "postgres", unprivileged_account()).home
    with claimed(folder, "being removed"):
        for place in (home, folder):
            shutil.rmtree(place, ignore_errors=place is home)
    return f"{folder} is removed."


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"PORT must be a number from 1 to {LAST_PORT}, not {text!r}")
    return int(text)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deploy.local", description=__doc__)
    parser.add_argument("verb", choices=["up", "down", "reset", "load", "clock"])
    parser.add_argument("--port", type=_port, default=8080, help="where the gateway listens (default: %(default)s)")
    parser.add_argument("--data", type=Path, default=REPOSITORY / ".data", help="the data folder (default: .data)")
    parser.add_argument("--to", default="", metavar="DAY", help="clock: the day it is to be (default: only tell)")
    parser.add_argument("--demo", action="store_true", help="up: endpoints and a mail server to try things with, too")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
