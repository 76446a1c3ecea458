"""The whole system for the end-to-end tests: the one the environment names, else one of our own from the wheels."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from deploy.local import REPOSITORY
from deploy.local.places import temporary_folder
from deploy.local.waiting import wait_until
from tests.support.whole import Whole
from tests.support.world import free_port

CLIENT = "digital-office"
UP_SECONDS = 150
DOWN_SECONDS = 40


@pytest.fixture(scope="session")
def whole() -> Iterator[Whole]:
    """The system under test, with its data loaded."""
    if "PARTNERSHIP_URL" in os.environ:
        yield Whole(
            os.environ["PARTNERSHIP_URL"],
            os.environ.get("PARTNERSHIP_CLIENT_ID", CLIENT),
            os.environ["PARTNERSHIP_CLIENT_SECRET"],
        )
        return
    with temporary_folder("partnership-e2e") as folder:
        port = free_port()
        data, log = folder / "data", folder / "up.log"
        with log.open("wb") as out:
            up = subprocess.Popen(
                [sys.executable, "-m", "deploy.local", "up", "--port", str(port), "--data", str(data)],
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=REPOSITORY,
                env=os.environ | {"PYTHONUNBUFFERED": "1"},
            )
            try:
                wait_until(
                    lambda: up.poll() is not None or "Ctrl-C stops everything" in log.read_text(),
                    "the whole system to come up",
                    seconds=UP_SECONDS,
                )
                assert up.poll() is None, f"it ended while coming up:\n{log.read_text()}"
                secret = (data / "secrets" / CLIENT).read_text().strip()
                yield Whole(f"http://127.0.0.1:{port}", CLIENT, secret, data)
            finally:
                up.terminate()
                up.wait(DOWN_SECONDS)


@pytest.fixture
async def office(whole: Whole) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the Office."""
    async with whole.client() as client:
        yield client
