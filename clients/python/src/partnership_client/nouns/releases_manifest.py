"""What may be done with the manifest of releases."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from partnership_client.base import AsyncNoun, Noun
from partnership_client.models.releases import Signature
from partnership_client.request import Request, segment


class ReleaseManifest(Noun):
    """The manifest of releases."""

    def get(self, release: str) -> bytes:
        """Give a closed release's manifest, byte for byte as it was sealed; its SHA-256 is the ETag and the Repr-Digest."""
        return self._sender.ask(Request(bytes, "GET", f"/api/v1/releases/{segment(release)}/manifest"))

    def signature(self, release: str) -> Signature:
        """Give the Ed25519 signature of a manifest's exact bytes, and the key that verifies it."""
        return self._sender.ask(Request(Signature, "GET", f"/api/v1/releases/{segment(release)}/manifest/signature"))


class AsyncReleaseManifest(AsyncNoun):
    """The manifest of releases."""

    async def get(self, release: str) -> bytes:
        """Give a closed release's manifest, byte for byte as it was sealed; its SHA-256 is the ETag and the Repr-Digest."""
        return await self._sender.ask(Request(bytes, "GET", f"/api/v1/releases/{segment(release)}/manifest"))

    async def signature(self, release: str) -> Signature:
        """Give the Ed25519 signature of a manifest's exact bytes, and the key that verifies it."""
        return await self._sender.ask(
            Request(Signature, "GET", f"/api/v1/releases/{segment(release)}/manifest/signature")
        )
