"""Named places where a test can make the process die, to prove that nothing is lost there; off unless asked for."""

import asyncio
import os
import signal

_armed, _, _times = os.environ.get("CRASH_POINT", "").partition(":")
_left = int(_times or 1)


def crash_point(name: str, *, once_it_waits: bool = False) -> None:
    """Kill this process without ceremony if `CRASH_POINT` names this place (`name` or `name:3` for the third visit).

    With `once_it_waits` it dies while what is awaited next waits: when a request has left, and is not yet answered.
    """
    global _left  # noqa: PLW0603 - one counter per process is what the variable asks for
    if name != _armed:
        return
    if once_it_waits:
        loop = asyncio.get_running_loop()
        # a round of the loop to hand the request to the kernel, and then the end
        loop.call_soon(lambda: loop.call_soon(crash_point, name))
        return
    _left -= 1
    if _left <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
