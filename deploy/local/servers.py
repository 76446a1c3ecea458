"""What the three servers have in common: a process that can be started, asked whether it is ready, and ended."""

from abc import ABC, abstractmethod

from deploy.local.processes import Process
from deploy.local.waiting import TookTooLongError, wait_until

START_SECONDS = 20


class StartFailedError(Exception):
    """A program ended, or stayed silent, when it should have become ready. Its log says more."""

    def __init__(self, name: str, reason: str, process: Process) -> None:
        super().__init__(f"{name} did not start: {reason}")
        self.log = process.log
        self.log_tail = process.log_tail()


class Server(ABC):
    """A program that listens on one port of this machine."""

    name: str
    port: int
    process: Process

    @abstractmethod
    def ready(self) -> bool:
        """Tell whether it serves."""

    def spawn(self) -> None:
        """Start it and return at once."""
        self.process.spawn()

    def start(self) -> None:
        """Start it and return once it serves; it keeps its port and its data from one start to the next."""
        self.spawn()
        self.wait_ready()

    def wait_ready(self) -> None:
        try:
            wait_until(self._ready_or_ended, f"{self.name} to be ready", seconds=START_SECONDS)
        except TookTooLongError as error:
            self.process.kill()
            raise StartFailedError(self.name, str(error), self.process) from error
        if not self.process.running:
            raise StartFailedError(self.name, f"it ended with {self.process.exit_code}.", self.process)

    def _ready_or_ended(self) -> bool:
        return not self.process.running or self.ready()

    @property
    def running(self) -> bool:
        return self.process.running

    @property
    def pid(self) -> int | None:
        return self.process.pid

    def stop(self) -> None:
        """Stop it in an orderly way; without effect when it does not run."""
        self.process.stop()

    def kill(self) -> None:
        """End it as a crash would."""
        self.process.kill()

    def freeze(self) -> None:
        """Make it alive but silent."""
        self.process.freeze()

    def thaw(self) -> None:
        self.process.thaw()
