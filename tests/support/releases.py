"""The last release as CHANGELOG.md names it, and its code, for tests that run it beside today's."""

import io
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.contracts.changes.released import named
from tests.support.house import ROOT


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
    release = Release(*named())
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
