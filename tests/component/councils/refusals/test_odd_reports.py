"""What systems send by mistake or on purpose is refused in words, and never leaves a file hanging."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.support.reporting import SCOPES, done, mistakes, sent, submitted
from tests.support.world import Running

BASE = "/api/v1/councils"
TYPE = "council.capacity-reported.v1"
FACT: dict[str, Any] = {"month": "2030-01", "role": "sponsor", "days": 2}
ROW = "2030-01,sponsor,1\n"


@pytest.fixture(scope="module")
async def fife(office: httpx.AsyncClient, councils: Running) -> AsyncIterator[httpx.AsyncClient]:
    """The client of Fife's own system."""
    async with councils.client(*SCOPES, council="fife", client="fife-systems") as client:
        yield client


@pytest.mark.parametrize(
    ("file", "line"),
    [
        (f"month,role,days\n{ROW}2030-02,spon\x00sor,1\n", 3),
        (f'month,role,days\n{ROW}2030-02,"spon\x00sor",1\n', 3),
        (f"month,role,days\n{ROW}".encode("utf-16-le"), 1),
    ],
)
async def test_a_file_with_nul_characters_is_refused_by_its_line(
    fife: httpx.AsyncClient, file: str | bytes, line: int
) -> None:
    run = (await sent(fife, file)).json()
    assert await mistakes(fife, run) == [(line, None, None)]


async def test_data_within_data_without_end_is_refused_as_any_other(fife: httpx.AsyncClient) -> None:
    deep: Any = 1
    for _ in range(300):
        deep = [deep]
    answer = await submitted(fife, TYPE, FACT | {"days": deep})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), answer.text


async def test_the_longest_names_of_an_event_are_taken_and_longer_ones_refused(fife: httpx.AsyncClient) -> None:
    long: dict[str, Any] = {
        name: "".join(chr(0x4E00 + (place * number) % 20_000) for place in range(500))
        for name, number in (("id", 7919), ("source", 104_729))
    }
    answer = await submitted(fife, TYPE, FACT, **long)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), answer.text
    short = {name: value[:166] for name, value in long.items()}
    assert (await submitted(fife, TYPE, FACT, **short)).status_code == 200


async def test_csv_says_that_it_has_a_heading(fife: httpx.AsyncClient) -> None:
    for said in (
        "text/csv; header=present",
        'text/csv; charset="UTF-8"; header=present',
        "text/csv;header=present;charset=utf-8",
    ):
        answer = await sent(fife, f"month,role,days\n{ROW}", content_type=said)
        assert answer.status_code == 202, answer.text
        await done(fife, answer.json())
