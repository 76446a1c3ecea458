"""Whether the set-up steps have anything to do: not when neither code nor database changed since they last ran."""

import hashlib
from pathlib import Path

from deploy.local import REPOSITORY
from deploy.local.postgres import PostgresServer

SOURCES = ("shared", "services", "deploy/migrations", "deploy/nats")
FILES = ("uv.lock", "alembic.ini")


class Freshness:
    """Remembers with what the last successful set-up was made."""

    def __init__(self, file: Path, postgres: PostgresServer) -> None:
        self._file = file
        self._now = f"{_of_the_code()} {postgres.identity()}\n"

    def is_set_up(self) -> bool:
        return self._file.exists() and self._file.read_text(encoding="ascii") == self._now

    def remember(self) -> None:
        self._file.write_text(self._now, encoding="ascii")


def _of_the_code() -> str:
    every = hashlib.sha256()
    sources = [path for folder in SOURCES for path in (REPOSITORY / folder).rglob("*") if path.is_file()]
    for path in sorted([*sources, *(REPOSITORY / name for name in FILES)]):
        if path.suffix != ".pyc" and path.exists():
            every.update(str(path.relative_to(REPOSITORY)).encode() + b"\0" + path.read_bytes() + b"\0")
    return every.hexdigest()
