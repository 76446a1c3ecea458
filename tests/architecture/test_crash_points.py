"""Every crash point of the code is tried by a fault test, by its name, and none is on unless somebody asks for it."""

import ast
import os
import re
import subprocess
import sys

import pytest

from tests.support.house import ROOT, modules

NAMED = re.compile(r'\bcrash_point\(\s*"([^"]+)"')
SWITCH = "CRASH_POINT"
MAY_NAME_THE_SWITCH = ("shared/crash.py", "tests/")


def points() -> set[str]:
    """Return the names of all crash points, also those in what alembic runs."""
    files = [ROOT / path for path, _, _ in modules("shared", "services")]
    files += (ROOT / "deploy" / "migrations").glob("*.py")
    return {name for file in files for name in NAMED.findall(file.read_text(encoding="utf-8"))}


def tried() -> set[str]:
    """Return every text that a fault test writes out, without the count of visits."""
    return {
        node.value.removesuffix(":")
        for _, tree, _ in modules("tests/fault")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_crash_point_of_the_code_is_tried_by_a_fault_test() -> None:
    assert len(points()) > 10, "the crash points were not found"
    assert points() - tried() == set()


def test_every_crash_point_is_named_where_it_is_and_nowhere_else() -> None:
    calls = [
        node
        for _, tree, _ in modules("shared", "services")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "crash_point"
    ]
    assert all(isinstance(node.args[0], ast.Constant) for node in calls), "a crash point has no name to look for"


def test_nothing_of_ours_switches_a_crash_point_on() -> None:
    kept = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    named = [
        path
        for path in kept.split("\0")
        if path and not path.startswith(MAY_NAME_THE_SWITCH) and SWITCH.encode() in (ROOT / path).read_bytes()
    ]
    assert named == []


@pytest.mark.parametrize(("asked", "ends_with"), [(None, 0), ("", 0), ("elsewhere", 0), ("here", -9), ("here:2", -9)])
def test_a_crash_point_ends_its_process_only_when_it_is_asked_for(asked: str | None, ends_with: int) -> None:
    environment = {name: value for name, value in os.environ.items() if name != SWITCH}
    environment |= {} if asked is None else {SWITCH: asked}
    visits = "from shared.crash import crash_point; crash_point('here'); print('once'); crash_point('here')"
    done = subprocess.run(
        [sys.executable, "-uc", visits], cwd=ROOT, env=environment, check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (ends_with, "" if asked == "here" else "once\n"), done.stderr
