"""Running a piece of JavaScript with the libraries of others, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

MODULES = Path(sys.prefix) / "javascript/node_modules"
NODE = Path(sys.prefix) / "bin/node"


def needs_javascript() -> None:
    """Skip the test, with its reason, where Node or the libraries are not installed."""
    for wanted in (NODE, MODULES):
        if not wanted.exists():
            pytest.skip(f"{wanted} is not there; `make javascript` installs it")


def run_javascript(program: Path, folder: Path, *arguments: str, said: str = "", seconds: float = 60) -> str:
    """Run a program with Node, its libraries found beside it in an empty folder; return what it prints, or fail."""
    needs_javascript()
    (folder / "node_modules").symlink_to(MODULES)
    copied = folder / program.name
    copied.write_bytes(program.read_bytes())
    ran = subprocess.run(
        [NODE, copied, *arguments],
        input=said,
        capture_output=True,
        text=True,
        timeout=seconds,
        cwd=folder,
        env=os.environ | {"NODE_NO_WARNINGS": "1"},
        check=False,
    )
    assert ran.returncode == 0, f"{program.name} ended with {ran.returncode}: {ran.stderr}\n{ran.stdout}"
    return ran.stdout
