"""What the tests of every client can ask for: a whole running system, shared by all of them."""

import os
from collections.abc import Iterator

import pytest

from deploy.local.services import CLIENT
from tests.support.whole import Whole, own_system


@pytest.fixture(scope="session")
def system() -> Iterator[Whole]:
    """The system that the environment names, else one of our own from the wheels, with its data loaded."""
    if "PARTNERSHIP_URL" in os.environ:
        yield Whole(
            os.environ["PARTNERSHIP_URL"],
            os.environ.get("PARTNERSHIP_CLIENT_ID", CLIENT),
            os.environ["PARTNERSHIP_CLIENT_SECRET"],
        )
        return
    with own_system() as made:
        yield made
