"""TCP ports on this machine: free ones, remembered ones, and the gateway's, held before it is used."""

import contextlib
import errno
import socket
from pathlib import Path

LOOPBACK = "127.0.0.1"


class PortTakenError(Exception):
    """A port that was asked for cannot be had, mostly because another program listens on it."""


def free_port() -> int:
    """Let the system choose a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def is_free(port: int) -> bool:
    """Tell whether a server could listen on a port of this machine, by whichever name it is called."""
    return _obstacle(port) is None


def _obstacle(port: int) -> OSError | None:
    for family, address in ((socket.AF_INET, LOOPBACK), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family) as probe:
                # a connection that was closed a moment ago does not keep the port from a new server
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((address, port))
        except OSError as error:
            # any other error says that this machine has no such address, so nobody is in the way there
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                return error
    return None


def remembered_port(file: Path) -> int:
    """Return the port used last time while it is still free, else a new one, remembered for next time."""
    with contextlib.suppress(FileNotFoundError, ValueError):
        port = int(file.read_text(encoding="ascii"))
        if is_free(port):
            return port
    port = free_port()
    file.write_text(f"{port}\n", encoding="ascii")
    return port


def accepts_connections(port: int) -> bool:
    """Tell whether somebody answers on a port of this machine."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1):
            return True
    except OSError:
        return False


def hold(port: int) -> socket.socket:
    """Keep others off a port from now on; our gateway may still listen on it.

    Caddy shares its port with any program that is willing to share, so two gateways on one port would
    both start and each get some of the requests. This bound socket is unwilling towards `is_free`,
    and never listens, so that it gets no request itself.
    """
    if obstacle := _obstacle(port):
        raise PortTakenError(f"Port {port} cannot be used: {obstacle.strerror}.")
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    held.bind((LOOPBACK, port))
    return held
