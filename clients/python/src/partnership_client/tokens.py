"""The access token: asked for when first needed, kept until shortly before it expires; the secret is shown nowhere."""

import time
from collections.abc import Sequence

from pydantic import BaseModel, SecretStr

from partnership_client.request import Request

EARLIER_SECONDS = 60.0
SHARE_OF_LIFE = 0.1


class Token(BaseModel):
    """What the token endpoint answers."""

    access_token: SecretStr
    expires_in: float
    scope: str = ""


class Tokens:
    """The credentials of a client, and the token they were good for last."""

    def __init__(self, client_id: str | None, client_secret: str | SecretStr | None, scopes: Sequence[str]) -> None:
        if (client_id is None) != (client_secret is None):
            raise ValueError("client_id and client_secret go together: give both, or neither to ask without a token")
        self.client_id = client_id
        self._secret = client_secret if isinstance(client_secret, SecretStr) else SecretStr(client_secret or "")
        self._scopes = tuple(scopes)
        self._token: str | None = None
        self._until = 0.0

    def good(self, refused: str | None) -> str | None:
        """Return the token that is kept, unless it is over or is the one that was refused."""
        if self._token is None or self._token == refused or time.monotonic() >= self._until:
            return None
        return self._token

    def call(self) -> Request[Token]:
        """Return the request for a new one."""
        form = {
            "grant_type": "client_credentials",
            "client_id": self.client_id or "",
            "client_secret": self._secret.get_secret_value(),
        }
        if self._scopes:
            form["scope"] = " ".join(self._scopes)
        return Request(Token, "POST", "/oauth/token", form=form, authenticated=False)

    def keep(self, token: Token, asked_at: float) -> str:
        """Keep a token that was asked for at a time of the monotonic clock, and return it."""
        earlier = min(EARLIER_SECONDS, token.expires_in * SHARE_OF_LIFE)
        self._token, self._until = token.access_token.get_secret_value(), asked_at + token.expires_in - earlier
        return self._token

    def __repr__(self) -> str:
        return f"Tokens(client_id={self.client_id!r})"
