"""Which room may know which: the contracts that import-linter holds, and the rooms themselves."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.house import ROOT, SERVICES

ROOMS = {
    "models": "what is true",
    "domain": "what may happen",
    "commands": "what people ask for",
    "queries": "what they look up",
    "reads": "rows into views, for commands and queries",
    "views": "what answers show",
    "api": "HTTP in, HTTP out",
    "subscribers": "what it hears",
    "timers": "what it does by itself",
    "answers": "what it answers when another service asks",
    "main": "settings, routes and subscriptions make the app",
    "migrations": "dated versions only",
}
OF_THEIR_OWN = {
    "projects": {"crypto"},
    "councils": {"crypto", "pages"},
    "notifications": {
        "addresses",
        "catalogue",
        "cloudevents",
        "delivering",
        "examples",
        "live",
        "mails",
        "pages",
        "partners",
        "planning",
        "readers",
        "webhooks",
    },
    "reporting": {"pages"},
}
"""What one service needs and no other: hashing and signing; the forms of events, asking for addresses; the pages."""


def test_imports_run_one_way_and_no_service_imports_another() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_the_rooms_that_every_service_has_under_the_same_names(name: str) -> None:
    folder = ROOT / "services" / name
    rooms = {path.stem for path in folder.iterdir() if path.suffix == ".py" or (path.is_dir() and path.stem[0] != "_")}
    rooms -= {"__init__"}
    assert {"models", "queries", "api", "main", "migrations"} <= rooms
    unknown = rooms - ROOMS.keys() - OF_THEIR_OWN[name]
    assert not unknown, f"{unknown} of {name}: use the rooms there are, or list it here with what it is for"
    assert rooms >= OF_THEIR_OWN[name], "listed here, and no longer there"


@pytest.mark.parametrize("name", SERVICES)
def test_a_room_is_a_module_or_a_package_and_never_both(name: str) -> None:
    folder = ROOT / "services" / name
    assert not {path.stem for path in folder.glob("*.py")} & {path.name for path in folder.iterdir() if path.is_dir()}


def test_only_services_are_in_the_folder_of_services() -> None:
    assert {path.name for path in (ROOT / "services").iterdir() if path.is_dir() and path.name[0] != "_"} == {*SERVICES}
