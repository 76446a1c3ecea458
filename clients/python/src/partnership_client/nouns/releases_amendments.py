"""What may be done with the amendments of releases."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from collections.abc import Sequence

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.releases import Amendment
from partnership_client.request import Day, Request, segment
from partnership_client.request import key as key_of
from partnership_client.wishes.releases import AmendedWish
from partnership_client.words import RoleName


class ReleaseAmendments(Noun):
    """The amendments of releases."""

    def list(self, release: str, *, as_at: Day | None = None, limit: int | None = None) -> Pages[Amendment]:
        """List the amendments of a closed release, in order.

        `as_at`: what was true on this day; today if left out
        """
        return Pages(
            self._sender,
            Request(
                Page[Amendment],
                "GET",
                f"/api/v1/releases/{segment(release)}/amendments",
                query={"as_at": as_at, "limit": limit},
            ),
        )

    def get(self, release: str, number: int) -> Amendment:
        """Show an amendment with its signature."""
        return self._sender.ask(
            Request(Amendment, "GET", f"/api/v1/releases/{segment(release)}/amendments/{segment(number)}")
        )

    def make(
        self,
        release: str,
        *,
        text: str,
        reason: str,
        by_role: RoleName,
        changes: Sequence[AmendedWish] = (),
        idempotency_key: str | None = None,
    ) -> Amendment:
        """Amend a closed release: its manifest stays, and a numbered, signed amendment stands by it."""
        return self._sender.ask(
            Request(
                Amendment,
                "POST",
                f"/api/v1/releases/{segment(release)}/amendments",
                body={"text": text, "reason": reason, "by_role": by_role, "changes": changes},
                idempotency_key=key_of(idempotency_key),
            )
        )

    def content(self, release: str, number: int) -> bytes:
        """Give an amendment, byte for byte as it was signed."""
        return self._sender.ask(
            Request(bytes, "GET", f"/api/v1/releases/{segment(release)}/amendments/{segment(number)}/content")
        )


class AsyncReleaseAmendments(AsyncNoun):
    """The amendments of releases."""

    def list(self, release: str, *, as_at: Day | None = None, limit: int | None = None) -> AsyncPages[Amendment]:
        """List the amendments of a closed release, in order.

        `as_at`: what was true on this day; today if left out
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[Amendment],
                "GET",
                f"/api/v1/releases/{segment(release)}/amendments",
                query={"as_at": as_at, "limit": limit},
            ),
        )

    async def get(self, release: str, number: int) -> Amendment:
        """Show an amendment with its signature."""
        return await self._sender.ask(
            Request(Amendment, "GET", f"/api/v1/releases/{segment(release)}/amendments/{segment(number)}")
        )

    async def make(
        self,
        release: str,
        *,
        text: str,
        reason: str,
        by_role: RoleName,
        changes: Sequence[AmendedWish] = (),
        idempotency_key: str | None = None,
    ) -> Amendment:
        """Amend a closed release: its manifest stays, and a numbered, signed amendment stands by it."""
        return await self._sender.ask(
            Request(
                Amendment,
                "POST",
                f"/api/v1/releases/{segment(release)}/amendments",
                body={"text": text, "reason": reason, "by_role": by_role, "changes": changes},
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def content(self, release: str, number: int) -> bytes:
        """Give an amendment, byte for byte as it was signed."""
        return await self._sender.ask(
            Request(bytes, "GET", f"/api/v1/releases/{segment(release)}/amendments/{segment(number)}/content")
        )
