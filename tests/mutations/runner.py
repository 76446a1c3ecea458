"""Running tests on a broken copy of the product: the tree is copied, one mutation applied, its tests run."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from deploy.local import REPOSITORY
from tests.mutations.mutation import Mutation, StaleError

LEFT_OUT = (".git", ".venv", ".data", "__pycache__", ".*_cache", "*.pyc")
TEST_SECONDS = 60
RUN_SECONDS = 240
ALL_SECONDS = 420
FAILED = 1
WIDTH = 150


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mutation: caught by a test with its words, or why not."""

    mutation: Mutation
    caught: bool
    by: str
    words: str


def copy(folder: Path) -> Path:
    """Copy the tree as it stands into a folder of its own; it shares the installed packages."""
    root = folder / uuid4().hex
    shutil.copytree(REPOSITORY, root, ignore=shutil.ignore_patterns(*LEFT_OUT), symlinks=True)
    (root / ".venv").symlink_to(Path(sys.prefix))
    return root


def pytest(root: Path, tests: Sequence[str], *, seconds: float) -> subprocess.CompletedProcess[str]:
    """Run tests in a copy."""
    command = [root / ".venv/bin/python", "-m", "pytest", "-q", "--tb=short", "--show-capture=no"]
    options = [f"--timeout={TEST_SECONDS}", "-p", "no:cacheprovider"]
    return subprocess.run(
        [*map(str, command), *options, *tests],
        cwd=root,
        check=False,
        capture_output=True,
        text=True,
        timeout=seconds,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
    )


def tried(folder: Path, mutation: Mutation) -> Outcome:
    """Break a copy in one way and run the tests that must notice."""
    root = copy(folder)
    try:
        mutation.apply(root)
        done = pytest(root, mutation.tests, seconds=RUN_SECONDS)
    except StaleError as error:
        return Outcome(mutation, caught=False, by="DID NOT APPLY", words=str(error))
    except subprocess.TimeoutExpired:
        return Outcome(mutation, caught=True, by=mutation.tests[0], words=f"it did not end in {RUN_SECONDS} s")
    finally:
        shutil.rmtree(root, ignore_errors=True)
    if done.returncode == FAILED and (by := failed(done.stdout)):
        return Outcome(mutation, caught=True, by=by[0].rpartition("::")[2], words=_words(done.stdout))
    if done.returncode == 0:
        return Outcome(mutation, caught=False, by="SURVIVED", words=", ".join(mutation.tests))
    return Outcome(mutation, caught=False, by="NOTHING WAS TESTED", words=done.stdout[-400:] + done.stderr[-400:])


def failed(output: str) -> list[str]:
    """Return the tests that failed, each as pytest names it."""
    return re.findall(r"^FAILED (\S+)", output, re.MULTILINE)


def _words(output: str) -> str:
    """Return what the assertion said, in one line."""
    said = re.search(r"^E +(.+)$", output, re.MULTILINE)
    return said[1].strip()[:WIDTH] if said else output.strip().splitlines()[-1][:WIDTH]
