"""The README's promises name tests that exist, and every page it links to is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROMISES = README.partition("## What it promises")[2].partition("\n## ")[0]
HELD_BY = re.findall(r"\[`(\w+)`\]\((tests/[\w/]+\.py)\)", PROMISES)


def test_every_promise_names_a_test() -> None:
    rows = [line for line in PROMISES.splitlines() if line.startswith("| ")][1:]
    assert len(rows) >= 10
    assert all("](tests/" in row for row in rows)


@pytest.mark.parametrize(("name", "file"), HELD_BY, ids=[name for name, _ in HELD_BY])
def test_a_test_that_holds_a_promise_is_there(name: str, file: str) -> None:
    assert f"def test_{name}(" in (ROOT / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_what_the_readme_links_to_is_there(target: str) -> None:
    assert (ROOT / target).exists()
