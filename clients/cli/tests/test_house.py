"""The rules of the house hold for the command too: it stands on the client alone, and each module has one noun."""

import ast
from pathlib import Path

from partnership_cli.main import NOUNS

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
