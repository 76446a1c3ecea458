"""What the last release promised of each event: kept in a file, so that a copy without its history knows it too."""

import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from deploy.contracts import events
from deploy.local import REPOSITORY
from services.notifications import catalogue

KEPT: Final = REPOSITORY / "deploy/contracts/released.json"
CHANGELOG: Final = REPOSITORY / "CHANGELOG.md"
HEADING = re.compile(r"^## \[(?P<version>\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$", re.MULTILINE)
COMMIT = re.compile(r"^Commit: `(?P<commit>[0-9a-f]{40})`$", re.MULTILINE)

Promise = Mapping[str, Any]
"""What was said of a type: its source, subject, aggregate, audience and schema."""


@dataclass(frozen=True, slots=True)
class Released:
    """What a release promised: its version, the commit it was made of, and each type by its name."""

    version: str
    commit: str
    types: Mapping[str, Promise]


class NoReleaseError(Exception):
    """What the last release promised is not known; the message says what to do."""


def kept(file: Path = KEPT) -> Released:
    """Return what was kept of the last release."""
    if not file.exists():
        raise NoReleaseError(f"{file} is not there: `python -m deploy.contracts.changes --keep` writes it.")
    return Released(**json.loads(file.read_text(encoding="utf-8")))


def named(changelog: Path = CHANGELOG) -> tuple[str, str]:
    """Return the version and the commit of the newest release, as the changelog says it."""
    text = changelog.read_text(encoding="utf-8")
    heading = HEADING.search(text)
    if heading is None:
        raise NoReleaseError(f"{changelog} names no release")
    next_one = HEADING.search(text, heading.end())
    commit = COMMIT.search(text, heading.end(), next_one.start() if next_one else len(text))
    if commit is None:
        raise NoReleaseError(f"{changelog} does not say which commit {heading['version']} is, as: Commit: `<hash>`")
    return heading["version"], commit["commit"]


def of_commit(version: str, commit: str) -> Released:
    """Return what the files of a commit promised; its history must be in this copy."""
    schemas = "tests/contract/schemas/"
    promises = {
        name["type"]: {
            **{word: name[word] for word in ("source", "subject", "aggregate", "audience")},
            "schema": json.loads(_git("show", f"{commit}:{schemas}{name['type']}.json")),
        }
        for name in json.loads(_git("show", f"{commit}:tests/contract/event_names.json")).values()
    }
    return Released(version, commit, dict(sorted(promises.items())))


def today() -> dict[str, Promise]:
    """Return what the code promises."""
    schemas = {one.type_name(): catalogue.schema(one) for one in catalogue.every_type()}
    return {
        name["type"]: {
            **{word: name[word] for word in ("source", "subject", "aggregate", "audience")},
            "schema": schemas[name["type"]],
        }
        for name in events.names().values()
    }


def keep(released: Released, file: Path = KEPT) -> None:
    """Write down what a release promised."""
    content = {"version": released.version, "commit": released.commit, "types": released.types}
    file.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _git(*arguments: str) -> str:
    ran = subprocess.run(["git", *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        raise NoReleaseError(f"git {' '.join(arguments)} failed, perhaps in a copy without history: {ran.stderr}")
    return ran.stdout
