"""The rules of the house hold for the command too: it stands on the client alone, and each module has one noun."""

import ast
import json
import re
import shlex
from pathlib import Path

import pytest
from partnership_cli.commands.report import app as report
from partnership_cli.errors import MEANINGS
from partnership_cli.main import NOUNS, app
from typer.testing import CliRunner

from tests.support.house import ROOT, modules

SOURCE = "clients/cli/src"
OURS = list(modules(SOURCE))
MODULE_LINES, FUNCTION_LINES = 300, 60
NOT_OURS = {"services", "shared", "deploy", "tests"}


def test_the_command_imports_nothing_of_the_services() -> None:
    reached = {
        f"{path}: {name}"
        for path, tree, _ in OURS
        for node in ast.walk(tree)
        for name in _imported(node)
        if name.partition(".")[0] in NOT_OURS
    }
    assert not reached


def test_only_what_asks_the_service_knows_the_client() -> None:
    knowing = {
        path.name
        for path, tree, _ in OURS
        for node in ast.walk(tree)
        for name in _imported(node)
        if name.partition(".")[0] in {"partnership_client", "httpx", "pydantic"}
    }
    assert knowing == {"service.py", "problems.py", "importing.py"}


def test_modules_and_functions_stay_about_a_screenful_and_open_with_a_sentence() -> None:
    assert not [str(path) for path, _, text in OURS if len(text.splitlines()) >= MODULE_LINES]
    assert not [
        str(path) for path, tree, text in OURS if text.strip() and not (ast.get_docstring(tree) or "").endswith(".")
    ]
    assert not [
        f"{path} {node.name}"
        for path, tree, _ in OURS
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= FUNCTION_LINES
    ]


def test_every_noun_has_its_module_and_every_module_its_noun() -> None:
    there = {path.stem for path in (ROOT / SOURCE / "partnership_cli" / "commands").glob("*.py")}
    beside = {"__init__", "seals"}
    assert {one.partition(".")[0] for one in NOUNS.values()} == there - beside


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [one.name for one in node.names] if isinstance(node, ast.Import) else []


def test_the_file_that_marks_it_typed_is_there() -> None:
    assert (ROOT / Path(SOURCE) / "partnership_cli" / "py.typed").exists()


README = (ROOT / "clients" / "cli" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("line", re.findall(r"^\$ partnership (.+)$", README, re.MULTILINE))
def test_what_the_readme_types_is_a_command_with_these_options(line: str) -> None:
    done = CliRunner().invoke(app, [*shlex.split(line), "--help"])
    assert done.exit_code == 0, done.output


def test_the_readme_names_every_command_of_every_noun() -> None:
    told = {
        noun: words.split() for noun, words in re.findall(r"^\| `([a-z-]+)` \| ([a-z` -]+) \|$", README, re.MULTILINE)
    }
    assert told
    for noun, words in told.items():
        listed = CliRunner().invoke(app, [noun, "--help"]).output.partition("Commands:")[2]
        there = {line.split()[0] for line in listed.splitlines() if line.startswith("  ") and line[2] != " "}
        assert {word.strip("`") for word in words} == there, noun
    nouns = {noun for noun, module in NOUNS.items() if "." not in module}
    assert told.keys() == nouns


def test_the_readme_says_what_each_number_means() -> None:
    assert re.findall(r"^\| (\d+) \| (.+) \|$", README, re.MULTILINE) == [
        (str(number.value), meaning) for number, meaning in MEANINGS.items()
    ]


def test_every_report_that_has_a_command_of_its_own_is_one_of_the_api() -> None:
    document = json.loads((ROOT / "deploy" / "caddy" / "site" / "openapi.json").read_text(encoding="utf-8"))
    paths = [re.fullmatch(r"/api/v1/reports/([a-z/-]+)", path) for path in document["paths"]]
    reports = {found.group(1).replace("/", "-") for found in paths if found}
    assert {one.name for one in report.registered_commands} - {"list", "show", "project", "release"} <= reports
