"""A file as a council system would send it: capacity of all councils for many months, with or without a bad line."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from itertools import islice, product

from tests.support.story import Json, Story, Teller

ROLES = ("sponsor", "council-digital-lead", "project-lead", "benefits-owner", "security-contact", "delivery-board")
FIRST_YEAR = 2150
"""Far from any month that somebody plans for: what is told of it is plainly for demonstration."""
HEAD = "council,month,role,days\n"
PART = 2_000
PATIENCE_SECONDS = 200


def lines(councils: Sequence[str], count: int, *, bad: int | None = None) -> Iterator[str]:
    """Yield a file of so many facts; the line numbered `bad` (the first is the head) says no number of days."""
    yield HEAD
    months = (f"{year}-{month:02}" for year, month in product(range(FIRST_YEAR, 2199), range(1, 13)))
    facts = islice(product(months, councils, ROLES), count)
    for number, (month, council, role) in enumerate(facts, start=2):
        days = "a few" if number == bad else f"{number % 40 / 4:g}"
        yield f"{council},{month},{role},{days}\n"


async def streamed(file: Iterator[str]) -> AsyncIterator[bytes]:
    while part := "".join(islice(file, PART)):
        yield part.encode()


async def sent(story: Story, by: Teller, file: Iterator[str]) -> Json:
    """Send a file and follow it to its end, telling how far it has come."""
    answer = await by.http.post(
        "/api/v1/councils/imports?kind=capacity", content=streamed(file), headers={"Content-Type": "text/csv"}
    )
    assert answer.status_code == 202, answer.text
    run: Json = answer.json()
    told = 0.0
    async with asyncio.timeout(PATIENCE_SECONDS):
        while run["state"] not in {"done", "refused", "failed"}:
            await asyncio.sleep(0.25)
            run = (await by.http.get(run["href"])).json()
            if run["progress"] - told >= 0.25 and run["progress"] < 1:
                told = run["progress"]
                story.say(f"  … {told:.0%} of the way, {run['rows_read']:,} lines read.")
    return run
