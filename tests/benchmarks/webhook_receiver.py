"""`python -m tests.benchmarks.webhook_receiver`: takes webhooks as fast as Python can, and remembers when each came.

At /hang it never answers. `GET /seen` tells what came, and forgets it.
"""

import asyncio
import os
import sys
import time
from typing import Any

import orjson
import uvloop

TAKEN = b"HTTP/1.1 204 No Content\r\n\r\n"
ID = b"\r\nwebhook-id: "
LENGTH = b"\r\ncontent-length: "
seen: list[tuple[str, float]] = []


class Receiver(asyncio.Protocol):
    """One connection; of a request it reads no more than it must."""

    def __init__(self) -> None:
        self._waiting = b""
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        while (end := self._waiting.find(b"\r\n\r\n")) >= 0:
            head = self._waiting[:end].lower()
            length = int(_after(head, LENGTH) or 0)
            if len(self._waiting) < end + 4 + length:
                return
            self._waiting = self._waiting[end + 4 + length :]
            self._take(head)

    def _take(self, head: bytes) -> None:
        if head.startswith(b"post /hang"):
            return
        if head.startswith(b"get /seen"):
            body = orjson.dumps(seen)
            seen.clear()
            self._transport.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%b" % (len(body), body))
            return
        seen.append((_after(head, ID).decode(), time.time()))
        self._transport.write(TAKEN)


def _after(head: bytes, name: bytes) -> bytes:
    start = head.find(name)
    if start < 0:
        return b""
    start += len(name)
    end = head.find(b"\r\n", start)
    return head[start : end if end >= 0 else None].strip()


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(
        Receiver, "127.0.0.1", int(os.environ["PORT"]), backlog=4096
    )
    await server.serve_forever()


if __name__ == "__main__":
    sys.exit(uvloop.run(main()))
