"""Programs that run to their end: set-up, bootstrap and load; several at once, with a deadline."""

from collections.abc import Callable, Mapping
from pathlib import Path

from deploy.local.processes import Process
from deploy.local.waiting import happens


class StepFailedError(Exception):
    """A step ended badly or not at all. Its log says more."""

    def __init__(self, sentence: str, process: Process) -> None:
        super().__init__(sentence)
        self.log = process.log
        self.log_tail = process.log_tail()


def run_steps(steps: Mapping[str, Process], *, seconds: float, heed: Callable[[], None]) -> None:
    """Run steps at the same time and return when all have succeeded. `heed` may raise to give up."""
    for step in steps.values():
        step.spawn()
    failed: list[str] = []
    try:
        in_time = happens(lambda: _over(steps, heed), within=seconds, every=0.05)
        # asked before the others are stopped, which will look like a failure of theirs
        failed = [name for name, step in steps.items() if step.exit_code or (step.running and not in_time)]
    finally:
        for step in steps.values():
            step.stop()
    for name in failed:
        reason = f"failed (exit code {steps[name].exit_code})" if in_time else f"was not done after {seconds:g} s"
        raise StepFailedError(f"{name} {reason}.", steps[name])


def _over(steps: Mapping[str, Process], heed: Callable[[], None]) -> bool:
    """Tell whether all have ended, or one in vain: then the others need not go on."""
    heed()
    return not any(step.running for step in steps.values()) or any(step.exit_code for step in steps.values())


class Follower:
    """Hands on the lines that are added to a log."""

    def __init__(self, log: Path, show: Callable[[str], None]) -> None:
        self._log = log
        self._show = show
        self._position = log.stat().st_size if log.exists() else 0

    def catch_up(self) -> None:
        if not self._log.exists():
            return
        with self._log.open("rb") as file:
            file.seek(self._position)
            for line in file:
                if line.endswith(b"\n"):
                    self._position += len(line)
                    self._show(line.decode(errors="replace").rstrip())
