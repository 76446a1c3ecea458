"""Events and files of councils' systems that say something wrong, or nothing."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.component.councils.test_submissions import FACT, TYPE
from tests.support.reporting import SCOPES, mistakes, sent, submitted
from tests.support.world import Running


@pytest.fixture(scope="module")
async def fife(office: httpx.AsyncClient, councils: Running) -> AsyncIterator[httpx.AsyncClient]:
    """The client of Fife's own system."""
    async with councils.client(*SCOPES, council="fife", client="fife-systems") as client:
        yield client


@pytest.mark.parametrize(
    ("attributes", "data", "status", "field"),
    [
        ({}, {"days": "much"}, 422, "days"),
        ({}, {"days": None}, 422, "days"),
        ({}, {"colour": "red"}, 422, "colour"),
        ({}, {"month": "2030"}, 422, "month"),
        ({}, {"council": "atlantis"}, 422, "council"),
        ({}, {"council": "angus"}, 403, "council"),
        ({"specversion": "0.3"}, {}, 422, "specversion"),
        ({"id": ""}, {}, 422, "id"),
        ({"source": None}, {}, 422, "source"),
        ({"type": "council.weather-reported.v1"}, {}, 422, "type"),
    ],
)
async def test_an_event_that_says_something_wrong_is_refused_by_the_name_of_the_field(
    fife: httpx.AsyncClient,
    councils: Running,
    attributes: dict[str, Any],
    data: dict[str, Any],
    status: int,
    field: str,
) -> None:
    answer = await submitted(fife, TYPE, FACT | data, **attributes)
    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (status, [field]), answer.text
    assert await councils.sql("SELECT 1 FROM submission") == []


@pytest.mark.parametrize(
    ("file", "column", "says"),
    [
        ("month;role;days\n2030-01;sponsor;1\n", None, "semicolons"),
        ("month,role\n2030-01,sponsor\n", "days", "is missing"),
        ("month,role,days,colour\n2030-01,sponsor,1,red\n", "colour", "is no column of 'capacity'"),
        ("month,role,days,days\n2030-01,sponsor,1,1\n", "days", "more than once"),
        ("\n\n", None, "empty"),
        ('month,role,"days\n2030-01,sponsor,1\n', None, "not closed"),
    ],
)
async def test_a_first_line_that_does_not_name_the_columns_is_told_as_such(
    fife: httpx.AsyncClient, file: str, column: str | None, says: str
) -> None:
    run = (await sent(fife, file)).json()
    assert [(line, name) for line, name, _ in await mistakes(fife, run)] == [(1, column)]
    (one,) = (await fife.get(f"{run['href']}/errors")).json()["items"]
    assert says in one["message"]
