"""Keeps what was started running, and stops it in the reverse order."""

import threading
import time
from dataclasses import dataclass
from pathlib import Path

from deploy.local.console import Say
from deploy.local.processes import keep_log_small
from deploy.local.servers import Server, StartFailedError
from deploy.local.waiting import happens

LOOK_EVERY = 0.2
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 15.0
STEADY_AFTER = 30.0
STOP_SECONDS = 25


@dataclass
class Watched:
    """A server, and how often in a row it has ended by itself."""

    server: Server
    started: float
    endings: int = 0
    again_at: float | None = None


def pause_before(endings: int) -> float:
    """Return the seconds to wait before the next start of what has ended so often in a row."""
    return min(FIRST_PAUSE * 2.0 ** (endings - 1), LONGEST_PAUSE)


class Supervisor:
    """Everything that was started, in groups; the last group is the first to be stopped."""

    def __init__(self, pid_folder: Path, say: Say) -> None:
        pid_folder.mkdir(exist_ok=True)
        self._pid_folder = pid_folder
        self._say = say
        self._groups: list[list[Watched]] = []
        self.hurry = threading.Event()

    def spawn(self, *servers: Server) -> None:
        """Start servers that are stopped together, and look after them from now on."""
        group: list[Watched] = []
        self._groups.append(group)
        for server in servers:
            keep_log_small(server.process.log)
            server.spawn()
            group.append(Watched(server, time.monotonic()))
            self._note_pid(server)

    def watch(self, stop_asked: threading.Event) -> None:
        """Start again what ends by itself, a little later each time, until asked to stop."""
        while not stop_asked.wait(LOOK_EVERY):
            for group in self._groups:
                for watched in group:
                    self._look_after(watched, time.monotonic())

    def _look_after(self, watched: Watched, now: float) -> None:
        server = watched.server
        if server.running:
            if watched.endings and now - watched.started > STEADY_AFTER:
                watched.endings = 0
        elif watched.again_at is None:
            watched.endings += 1
            pause = pause_before(watched.endings)
            watched.again_at = now + pause
            self._say(f"{server.name} ended with {server.process.exit_code}; it is started again in {pause:g} s")
            self._say(f"  its log: {server.process.log}")
        elif now >= watched.again_at:
            self._start_again(watched, now)

    def _start_again(self, watched: Watched, now: float) -> None:
        watched.again_at = None
        watched.started = now
        try:
            watched.server.spawn()
        except (OSError, StartFailedError) as error:
            self._say(f"{watched.server.name} could not be started: {error}")
            return
        self._note_pid(watched.server)
        self._say(f"{watched.server.name} was started again (process {watched.server.pid})")

    def stop_all(self) -> None:
        """Stop every group, the last first. `hurry` cuts the waiting for the group at hand short."""
        for group in reversed(self._groups):
            self._stop([watched.server for watched in group if watched.server.running])
            for watched in group:
                self._pid_file(watched.server).unlink(missing_ok=True)
        self._groups.clear()

    def _stop(self, servers: list[Server]) -> None:
        for server in servers:
            server.process.ask_to_stop()
        happens(lambda: self.hurry.is_set() or not any(one.running for one in servers), within=STOP_SECONDS)
        self.hurry.clear()
        for server in servers:
            self._ended(server)

    def _ended(self, server: Server) -> None:
        if server.running:
            server.kill()
            self._say(f"{server.name} did not stop and was killed")
        else:
            self._say(f"{server.name} stopped")

    def _note_pid(self, server: Server) -> None:
        self._pid_file(server).write_text(f"{server.pid}\n", encoding="ascii")

    def _pid_file(self, server: Server) -> Path:
        return self._pid_folder / f"{server.name.lower()}.pid"
