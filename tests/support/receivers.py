"""Receivers of webhooks that behave as the worst of the internet does, and proxies between: plain asyncio servers."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

MOST_POURED = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Got:
    """A request as it came: names of headers in small letters."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


Behave = Callable[[Got, asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Receiver:
    """A receiver: where it is, what it got, how many connections were made to it, and how much it could pour out."""

    port: int = 0
    got: list[Got] = field(default_factory=list)
    connections: int = 0
    poured: int = 0
    behave: Behave = field(default=lambda *_: asyncio.sleep(0))

    def url(self, path: str = "/hooks", host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


@asynccontextmanager
async def receiver(
    behave: Behave | None = None, *, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1"
) -> AsyncIterator[Receiver]:
    """Run a receiver; without a behaviour it answers 200 to everything."""
    made = Receiver()
    made.behave = behave or answers(200)
    open_now: set[asyncio.StreamWriter] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        made.connections += 1
        open_now.add(writer)
        try:
            while True:
                got = await read_request(reader)
                made.got.append(got)
                await made.behave(got, reader, writer)
                await writer.drain()
                if writer.is_closing():
                    return
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            return
        finally:
            writer.close()
            open_now.discard(writer)

    server = await asyncio.start_server(serve, host, 0, ssl=tls)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
        for writer in list(open_now):
            writer.transport.abort()
        # connections that were cut notice it in the next rounds of the loop
        for _ in range(3):
            await asyncio.sleep(0)


async def read_request(reader: asyncio.StreamReader) -> Got:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)
    }
    return Got(method, path, headers, await reader.readexactly(int(headers.get("content-length", "0"))))


def answers(status: int, body: bytes = b"", *headers: str, close: bool = False) -> Behave:
    """Answer as a receiver should."""

    async def behave(_: Got, __: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines = [f"HTTP/1.1 {status} So", f"Content-Length: {len(body)}", *headers]
        writer.write("\r\n".join([*lines, "", ""]).encode("latin-1") + body)
        if close:
            writer.close()

    return behave


def says(what: bytes, *, close: bool = True) -> Behave:
    """Write these very bytes."""

    async def behave(_: Got, __: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(what)
        if close:
            writer.close()

    return behave


def drips(before: bytes, part: bytes = b"x", seconds: float = 0.05) -> Behave:
    """Write a little, and then a byte now and then, for ever."""

    async def behave(_: Got, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(before)
        while not reader.at_eof() and not writer.is_closing():
            writer.write(part)
            await writer.drain()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(reader.read(1), seconds)

    return behave


def pours(into: Receiver | None, before: bytes, part: bytes = b"x" * 65536, most: int = MOST_POURED) -> Behave:
    """Write as much as is taken."""

    async def behave(_: Got, __: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(before)
        poured = 0
        while poured < most:
            writer.write(part)
            await writer.drain()
            poured += len(part)
            if into is not None:
                into.poured = poured
        writer.close()

    return behave


async def hangs_up(_: Got, __: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Close without a word."""
    writer.transport.abort()


async def says_nothing(_: Got, reader: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
    """Take the request, and wait."""
    await reader.read()


def tunnels(to: Callable[[str], tuple[str, int]]) -> Behave:
    """Be a proxy: on CONNECT, lead to where `to` says the target is."""

    async def behave(got: Got, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if got.method != "CONNECT":
            writer.write(b"HTTP/1.1 405 No\r\nContent-Length: 0\r\n\r\n")
            return
        far_reader, far_writer = await asyncio.open_connection(*to(got.path))
        writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
        await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))

    return behave


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()
