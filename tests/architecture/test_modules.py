"""How the house reads: a sentence at every door, nothing too long, no error swallowed, logs that never vary."""

import ast
from pathlib import Path

import pytest

from tests.support.house import PROGRAM, ROOT, modules

MODULE_LINES = 300
FUNCTION_LINES = 60
EVERYWHERE = list(modules(*PROGRAM, "clients", "tests"))
OURS = [(path, tree) for path, tree, _ in EVERYWHERE if "tests" not in path.parts]
GENERATED = "# Written by clients/python/tools"
"""Nobody reads from top to bottom what a program wrote: it may be long."""
LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}


def test_there_is_a_house() -> None:
    assert len(EVERYWHERE) > 150


def test_every_module_opens_with_a_sentence() -> None:
    """An `__init__` that is empty has nothing to open."""
    silent = [path for path, tree, text in EVERYWHERE if text.strip() and not ast.get_docstring(tree)]
    assert not silent
    unfinished = [
        path
        for path, tree, _ in EVERYWHERE
        if (said := ast.get_docstring(tree)) and not said.splitlines()[0].endswith((".", ":", "?"))
    ]
    assert not unfinished


def test_no_module_is_longer_than_a_few_screens() -> None:
    long = {
        str(path): lines
        for path, _, text in EVERYWHERE
        if GENERATED not in text and (lines := len(text.splitlines())) >= MODULE_LINES
    }
    assert not long, "split it by noun"


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path, tree, text in EVERYWHERE
        if "tests" not in path.parts and GENERATED not in text
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= FUNCTION_LINES
    ]
    assert not long


def test_no_error_is_swallowed() -> None:
    swallowed = [
        f"{path}:{handler.lineno}"
        for path, tree, _ in EVERYWHERE
        for handler in ast.walk(tree)
        if isinstance(handler, ast.ExceptHandler)
        and all(isinstance(step, ast.Pass) or _is_ellipsis(step) for step in handler.body)
    ]
    assert not swallowed
    too_much = [
        f"{path}:{call.lineno}"
        for path, tree, _ in EVERYWHERE
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).split(".")[-1] == "suppress"
        and {ast.unparse(one) for one in call.args} & {"Exception", "BaseException"}
    ]
    assert not too_much


def test_the_sentence_of_a_log_line_never_varies() -> None:
    varying = [
        f"{path}:{call.lineno}"
        for path, tree in OURS
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in LEVELS
        and ast.unparse(call.func.value).split(".")[-1] in {"log", "logger", "logging"}
        and not (call.args and isinstance(call.args[0], ast.Constant) and len(call.args) == 1)
    ]
    assert not varying, "say the same sentence each time, and give what varies as keys"


def test_no_code_of_ours_is_replaced_in_a_test() -> None:
    replacing = [
        str(path)
        for path, tree, _ in EVERYWHERE
        for node in ast.walk(tree)
        if (isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("unittest.mock", "mock")))
        or (isinstance(node, ast.Import) and any(one.name.startswith(("unittest.mock", "mock")) for one in node.names))
        or (isinstance(node, ast.arg) and node.arg == "monkeypatch" and path.parts[0] == "tests" and _replaces(tree))
    ]
    assert not replacing


@pytest.mark.parametrize("name", ["docs"])
def test_a_page_lives_in_the_room_it_describes(name: str) -> None:
    assert not (ROOT / name).exists()


def test_migrations_are_dated() -> None:
    undated = [
        path.name
        for folder in (*(ROOT / "services").glob("*/migrations"), ROOT / "shared" / "migrations")
        for path in Path(folder).glob("*.py")
        if not path.name[:10].replace("_", "").isdigit()
    ]
    assert not undated


def _is_ellipsis(step: ast.stmt) -> bool:
    return isinstance(step, ast.Expr) and isinstance(step.value, ast.Constant) and step.value.value is ...


def _replaces(tree: ast.Module) -> bool:
    """Say whether attributes are set through monkeypatch; the environment may be."""
    return any(
        isinstance(call, ast.Call) and ast.unparse(call.func) == "monkeypatch.setattr" for call in ast.walk(tree)
    )
