"""Large files: refused whole for one bad line, applied whole in bounded memory, and seen to go on while they do."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.reporting import ENDS, SCOPES, done, events, mistakes, sent
from tests.support.world import Running

API = "/api/v1"
ROLES = ("delivery-board", "sponsor", "project-lead", "council-digital-lead", "benefits-owner", "security-contact")
COUNCILS = ("angus", "fife", "na-h-eileanan-siar", "moray", "stirling")
OF_EACH = 20_000
MONTHS = -(-OF_EACH // len(ROLES))
MOST_GROWTH_MIB = 90
"""What a file of any size may add: buffers of a database's driver and of what waits, and nothing that goes by rows."""


@pytest.fixture
async def fife(office: httpx.AsyncClient, councils: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with councils.client(*SCOPES, council="fife", client="fife-systems") as client:
        yield client


def capacity(count: int, council: str = "") -> Iterator[str]:
    """Yield so many facts, each of another month or role."""
    for number in range(count):
        month, role = divmod(number, len(ROLES))
        yield f"{council},{1900 + month // 12}-{month % 12 + 1:02},{ROLES[role]},{number % 40 / 4}\n"


async def streamed(lines: Iterator[str]) -> AsyncIterator[bytes]:
    yield b"council,month,role,days\n"
    waiting: list[str] = []
    for line in lines:
        waiting.append(line)
        if len(waiting) == 1000:
            yield "".join(waiting).encode()
            waiting = []
    yield "".join(waiting).encode()


def resident_mib() -> float:
    (line,) = (one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def councils_of(count: int) -> Iterator[str]:
    """Yield so many facts of several councils: there are not enough months for one."""
    for council in COUNCILS[: count // OF_EACH]:
        yield from capacity(OF_EACH, council)


async def test_one_bad_line_of_sixty_thousand_refuses_the_file_whole_and_names_line_and_column(
    office: httpx.AsyncClient, councils: Running
) -> None:
    def spoilt() -> Iterator[str]:
        for number, line in enumerate(councils_of(60_000), start=2):
            yield line.replace(line.rpartition(",")[2], "a lot\n") if number == 57_312 else line

    run = (await sent(office, streamed(spoilt()))).json()
    assert await mistakes(office, run, seconds=180) == [(57_312, "days", "a lot")]
    end = (await office.get(run["href"])).json()
    assert (end["rows"], end["errors"], end["new"]) == (60_000, 1, 0)
    assert await councils.sql("SELECT 1 FROM capacity LIMIT 1") == []
    assert await councils.sql("SELECT 1 FROM outbox_event WHERE event_type LIKE '%capacity-given%' LIMIT 1") == []


async def test_a_hundred_thousand_rows_are_applied_whole_in_bounded_memory_while_others_look_on(
    office: httpx.AsyncClient, councils: Running
) -> None:
    for number, slug in enumerate(COUNCILS[3:]):
        body = {"slug": slug, "name": slug.title(), "gss_code": f"S1299990{number}"}
        assert (await office.post(f"{API}/councils", json=body)).status_code == 201
    small = await done(office, (await sent(office, streamed(capacity(600, "angus")))).json())
    gc.collect()
    before, largest, began = resident_mib(), 0.0, time.monotonic()
    run = (await sent(office, streamed(councils_of(100_000)))).json()
    seen: list[tuple[str, float]] = []
    held: set[int] = set()
    while not seen or seen[-1][0] not in ENDS:
        found = (await office.get(run["href"])).json()
        (visible,) = await councils.sql("SELECT count(*) AS n FROM capacity")
        held.add(visible["n"])
        seen.append((found["state"], found["progress"]))
        largest = max(largest, resident_mib())
        assert time.monotonic() - began < 240, seen[-1]
        await asyncio.sleep(0.2)
    took = time.monotonic() - began
    assert seen[-1] == ("done", 1.0), (await office.get(run["errors_href"])).text
    assert (found["rows"], found["new"], found["known"]) == (100_000, 99_400, 600)
    assert largest - before < MOST_GROWTH_MIB, f"{largest - before:.0f} MiB more, in {took:.0f} s"
    assert held == {small["new"] // len(ROLES), len(COUNCILS) * MONTHS}
    shares = [share for _, share in seen]
    assert shares == sorted(shares)
    assert len({state for state, _ in seen}) == 3, "checking, applying and done were to be seen"
    assert len(set(shares)) > 10
    assert len(await events(councils, "import-completed")) == 2
