"""What may be done with the seal keys of releases."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from partnership_client.base import AsyncNoun, Noun
from partnership_client.models.releases import SealKey, SealKeys
from partnership_client.request import Request, segment
from partnership_client.request import key as key_of


class ReleaseSealKeys(Noun):
    """The seal keys of releases."""

    def all(self) -> SealKeys:
        """Give every key that seals releases or did, newest first: nobody needs an account to verify."""
        return self._sender.ask(Request(SealKeys, "GET", "/api/v1/releases/seal-keys"))

    def get(self, kid: str) -> SealKey:
        """Give one key that seals releases or did."""
        return self._sender.ask(Request(SealKey, "GET", f"/api/v1/releases/seal-keys/{segment(kid)}"))

    def pem(self, kid: str) -> str:
        """Give one key as a PEM file."""
        return self._sender.ask(Request(str, "GET", f"/api/v1/releases/seal-keys/{segment(kid)}/pem"))

    def rotate(self, *, idempotency_key: str | None = None) -> SealKeys:
        """Seal with a new key from now on; those before it stay published, and verify what they sealed."""
        return self._sender.ask(
            Request(SealKeys, "POST", "/api/v1/operations/projects/seal-keys", idempotency_key=key_of(idempotency_key))
        )


class AsyncReleaseSealKeys(AsyncNoun):
    """The seal keys of releases."""

    async def all(self) -> SealKeys:
        """Give every key that seals releases or did, newest first: nobody needs an account to verify."""
        return await self._sender.ask(Request(SealKeys, "GET", "/api/v1/releases/seal-keys"))

    async def get(self, kid: str) -> SealKey:
        """Give one key that seals releases or did."""
        return await self._sender.ask(Request(SealKey, "GET", f"/api/v1/releases/seal-keys/{segment(kid)}"))

    async def pem(self, kid: str) -> str:
        """Give one key as a PEM file."""
        return await self._sender.ask(Request(str, "GET", f"/api/v1/releases/seal-keys/{segment(kid)}/pem"))

    async def rotate(self, *, idempotency_key: str | None = None) -> SealKeys:
        """Seal with a new key from now on; those before it stay published, and verify what they sealed."""
        return await self._sender.ask(
            Request(SealKeys, "POST", "/api/v1/operations/projects/seal-keys", idempotency_key=key_of(idempotency_key))
        )
