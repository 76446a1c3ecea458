"""The guard at the connection: a name is looked up once, each address behind it is checked, and only those are dialled.

It stands where connections are made, so that nothing said of a URL before (how it is parsed, what its name meant a
moment ago) has to be believed; a connection that is used again leads to the address that was checked for it.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from ipaddress import ip_address
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from services.notifications.domain.targets import Address, Reach

CACHE_SECONDS = 10.0
"""For how long the addresses behind a name are good for new connections."""
MOST_CACHED = 1000
THREADS = 64
"""How many names of one owner are looked up at once: one that hangs must not hold up the others."""

Lookup = Callable[[str, int], Awaitable[Sequence[str]]]
"""Finds the addresses behind a name; raises OSError where there are none."""


class BlockedError(OSError):
    """An address that must not be reached stands behind the name."""


dialled: ContextVar[list[int] | None] = ContextVar("dialled", default=None)
"""Tells who asked for a connection whether a new one was made."""


class Names:
    """Looks names up for one owner, each once in a while; threads are its own, so that it can starve but itself."""

    def __init__(self, owner: str, lookup: Lookup | None = None) -> None:
        self._threads = ThreadPoolExecutor(THREADS, f"names of {owner}")
        self._lookup = lookup or self._ask_system
        self._known: dict[tuple[str, int], tuple[float, asyncio.Task[Sequence[str]]]] = {}

    async def addresses(self, host: str, port: int) -> list[Address]:
        """Return all addresses behind a name, or the address that it is; raises OSError for a name that is unknown."""
        now = asyncio.get_running_loop().time()
        until, task = self._known.get((host, port), (0.0, None))
        if task is None or until < now or (task.done() and _failed(task)):
            task = asyncio.create_task(self._found(host, port))
            # nobody may be waiting any more when it fails
            task.add_done_callback(_failed)
            if len(self._known) >= MOST_CACHED:
                self._known.clear()
            self._known[host, port] = (now + CACHE_SECONDS, task)
        # several may wait for it: one that gives up does not end it
        return [ip_address(address) for address in await asyncio.shield(task)]

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _found(self, host: str, port: int) -> Sequence[str]:
        try:
            found = await self._lookup(host, port)
        except UnicodeError as error:
            raise OSError("no name that could be looked up") from error
        if not found:
            raise OSError("no address")
        return found

    async def _ask_system(self, host: str, port: int) -> Sequence[str]:
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._threads, _look_up, host, port)
        return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Guard(AbstractResolver):
    """Between one owner's webhooks and the network: its resolver, and the maker of its sockets."""

    def __init__(self, reach: Reach, names: Names) -> None:
        self.reach, self.names = reach, names

    async def checked(self, host: str, port: int) -> list[Address]:
        """Return the addresses behind a name; refuse all of them if there is one that must not be reached."""
        found = await self.names.addresses(host, port)
        if any(self.reach.refuses(address, port) for address in found):
            raise BlockedError("it leads to an address that is not public")
        return found

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_INET,  # noqa: ARG002 - all there are
    ) -> list[ResolveResult]:
        """Return the checked addresses as the connector wants them."""
        return [
            {
                "hostname": host,
                "host": str(address),
                "port": port,
                "family": socket.AF_INET if address.version == 4 else socket.AF_INET6,  # noqa: PLR2004 - of IP
                "proto": 0,
                "flags": socket.AI_NUMERICHOST,
            }
            for address in await self.checked(host, port)
        ]

    async def close(self) -> None:
        """Threads are ended by who made them."""

    def socket(self, info: Any) -> socket.socket:
        """Make the socket for an address, which is the last that is known of it before it is dialled."""
        host, port = info[4][0], info[4][1]
        if self.reach.refuses(ip_address(host), port):
            raise BlockedError("it leads to an address that is not public")
        return new_socket(info)


def new_socket(info: Any) -> socket.socket:
    """Make a socket, and tell who waits for it that it is a new one."""
    family, kind, protocol, *_ = info
    made = socket.socket(family, kind, protocol)
    made.setblocking(False)
    count = dialled.get()
    if count is not None:
        count.append(1)
    return made


def _look_up(host: str, port: int) -> list[Any]:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


def _failed(task: "asyncio.Task[Sequence[str]]") -> bool:
    return task.cancelled() or task.exception() is not None
