"""The two clients: the same nouns, one that blocks and one that awaits."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
from pydantic import SecretStr

from partnership_client.exchange import Patience
from partnership_client.nouns import AsyncNouns, Nouns
from partnership_client.sending import AsyncSender, Origin, Sender
from partnership_client.tokens import Tokens

URL = "PARTNERSHIP_URL"
CLIENT_ID = "PARTNERSHIP_CLIENT_ID"
CLIENT_SECRET = "PARTNERSHIP_CLIENT_SECRET"  # noqa: S105 - the name of a variable
DEADLINE_SECONDS = 60.0
TIMEOUT_SECONDS = 30.0


class Client(Nouns):
    """The Partnership's services; close it when done, or use it in a `with`.

    `scopes` asks for no more than these; `deadline` is in seconds, for all tries of one call together, and `timeout`
    for one of them. `http` is a client of httpx of your own, for a proxy or an authority of your own.
    """

    def __init__(
        self,
        url: str,
        client_id: str | None = None,
        client_secret: str | SecretStr | None = None,
        *,
        scopes: Sequence[str] = (),
        deadline: float = DEADLINE_SECONDS,
        timeout: float = TIMEOUT_SECONDS,
        http: httpx.Client | None = None,
    ) -> None:
        tokens = Tokens(client_id, client_secret, scopes)
        self._sender = Sender(Origin(url), tokens, Patience(deadline, timeout), http)
        super().__init__(self._sender)

    @classmethod
    def from_env(cls, **options: Any) -> Self:
        """Make a client from PARTNERSHIP_URL, PARTNERSHIP_CLIENT_ID and PARTNERSHIP_CLIENT_SECRET (or its …_FILE)."""
        return cls(*from_environment(os.environ), **options)

    def close(self) -> None:
        """Close the connections."""
        self._sender.http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return _shown(self, self._sender)


class AsyncClient(AsyncNouns):
    """The Partnership's services, awaiting; close it when done, or use it in an `async with`.

    `scopes` asks for no more than these; `deadline` is in seconds, for all tries of one call together, and `timeout`
    for one of them. `http` is a client of httpx of your own, for a proxy or an authority of your own.
    """

    def __init__(
        self,
        url: str,
        client_id: str | None = None,
        client_secret: str | SecretStr | None = None,
        *,
        scopes: Sequence[str] = (),
        deadline: float = DEADLINE_SECONDS,
        timeout: float = TIMEOUT_SECONDS,
        http: httpx.AsyncClient | None = None,
    ) -> None:
        tokens = Tokens(client_id, client_secret, scopes)
        self._sender = AsyncSender(Origin(url), tokens, Patience(deadline, timeout), http)
        super().__init__(self._sender)

    @classmethod
    def from_env(cls, **options: Any) -> Self:
        """Make a client from PARTNERSHIP_URL, PARTNERSHIP_CLIENT_ID and PARTNERSHIP_CLIENT_SECRET (or its …_FILE)."""
        return cls(*from_environment(os.environ), **options)

    async def close(self) -> None:
        """Close the connections."""
        await self._sender.http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return _shown(self, self._sender)


def from_environment(environment: Mapping[str, str]) -> tuple[str, str | None, str | None]:
    """Return address, client id and secret as the environment has them."""
    if not environment.get(URL):
        raise ValueError(f"{URL} is not set: give the address of the system, for example https://partnership.example")
    secret = environment.get(CLIENT_SECRET) or None
    if secret is None and (path := environment.get(f"{CLIENT_SECRET}_FILE")):
        secret = Path(path).read_text(encoding="utf-8").strip()
    return environment[URL], environment.get(CLIENT_ID) or None, secret


def _shown(client: object, sender: Sender | AsyncSender) -> str:
    return f"{type(client).__name__}({sender.origin.url!r}, client_id={sender.tokens.client_id!r})"
