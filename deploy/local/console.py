"""What the person at the terminal is told: one line a step, with the seconds since the start."""

import os
import sys
import time
from collections.abc import Callable

Say = Callable[[str], None]
"""Somewhere to tell a person what happens."""


class Console:
    """Standard output, which may be a terminal, a file or gone."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def say(self, text: str) -> None:
        """Tell of a step, with the time it was reached at."""
        self.show(f"{time.monotonic() - self._began:6.1f} s  {text}")

    def show(self, text: str) -> None:
        """Show a text as it is."""
        try:
            print(text, flush=True)
        except OSError:
            # the terminal was closed; what runs is still to be stopped in order
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
