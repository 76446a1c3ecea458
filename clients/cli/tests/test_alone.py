"""The command without a service: help, how fast it starts, completion, and what it says when it cannot go on."""

import os
import resource
import subprocess
import sys

import pytest
from partnership_cli.errors import MEANINGS, exit_of
from partnership_cli.main import NOUNS, app
from typer.testing import CliRunner

from .conftest import COMMAND, Partnership

MOST_SECONDS = 0.5
HEAVY = ("httpx", "pydantic", "rich", "partnership_client")


def test_help_is_there_in_under_half_a_second(alone: Partnership) -> None:
    """Measured as time at work: what a busy machine makes it wait is not the command's."""
    alone("--help")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = alone("--help")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.code == 0
    assert {line.split()[0] for line in done.out.split("Commands:")[1].splitlines() if line.startswith("  ")} >= {
        *NOUNS
    }
    assert (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime) < MOST_SECONDS


def test_help_loads_nothing_that_only_asking_a_service_needs(alone: Partnership) -> None:
    program = (
        "import sys\nfrom partnership_cli.main import app\n"
        "try:\n    app(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=alone.whole_environment, check=True
    )
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize("noun", NOUNS)
def test_every_noun_and_every_command_of_it_says_what_it_takes(noun: str) -> None:
    asked = CliRunner()
    done = asked.invoke(app, [noun, "--help"], prog_name="partnership")
    assert done.exit_code == 0, done.output
    assert done.output.startswith(f"Usage: partnership {noun}")
    for line in done.output.partition("Commands:")[2].splitlines():
        if line.startswith("  ") and line[2] != " ":
            name, _, said = line.strip().partition(" ")
            assert said, f"{noun} {name} does not say what it does"
            assert asked.invoke(app, [noun, name, "--help"]).exit_code == 0


def test_the_numbers_it_ends_with_are_listed(alone: Partnership) -> None:
    done = alone("help", "exit-codes")
    assert [line.split()[0] for line in done.out.splitlines()] == [str(one.value) for one in MEANINGS]


def test_a_word_that_is_no_command_is_refused_with_the_one_that_was_meant(alone: Partnership) -> None:
    done = alone("project", "list")
    assert (done.code, done.out) == (2, "")
    assert "Did you mean 'projects'?" in done.err


def test_a_service_that_does_not_answer_ends_it_with_its_address_and_what_helps(alone: Partnership) -> None:
    done = alone("report", "programme", "--timeout", "1")
    assert (done.code, done.out) == (7, "")
    assert "http://127.0.0.1:9" in done.err
    assert "Hint:" in done.err


def test_an_address_that_is_none_is_said_to_be_none(alone: Partnership) -> None:
    alone.environment["PARTNERSHIP_URL"] = "not an address"
    done = alone("report", "programme")
    assert done.code == 2
    assert "is no address" in done.err


def test_two_forms_at_once_are_refused(alone: Partnership) -> None:
    assert alone("projects", "list", "--json", "--csv").code == 2


def test_without_a_person_to_ask_what_cannot_be_undone_wants_yes(alone: Partnership) -> None:
    done = alone("clients", "revoke", "somebody")
    assert done.code == 2
    assert "--yes" in done.err


def test_a_client_without_its_secret_is_told_to_log_in(alone: Partnership) -> None:
    alone.environment["PARTNERSHIP_CLIENT_ID"] = "digital-office"
    done = alone("projects", "list")
    assert done.code == 4
    assert "partnership login" in done.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_are_given_their_completion(shell: str, alone: Partnership) -> None:
    alone.environment |= {"_PARTNERSHIP_COMPLETE": f"source_{shell}"}
    done = alone()
    assert done.code == 0
    assert "_PARTNERSHIP_COMPLETE" in done.out


def test_completion_of_words_needs_no_service(alone: Partnership) -> None:
    alone.environment |= {
        "_PARTNERSHIP_COMPLETE": "complete_bash",
        "COMP_WORDS": "partnership releases cl",
        "COMP_CWORD": "2",
    }
    assert alone().out.split() == ["close"]


def test_completion_of_keys_is_silent_where_no_service_answers(alone: Partnership) -> None:
    alone.environment |= {
        "_PARTNERSHIP_COMPLETE": "complete_bash",
        "COMP_WORDS": "partnership projects show gd",
        "COMP_CWORD": "3",
    }
    done = alone()
    assert (done.out.strip(), done.err) == ("", "")


@pytest.mark.parametrize(
    ("status", "code", "number"),
    [
        (400, "malformed", 6),
        (401, "unauthenticated", 4),
        (403, "forbidden", 4),
        (404, "not-found", 3),
        (409, "release-closed", 1),
        (409, "exists-already", 5),
        (409, "key-taken", 5),
        (412, "changed-meanwhile", 5),
        (422, "invalid", 6),
        (429, "too-many", 7),
        (500, "internal", 7),
        (503, "unavailable", 7),
    ],
)
def test_a_problem_of_the_service_has_its_number(status: int, code: str, number: int) -> None:
    assert exit_of(status, code) == number


def test_what_goes_wrong_unforeseen_is_told_without_a_traceback_unless_it_is_asked_for(alone: Partnership) -> None:
    alone.environment["PARTNERSHIP_CONFIG_DIR"] = os.devnull
    alone.environment.pop("PARTNERSHIP_URL")
    done = alone("projects", "list")
    assert done.code != 0
    assert done.err.startswith("Error: ")
    shown = subprocess.run(
        [COMMAND, "projects", "list", "--debug"],
        capture_output=True,
        text=True,
        env=alone.whole_environment,
        check=False,
    )
    assert "Traceback" in shown.stderr
