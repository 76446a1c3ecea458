"""The last release as CHANGELOG.md names it, and its code, for tests that run it beside today's."""

import io
import re
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.house import ROOT

HEADING = re.compile(r"^## \[(?P<version>\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$", re.MULTILINE)
COMMIT = re.compile(r"^Commit: `(?P<commit>[0-9a-f]{40})`$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Release:
    """A version that people run, and the commit it was made of."""

    version: str
    commit: str

    def put_code_into(self, folder: Path) -> None:
        """Write the files of the release into an empty folder."""
        with tarfile.open(fileobj=io.BytesIO(_git("archive", self.commit))) as archive:
            archive.extractall(folder, filter="data")

    def files(self, *patterns: str) -> dict[str, str]:
        """Return the text of the release's files that match, by path."""
        paths = _git("ls-tree", "-r", "--name-only", self.commit).decode().splitlines()
        chosen = [path for path in paths if any(Path(path).match(pattern) for pattern in patterns)]
        return {path: _git("show", f"{self.commit}:{path}").decode() for path in chosen}


def last_release() -> Release:
    """Return the newest release; skip the test where its commit cannot be known, in a clone without history."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    heading = HEADING.search(text)
    assert heading is not None, "CHANGELOG.md names no release"
    next_one = HEADING.search(text, heading.end())
    named = COMMIT.search(text, heading.end(), next_one.start() if next_one else len(text))
    assert named is not None, f"CHANGELOG.md does not say which commit {heading['version']} is, as: Commit: `<hash>`"
    release = Release(heading["version"], named["commit"])
    if not _has(release.commit):
        if _is_whole():
            pytest.fail(f"there is no commit {release.commit}, which CHANGELOG.md calls {release.version}")
        pytest.skip(f"this copy has no history as far back as {release.version}: clone it whole to try the upgrade")
    return release


def _has(commit: str) -> bool:
    found = subprocess.run(
        ["git", "cat-file", "-e", f"{commit}^{{commit}}"], cwd=ROOT, check=False, capture_output=True
    )
    return found.returncode == 0


def _is_whole() -> bool:
    """Say whether this is a clone with all its history, and not a shallow one or an unpacked archive."""
    answer = subprocess.run(
        ["git", "rev-parse", "--is-shallow-repository"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    return answer.returncode == 0 and answer.stdout.strip() == "false"


def _git(*arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True).stdout
