"""The user that PostgreSQL runs as when we are root, since its programs refuse to."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

NAME = "partnership"


class NoAccountError(Exception):
    """PostgreSQL will not run as root, and no other user could be made for it."""


@dataclass(frozen=True)
class Account:
    """A user of this machine."""

    name: str
    uid: int
    gid: int


def unprivileged_account() -> Account | None:
    """Return the user to drop to, made when it is not there yet; None when we are not root to begin with."""
    if os.geteuid() != 0:
        return None
    return _find() or _make()


def _find() -> Account | None:
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        return None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _make() -> Account:
    program = shutil.which("useradd")
    if program is None:
        raise NoAccountError(_advice("the program useradd is not here"))
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/bin/false"]
    attempt = subprocess.run([program, *options, NAME], check=False, capture_output=True, text=True)
    # another stack may have made it in the same moment
    account = _find()
    if account is None:
        raise NoAccountError(_advice(attempt.stderr.strip() or f"useradd ended with {attempt.returncode}"))
    return account


def _advice(reason: str) -> str:
    return (
        f"PostgreSQL does not run as root, and a system user '{NAME}' could not be made ({reason}). "
        f"Make a user of that name yourself, or run this as a user that is not root."
    )


def may_enter(folder: Path, account: Account) -> bool:
    """Tell whether an account may pass through every folder down to this one."""
    folder = folder.resolve()
    return all(_has(place, account, 0o1) for place in (folder, *folder.parents))


def may_read(file: Path, account: Account) -> bool:
    """Tell whether an account may come to a file and read it."""
    return _has(file, account, 0o4) and may_enter(file.parent, account)


def _has(place: Path, account: Account, permission: int) -> bool:
    status = place.stat()
    if status.st_uid == account.uid:
        return bool(status.st_mode >> 6 & permission)
    if status.st_gid == account.gid:
        return bool(status.st_mode >> 3 & permission)
    return bool(status.st_mode & permission)
