"""Answers to calls and deliveries that cannot be told."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.component.councils.test_commitments import LEAD, SCOPES, known, published, refused
from tests.component.councils.test_deliveries import MONTH, NEXT, tell
from tests.support.waiting import eventually
from tests.support.world import Running, World


@pytest.fixture(scope="module")
async def fife(office: httpx.AsyncClient, councils: Running, world: World) -> AsyncIterator[httpx.AsyncClient]:
    """The client of Fife, once a call was published that may be answered for ten days."""
    await world.say(published())
    await eventually(lambda: known(councils))
    async with councils.client(*SCOPES, council="fife", client="fife-systems") as client:
        yield client


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        ({"call": "unheard-of", "days_per_month": 1}, 404, "unknown-call"),
        ({"role": None, "days_per_month": 1}, 422, "role-missing"),
        ({}, 422, "days-missing"),
        ({"days_per_month": 0}, 422, "days-missing"),
        ({"days_per_month": 1, "role": "sponsor"}, 422, "role-not-asked"),
        ({"days_per_month": 1, "from": "2030-04-01", "to": "2030-05-01"}, 422, "dates-outside-ask"),
        ({"days_per_month": 1, "from": "2030-03-01", "to": "2030-02-01"}, 422, "dates-out-of-order"),
        ({"days_per_month": 0.3}, 422, "invalid"),
        ({"answer": "interested", "days_per_month": 1}, 422, "commitment-not-allowed"),
        ({"answer": "perhaps"}, 422, "invalid"),
        ({"council": "atlantis", "days_per_month": 1}, 404, "not-found"),
    ],
)
async def test_an_answer_that_promises_what_was_not_asked_is_refused(
    fife: httpx.AsyncClient, said: dict[str, Any], status: int, code: str
) -> None:
    await refused(fife, LEAD | said, status, code)


@pytest.mark.parametrize(
    ("said", "month", "status", "code"),
    [
        ({}, NEXT, 422, "month-in-the-future"),
        ({"call": "unheard-of"}, MONTH, 404, "unknown-call"),
        ({"days": -1}, MONTH, 422, "invalid"),
        ({"days": 0.1}, MONTH, 422, "invalid"),
        ({"days": 501}, MONTH, 422, "days-implausible"),
        ({"role": "caretaker"}, MONTH, 422, "invalid"),
        ({"source": ""}, MONTH, 422, "invalid"),
        ({"extra": 1}, MONTH, 422, "invalid"),
        ({}, "2026-13", 422, "invalid"),
    ],
)
async def test_a_delivery_that_cannot_be_is_refused(
    fife: httpx.AsyncClient,
    said: dict[str, Any],
    month: str,
    status: int,
    code: str,
) -> None:
    answer = await tell(fife, 0, month, **said)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
