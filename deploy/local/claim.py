"""Whose a data folder is: made by us or not, in use by a running stack or free."""

import fcntl
import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

from deploy.local.places import OPEN_FOLDER
from deploy.local.waiting import TookTooLongError, happens, wait_until

MARKER = "made-by-make-up"
LOCK = "stack.lock"
STOP_SECONDS = 60


class FolderRefusedError(Exception):
    """The data folder cannot be used, and the message says what would help."""


@dataclass(frozen=True)
class Running:
    """The stack that uses a data folder."""

    pid: int
    url: str


def prepare(folder: Path) -> None:
    """Make a data folder and mark it as ours; one that holds something else is refused."""
    marker = folder / MARKER
    if marker.exists():
        return
    if folder.exists() and any(folder.iterdir()):
        raise FolderRefusedError(f"{folder} holds something that is not ours. Choose another folder with DATA=.")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(OPEN_FOLDER)
    marker.write_text("`make up` made this folder, and `make reset` may remove it.\n", encoding="utf-8")


@contextmanager
def claimed(folder: Path, url: str) -> Iterator[None]:
    """Use a data folder alone. The claim ends with the process, however that ends, so it is never stale."""
    with _opened(folder) as lock:
        # somebody may be asking whether it is free at this very moment
        if not happens(lambda: _locked(lock), within=0.3):
            raise FolderRefusedError(_in_use(folder, _read(lock)))
        lock.truncate(0)
        lock.write(json.dumps(asdict(Running(os.getpid(), url))))
        lock.flush()
        try:
            yield
        finally:
            lock.truncate(0)


def running(folder: Path) -> Running | None:
    """Find the stack that uses a data folder now."""
    if not (folder / LOCK).exists():
        return None
    with _opened(folder) as lock:
        return None if _locked(lock) else _read(lock)


def stop_running(folder: Path) -> Running | None:
    """Ask the stack in a data folder to stop, and wait until it has; None when there was none."""
    found = running(folder)
    if found:
        os.kill(found.pid, signal.SIGTERM)
        try:
            wait_until(lambda: running(folder) is None, "it to stop", seconds=STOP_SECONDS, every=0.05)
        except TookTooLongError as error:
            raise FolderRefusedError(f"The stack (process {found.pid}) does not stop. {error}") from error
    return found


def _opened(folder: Path) -> TextIO:
    return (folder / LOCK).open("a+", encoding="utf-8")


def _locked(lock: TextIO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read(lock: TextIO) -> Running | None:
    """Read who holds the lock; for the blink of an eye between lock and first write nobody can tell."""
    lock.seek(0)
    text = lock.read()
    return Running(**json.loads(text)) if text else None


def _in_use(folder: Path, found: Running | None) -> str:
    who = f" (process {found.pid}, {found.url})" if found else ""
    return (
        f"A stack runs in {folder} already{who}. "
        f"Stop it with `make down DATA={folder}`, or choose another folder with DATA=."
    )
