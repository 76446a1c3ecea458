"""The page of faults is true: every fault has its tests or a reason, every test it names is there."""

import ast
import re
from functools import cache

from tests.architecture.test_crash_points import points
from tests.support.house import ROOT

PAGE = (ROOT / "tests" / "fault" / "README.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (F\d+) \| [^|]+ \| (.+) \|$", re.MULTILINE)
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")
FAULTS = [f"F{number}" for number in range(1, 34)]
BY_CRASH_POINTS = "F1"


@cache
def named_in(path: str) -> set[str]:
    """Return the names of the tests in a file."""
    file = ROOT / "tests" / path
    if not file.exists():
        return set()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in tree.body if isinstance(node, functions) and node.name.startswith("test_")}


def test_every_test_that_the_page_names_is_there() -> None:
    named = NAMED.findall(PAGE)
    assert len(named) > 40
    assert [f"{path}::{name}" for path, name in named if name not in named_in(path)] == []


def test_every_fault_has_its_tests_or_a_reason() -> None:
    rows = dict(ROW.findall(PAGE))
    assert list(rows) == FAULTS
    without = [
        fault
        for fault, tests in rows.items()
        if not NAMED.search(tests) and not re.fullmatch(r"not yet: .+", tests) and fault != BY_CRASH_POINTS
    ]
    assert without == []


def test_every_crash_point_stands_on_the_page_with_its_test() -> None:
    rows = [line for line in PAGE.partition("## Crash points")[2].splitlines() if NAMED.search(line)]
    shown = {name for row in rows for name in re.findall(r"`(\w+\.\w+)`", row)}
    assert shown == points()
