"""Waiting, always for something and always with an end."""

import time
from collections.abc import Callable

LOOK_AGAIN_AFTER = 0.02


class TookTooLongError(Exception):
    """What was waited for did not come in time."""


def wait_until(happened: Callable[[], bool], waiting_for: str, *, seconds: float) -> None:
    """Return as soon as it happened. `waiting_for` completes the sentence of the error."""
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            raise TookTooLongError(f"Waited {seconds:g} s for {waiting_for}.")
        time.sleep(LOOK_AGAIN_AFTER)
