"""A poor network between a service and a server: slow, in slivers, cut in the middle, or silent."""

import asyncio
import contextlib
from dataclasses import dataclass, field

READ_BYTES = 65_536


@dataclass
class Proxy:
    """Passes bytes on to a server on this machine, in the way it is told to."""

    to_port: int
    port: int = 0
    delay: float = 0.0
    """Seconds that every piece takes on its way."""
    sliver: int = READ_BYTES
    """How many bytes a piece has at most."""
    cut_after: int | None = None
    """How many more bytes pass before every connection is reset, wherever in a message that is."""
    silent: bool = False
    """Whether bytes are swallowed: both ends think that they are connected."""
    lose_answers: int = 0
    """How many more answers are lost: what was asked was done, and the connection is reset when its answer comes."""
    cuts: int = 0
    _server: asyncio.Server | None = None
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
        self.cut()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def cut(self) -> None:
        """Reset every connection."""
        self.cuts += 1
        for writer in list(self._writers):
            writer.transport.abort()
        self._writers.clear()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self.to_port)
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, back}
        ways = [
            asyncio.create_task(self._pass(reader, back)),
            asyncio.create_task(self._pass(there, writer, answers=True)),
        ]
        self._tasks |= set(ways)
        await asyncio.gather(*ways, return_exceptions=True)
        self._tasks -= set(ways)
        for one in (writer, back):
            self._writers.discard(one)
            one.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, answers: bool = False) -> None:
        with contextlib.suppress(OSError):
            while content := await reader.read(self.sliver):
                if self.silent:
                    continue
                if answers and self.lose_answers > 0:
                    self.lose_answers -= 1
                    break
                if self.delay:
                    await asyncio.sleep(self.delay)
                if self.cut_after is not None:
                    passed = content[: self.cut_after]
                    self.cut_after -= len(passed)
                    writer.write(passed)
                    await writer.drain()
                    if self.cut_after <= 0:
                        self.cut_after = None
                        self.cut()
                        return
                else:
                    writer.write(content)
                    await writer.drain()
        # the other way ends with this one
        writer.transport.abort()
