"""Passwords: made once, each in a file that only its owner may read."""

import os
import secrets
from pathlib import Path

OWNER_ONLY = 0o600


def kept_password(file: Path) -> str:
    """Read the password in a file, or make one there."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    password = secrets.token_urlsafe(24)
    with os.fdopen(descriptor, "w", encoding="ascii") as new:
        new.write(password)
    return password


def write_privately(file: Path, text: str) -> None:
    """Write a file whole or not at all, readable by its owner only from its first moment."""
    draft = file.with_name(f"{file.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w", encoding="utf-8") as new:
        new.write(text)
    draft.replace(file)
