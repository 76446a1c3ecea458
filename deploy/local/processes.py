"""A child process of ours: started with a log file and a session of its own, stopped by its id."""

import functools
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from signal import Signals

from deploy.local.accounts import Account
from deploy.local.waiting import happens

LOG_KEPT_BYTES = 5_000_000


class Process:
    """One program that may be started again and again; its output is added to its log.

    It has a session of its own, so that Ctrl-C in the terminal reaches only the parent, which stops
    it in order. Should the parent be killed, the kernel sends `orphan_signal` (on Linux). For the kernel the
    parent is the thread that spawned it: spawn from one that lives as long as the process should.
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        log: Path,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
        account: Account | None = None,
        stop_signal: Signals = signal.SIGTERM,
        orphan_signal: Signals = signal.SIGKILL,
    ) -> None:
        self.command = [str(part) for part in command]
        self.log = log
        self._environment = environment
        self._folder = folder
        self._account = account
        self._stop_signal = stop_signal
        self._orphan_signal = orphan_signal
        self._popen: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        return self._popen.pid if self._popen else None

    @property
    def exit_code(self) -> int | None:
        """None while it runs, and before it was ever started."""
        return self._popen.poll() if self._popen else None

    @property
    def running(self) -> bool:
        return self._popen is not None and self._popen.poll() is None

    def spawn(self) -> None:
        """Start it and return at once."""
        if self.running:
            raise RuntimeError(f"{self.command[0]} runs already")
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self._popen = subprocess.Popen(
                [*_dying_with_its_parent(self._orphan_signal), *self.command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self._environment,
                cwd=self._folder,
                user=self._account.uid if self._account else None,
                group=self._account.gid if self._account else None,
                extra_groups=[] if self._account else None,
                start_new_session=True,
            )

    def ask_to_stop(self) -> None:
        """Send the signal that it takes as a request; a frozen process is thawed to hear it."""
        self.signal(self._stop_signal)
        self.signal(signal.SIGCONT)

    def stop(self, *, seconds: float = 10) -> None:
        """Ask it to stop, and kill it when it has not by then."""
        self.ask_to_stop()
        self.finish(seconds=seconds)

    def finish(self, *, seconds: float) -> bool:
        """Wait for the end of a process that was asked to stop; False when it had to be killed."""
        ended = happens(lambda: not self.running, within=seconds)
        if not ended:
            self.kill()
        return ended

    def kill(self) -> None:
        """End it without a chance to tidy up, as a crash would."""
        self.signal(signal.SIGKILL)
        if self._popen:
            self._popen.wait()

    def freeze(self) -> None:
        """Make it alive but silent: its connections stay open and nobody answers. It is silent when this returns."""
        if self._popen and self.running:
            self._popen.send_signal(signal.SIGSTOP)
            # each of its threads may answer until the last of them has stopped; what ends instead is left to be reaped
            os.waitid(os.P_PID, self._popen.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)

    def thaw(self) -> None:
        self.signal(signal.SIGCONT)

    def signal(self, number: Signals) -> None:
        if self._popen and self.running:
            self._popen.send_signal(number)

    def log_tail(self, lines: int = 20) -> str:
        """Return the last lines of its log."""
        return tail(self.log, lines)


def tail(log: Path, lines: int = 20) -> str:
    """Return the last lines of a log file, or nothing where there is none."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 64_000))
        text = file.read().decode(errors="replace")
    return "\n".join(text.splitlines()[-lines:])


def keep_log_small(log: Path) -> None:
    """Put a log that has grown large aside, and forget the one put aside before."""
    if log.exists() and log.stat().st_size > LOG_KEPT_BYTES:
        log.replace(log.with_name(f"{log.name}.1"))


@functools.cache
def _setpriv() -> str | None:
    """Find the util-linux program that can tie a process to its parent.

    It is chosen over `preexec_fn`, which Python warns of as soon as the parent has threads.
    """
    program = shutil.which("setpriv")
    if program is None:
        return None
    trial = subprocess.run([program, "--pdeathsig", "KILL", "true"], check=False, capture_output=True)
    return program if trial.returncode == 0 else None


def _dying_with_its_parent(orphan_signal: Signals) -> list[str]:
    program = _setpriv()
    return [program, "--pdeathsig", orphan_signal.name.removeprefix("SIG"), "--"] if program else []
