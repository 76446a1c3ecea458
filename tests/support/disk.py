"""A disk that is small enough to be filled up, and can be made larger."""

import errno
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

BLOCK = 64 * 1024


class Disk:
    """A file system of its own, of some megabytes."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self.folder, self._megabytes = folder, megabytes
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        """Leave not one block free."""
        with self._ballast.open("ab", buffering=0) as file:
            for size in (BLOCK, 4096, 1):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise

    def clear(self) -> None:
        """Take away what fills it."""
        self._ballast.unlink()

    def enlarge(self, megabytes: int) -> None:
        self._mount(f"remount,size={megabytes}m")

    def mount(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._mount(f"size={self._megabytes}m,mode=755")

    def _mount(self, options: str) -> None:
        command = ["mount", "-t", "tmpfs", "-o", options, "partnership-test", str(self.folder)]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")


@contextmanager
def small_disk(folder: Path, *, megabytes: int) -> Iterator[Disk]:
    """Mount a small disk for a while; whoever writes there must have ended before it goes."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    disk = Disk(folder, megabytes)
    disk.mount()
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
