"""What may be done with the keys of clients."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.clients import Jwks, Key
from partnership_client.request import Request, segment
from partnership_client.request import key as key_of


class ClientKeys(Noun):
    """The keys of clients."""

    def list(self) -> Pages[Key]:
        """List the keys that sign access tokens, newest first; for the Office."""
        return Pages(self._sender, Request(Page[Key], "GET", "/api/v1/clients/keys"))

    def get(self, kid: str) -> Key:
        """Show a signing key; for the Office."""
        return self._sender.ask(Request(Key, "GET", f"/api/v1/clients/keys/{segment(kid)}"))

    def rotate(self, *, idempotency_key: str | None = None) -> Key:
        """Publish a new signing key: it signs once it is known everywhere; the old one verifies until its tokens end."""
        return self._sender.ask(
            Request(Key, "POST", "/api/v1/clients/keys/rotate", idempotency_key=key_of(idempotency_key))
        )

    def published(self) -> Jwks:
        """Give the public keys that verify access tokens."""
        return self._sender.ask(Request(Jwks, "GET", "/.well-known/jwks.json"))


class AsyncClientKeys(AsyncNoun):
    """The keys of clients."""

    def list(self) -> AsyncPages[Key]:
        """List the keys that sign access tokens, newest first; for the Office."""
        return AsyncPages(self._sender, Request(Page[Key], "GET", "/api/v1/clients/keys"))

    async def get(self, kid: str) -> Key:
        """Show a signing key; for the Office."""
        return await self._sender.ask(Request(Key, "GET", f"/api/v1/clients/keys/{segment(kid)}"))

    async def rotate(self, *, idempotency_key: str | None = None) -> Key:
        """Publish a new signing key: it signs once it is known everywhere; the old one verifies until its tokens end."""
        return await self._sender.ask(
            Request(Key, "POST", "/api/v1/clients/keys/rotate", idempotency_key=key_of(idempotency_key))
        )

    async def published(self) -> Jwks:
        """Give the public keys that verify access tokens."""
        return await self._sender.ask(Request(Jwks, "GET", "/.well-known/jwks.json"))
