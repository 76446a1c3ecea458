"""The whole system for the end-to-end tests: the one the environment names, else one of our own from the wheels."""

import os
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from deploy.local.services import CLIENT
from tests.support.whole import Whole, own_system


@pytest.fixture(scope="session")
def whole() -> Iterator[Whole]:
    """The system under test, with its data loaded."""
    if "PARTNERSHIP_URL" in os.environ:
        yield Whole(
            os.environ["PARTNERSHIP_URL"],
            os.environ.get("PARTNERSHIP_CLIENT_ID", CLIENT),
            os.environ["PARTNERSHIP_CLIENT_SECRET"],
            box=os.environ.get("PARTNERSHIP_BOX"),
            council_secret=os.environ.get("PARTNERSHIP_COUNCIL_SECRET"),
        )
        return
    with own_system(demo=True) as made:
        yield made


@pytest.fixture
async def office(whole: Whole) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the Office."""
    async with whole.client() as client:
        yield client
