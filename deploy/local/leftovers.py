"""Processes that outlived a stack which was killed, where the kernel did not end them with it."""

import os
import signal
import subprocess
from pathlib import Path

from deploy.local import REPOSITORY
from deploy.local.console import Say
from deploy.local.places import ELSEWHERE
from deploy.local.waiting import happens

# all our programs stand here, so another program that got an old id is told apart
OURS = (f"{REPOSITORY}/", f"{ELSEWHERE}/partnership-")
STOP_SECONDS = 15


def end_leftovers(pid_folder: Path, say: Say) -> None:
    """End what the pid files of a former stack still name; only called by who has claimed the data folder."""
    for file in sorted(pid_folder.glob("*.pid")):
        pid = int(file.read_text(encoding="ascii").strip() or 0)
        if pid and is_ours(pid):
            _end(pid)
            say(f"Ended {file.stem} (process {pid}), left over from a stack that was killed")
        file.unlink()


def is_ours(pid: int) -> bool:
    return command_line(pid).startswith(OURS)


def command_line(pid: int) -> str:
    """Return the command line of a process, or nothing when there is none or it cannot be told."""
    listing = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self").exists():
        try:
            return listing.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    asked = subprocess.run(["ps", "-ww", "-o", "command=", "-p", str(pid)], check=False, capture_output=True, text=True)
    return asked.stdout


def _end(pid: int) -> None:
    # PostgreSQL takes SIGINT for a fast stop, and so do all the others for a stop
    for number in (signal.SIGINT, signal.SIGKILL):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        if happens(lambda: not is_ours(pid), within=STOP_SECONDS):
            return
