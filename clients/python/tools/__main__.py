"""`python -m clients.python.tools`: write what is generated; with --check, only tell what is not as it would be."""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from clients.python.tools import models, nouns
from clients.python.tools.document import SITE, Document

PACKAGE = Path(__file__).resolve().parents[1] / "src/partnership_client"
SETTINGS = Path(__file__).resolve().parents[3] / "pyproject.toml"
MARK = "# Written by clients/python/tools"


def written() -> dict[Path, str]:
    """Return the text of every generated module, by its path."""
    texts = dict(_modules(Document(SITE.read_text(encoding="utf-8"))))
    with TemporaryDirectory() as folder:
        for name, text in texts.items():
            path = Path(folder) / PACKAGE.name / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        _tidy(folder)
        return {PACKAGE / name: (Path(folder) / PACKAGE.name / name).read_text(encoding="utf-8") for name in texts}


def _modules(document: Document) -> Iterator[tuple[str, str]]:
    for package, modules in (
        ("models", models.models(document)),
        ("wishes", models.wishes(document)),
        ("nouns", nouns.nouns(document)),
    ):
        for name, text in modules:
            yield f"{package}/{name}.py", text
    yield "nouns/__init__.py", nouns.front()
    yield "words.py", nouns.words(document)


def _tidy(folder: str) -> None:
    """Put imports in order, those that are not needed away, and lines to their length, as in the rest of the house."""
    ruff = [sys.executable, "-m", "ruff"]
    config = [
        "--config",
        str(SETTINGS),
        "--config",
        f"lint.isort.known-first-party = ['{PACKAGE.name}']",
        "--quiet",
        folder,
    ]
    for command in (["check", "--select", "I,F401", "--fix-only", "--unsafe-fixes"], ["format"]):
        subprocess.run([*ruff, *command, *config], check=True)  # noqa: S603 - a program that we name ourselves


def outdated(texts: dict[Path, str]) -> list[Path]:
    """Return the modules that are missing, different, or not written any more."""
    different = [path for path, text in texts.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    there = [path for path in PACKAGE.rglob("*.py") if MARK in path.read_text(encoding="utf-8")]
    return sorted({*different, *(path for path in there if path not in texts)})


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m clients.python.tools", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args().check
    texts = written()
    for path in (old := outdated(texts)):
        sys.stdout.write(f"{'Not as it would be written' if check else 'Wrote'}: {path.name}\n")
        if not check and path in texts:
            path.parent.mkdir(exist_ok=True)
            path.write_text(texts[path], encoding="utf-8")
        elif not check:
            path.unlink()
    return 1 if check and old else 0


if __name__ == "__main__":
    sys.exit(main())
