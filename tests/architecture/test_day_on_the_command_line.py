"""What the README shows of a day on the command line can be typed: its commands exist, with these options."""

import re
import shlex
from pathlib import Path

import pytest
import typer
from partnership_cli.main import app

README = Path(__file__).resolve().parents[2] / "README.md"
LINE = re.compile(r"^\$ (partnership (?:.*\\\n)*.*)$", re.MULTILINE)


def shown() -> list[str]:
    """Return the commands as they are typed, each on one line."""
    section = README.read_text(encoding="utf-8").partition("## A day on the command line")[2].partition("\n## ")[0]
    return [match[1].replace("\\\n", " ") for match in LINE.finditer(section)]


def typed(command: str) -> list[list[str]]:
    """Return the words given to `partnership` by a line, once for each time it stands in a pipe."""
    return [
        words[words.index("partnership") + 1 :]
        for part in re.split(r"\s\|\s", command)
        if "partnership" in (words := [word for word in shlex.split(part) if "=" not in word or word.startswith("-")])
    ]


def test_the_readme_shows_a_days_work() -> None:
    nouns = {words[0] for command in shown() for words in typed(command)}
    assert {"login", "clients", "calls", "releases", "adoption", "benefits", "roles", "capacity"} <= nouns


@pytest.mark.parametrize("command", shown())
def test_a_command_of_the_readme_can_be_typed(command: str) -> None:
    for words in typed(command):
        place = typer.main.get_command(app)
        context = place.make_context("partnership", list(words), resilient_parsing=True)
        rest = list(words)
        while hasattr(place, "get_command") and rest:
            found = place.get_command(context, rest[0])
            assert found is not None, f"there is no '{rest[0]}' in '{command}'"
            place, rest = found, rest[1:]
        # raises what whoever types it would be told: a missing argument, an option that there is not
        place.make_context(place.name, _without_files(rest))


def _without_files(words: list[str]) -> list[str]:
    """Name a file that is there where the README names one of its reader's."""
    return [str(README) if word.endswith((".csv", ".json", "/digital-office")) else word for word in words]
