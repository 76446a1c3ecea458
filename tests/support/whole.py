"""A whole running system as a client sees it: an address, and a client of the Office."""

from dataclasses import dataclass
from pathlib import Path

import httpx


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
