"""A whole running system as a client sees it: an address, and a client of the Office."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
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
    box: str | None = None
    """Where the demonstration is, if it runs."""
    council_secret: str | None = None
    """The secret of the council's client that the demonstration has."""

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
def own_system(*, demo: bool = False, **environment: str) -> Iterator[Whole]:
    """Run a system of our own from the wheels, as `make up` does, with its data loaded; perhaps with `DEMO=1`."""
    with temporary_folder("partnership-e2e") as folder:
        port = free_port()
        data, log = folder / "data", folder / "up.log"
        with log.open("wb") as out:
            up = subprocess.Popen(
                [
                    *(sys.executable, "-m", "deploy.local", "up", "--port", str(port), "--data", str(data)),
                    *(["--demo"] if demo else []),
                ],
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
                made = Whole(f"http://127.0.0.1:{port}", CLIENT, secret, data)
                yield _with_demonstration(made, log.read_text()) if demo else made
            finally:
                up.terminate()
                up.wait(DOWN_SECONDS)


def _with_demonstration(whole: Whole, said: str) -> Whole:
    """Find the demonstration in what the system said of itself, as a person does."""
    box = re.search(r"Endpoints and mails +(http\S+)/", said)
    secret = re.search(r"Its secret stands in +(\S+)", said)
    assert box, said
    assert secret, said
    return replace(whole, box=box[1], council_secret=Path(secret[1]).read_text(encoding="utf-8").strip())
