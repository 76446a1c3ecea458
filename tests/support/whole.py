"""A whole running system as a client sees it: an address, and a client of the Office."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from deploy.local import REPOSITORY
from deploy.local.places import temporary_folder
from deploy.local.services import CLIENT
from deploy.local.waiting import wait_until
from tests.support.plain import NO_CERTIFICATES
from tests.support.world import free_port

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
        return httpx.AsyncClient(
            base_url=self.url, headers=headers, timeout=30, trust_env=False, verify=NO_CERTIFICATES
        )


@contextmanager
def own_system(**environment: str) -> Iterator[Whole]:
    """Run a system of our own from the wheels, as `make up` does, with its data loaded."""
    with temporary_folder("partnership-e2e") as folder:
        port = free_port()
        data, log = folder / "data", folder / "up.log"
        with log.open("wb") as out:
            up = subprocess.Popen(
                [sys.executable, "-m", "deploy.local", "up", "--port", str(port), "--data", str(data)],
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=REPOSITORY,
                env=os.environ | {"PYTHONUNBUFFERED": "1"} | environment,
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
