"""The whole system for the end-to-end tests: the one the environment names, else one of our own from the wheels."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from deploy.local import REPOSITORY
from deploy.local.places import temporary_folder
from deploy.local.waiting import wait_until
from tests.support.world import free_port

CLIENT = "digital-office"
UP_SECONDS = 150
DOWN_SECONDS = 40


@dataclass(frozen=True, slots=True)
class Whole:
    """A running system: its address, a client of the Office, and its data folder where it is ours."""

    url: str
    client_id: str
    secret: str
    folder: Path | None = None

    def token(self, client_id: str | None = None, secret: str | None = None) -> str:
        """Get an access token, as any client does."""
        answer = httpx.post(
            f"{self.url}/oauth/token",
            data={"grant_type": "client_credentials"},
            auth=(client_id or self.client_id, secret or self.secret),
            trust_env=False,
        )
        assert answer.status_code == 200, answer.text
        return str(answer.json()["access_token"])

    def client(self, client_id: str | None = None, secret: str | None = None) -> httpx.AsyncClient:
        """Return an authenticated client."""
        headers = {"Authorization": f"Bearer {self.token(client_id, secret)}"}
        return httpx.AsyncClient(base_url=self.url, headers=headers, timeout=30, trust_env=False)


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
