"""Waiting, always for something and always with an end."""

import time
from collections.abc import Callable


class TookTooLongError(Exception):
    """What was waited for did not come in time."""


def happens(check: Callable[[], bool], *, within: float, every: float = 0.02) -> bool:
    """Return True as soon as it happens, False when it has not by then (in seconds)."""
    deadline = time.monotonic() + within
    while not check():
        if time.monotonic() > deadline:
            return False
        time.sleep(every)
    return True


def wait_until(check: Callable[[], bool], waiting_for: str, *, seconds: float, every: float = 0.02) -> None:
    """Return as soon as it happens. `waiting_for` completes the sentence of the error."""
    if not happens(check, within=seconds, every=every):
        raise TookTooLongError(f"Waited {seconds:g} s for {waiting_for}.")
