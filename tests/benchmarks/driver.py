"""Sends prepared requests over keep-alive connections, each as soon as the one before it was answered, and times them.

A process of its own, with no client library between it and the socket: it must never be what is measured.
`python -m tests.benchmarks.driver` reads its plan from stdin as JSON and writes what came out to stdout.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast

import uvloop

END = b"\r\n\r\n"
LENGTH = b"\r\ncontent-length: "


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one drive; times in milliseconds."""

    seconds: float
    answered: list[int]
    """How many requests each connection got an answer to."""
    p50: float
    p99: float
    statuses: dict[str, int]
    first_failure: str

    @property
    def requests(self) -> int:
        return sum(self.answered)

    @property
    def rate(self) -> float:
        return self.requests / self.seconds


class Connection(asyncio.Protocol):
    """One connection that sends its requests in turn."""

    def __init__(self, requests: Sequence[bytes]) -> None:
        self.ends = 0.0
        self.latencies: list[float] = []
        self.statuses: Counter[str] = Counter()
        self.first_failure = ""
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._requests = iter(requests)
        self._received = b""
        self._sent = 0.0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def send_next(self) -> None:
        self._sent = time.perf_counter()
        request = next(self._requests, None) if self._sent < self.ends else None
        if self._transport is None or request is None:
            self.done.set_result(None)
            return
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._received += data
        head = self._received.find(END)
        if head < 0:
            return
        where = self._received.lower().find(LENGTH, 0, head) + len(LENGTH)
        whole = head + len(END) + int(self._received[where : self._received.index(b"\r", where)])
        if len(self._received) < whole:
            return
        self.latencies.append(time.perf_counter() - self._sent)
        status = self._received[9:12].decode()
        self.statuses[status] += 1
        if status[0] != "2" and not self.first_failure:
            self.first_failure = self._received[:whole].decode(errors="replace")
        self._received = self._received[whole:]
        self.send_next()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("the server hung up"))


async def drive(host: str, port: int, requests: Sequence[Sequence[bytes]], seconds: float) -> Outcome:
    """Open a connection for each list of requests, send them until the time is up, and return what came out."""
    loop = asyncio.get_running_loop()
    connections = [Connection(some) for some in requests]
    for one in connections:
        await loop.create_connection(lambda one=one: one, host, port)  # type: ignore[misc]
    began = time.perf_counter()
    for one in connections:
        one.ends = began + seconds
        one.send_next()
    await asyncio.gather(*(one.done for one in connections))
    took = time.perf_counter() - began
    latencies = sorted(latency for one in connections for latency in one.latencies)
    statuses = sum((one.statuses for one in connections), Counter[str]())
    failure = next((one.first_failure for one in connections if one.first_failure), "")
    sent = [len(one.latencies) for one in connections]
    return Outcome(took, sent, _at(latencies, 0.5), _at(latencies, 0.99), dict(statuses), failure)


def _at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


async def elsewhere(url: str, requests: Sequence[Sequence[str]], seconds: float) -> Outcome:
    """Drive from a process of its own; an answer that is no success is an error."""
    host, _, port = url.removeprefix("http://").partition(":")
    plan = json.dumps({"host": host, "port": int(port), "requests": requests, "seconds": seconds}).encode()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    answer, _ = await process.communicate(plan)
    if process.returncode:
        raise RuntimeError("the driver failed; its error is above")
    outcome = Outcome(**json.loads(answer))
    if outcome.first_failure:
        raise RuntimeError(f"not everything succeeded: {outcome.statuses}, first {outcome.first_failure}")
    return outcome


def request(method: str, path: str, body: str = "", **headers: str) -> str:
    """Write a request as it goes over the wire; header names are given with underscores."""
    lines = [f"{method} {path} HTTP/1.1", "host: bench"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if body:
        lines += ["content-type: application/json", f"content-length: {len(body)}"]
    return "\r\n".join(lines) + "\r\n\r\n" + body


async def _driven(plan: dict[str, Any]) -> Outcome:
    requests = [[one.encode() for one in some] for some in plan["requests"]]
    return await drive(plan["host"], plan["port"], requests, plan["seconds"])


def _main() -> None:
    plan = json.load(sys.stdin)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        json.dump(asdict(runner.run(_driven(plan))), sys.stdout)


if __name__ == "__main__":
    _main()
