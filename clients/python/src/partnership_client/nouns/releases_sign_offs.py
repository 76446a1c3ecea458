"""What may be done with the sign offs of releases."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from typing import Literal

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.releases import SignOffRecord
from partnership_client.request import Day, Request, known, segment
from partnership_client.request import key as key_of
from partnership_client.words import RoleName


class ReleaseSignOffs(Noun):
    """The sign offs of releases."""

    def list(self, release: str, *, as_at: Day | None = None, limit: int | None = None) -> Pages[SignOffRecord]:
        """List the sign-offs of a release, in order, and which of them a later change made stale.

        `as_at`: what was true on this day; today if left out
        """
        return Pages(
            self._sender,
            Request(
                Page[SignOffRecord],
                "GET",
                f"/api/v1/releases/{segment(release)}/sign-offs",
                query={"as_at": as_at, "limit": limit},
            ),
        )

    def sign(
        self,
        release: str,
        *,
        by_role: RoleName,
        outcome: Literal["signed", "refused"],
        note: str | None = None,
        idempotency_key: str | None = None,
    ) -> SignOffRecord:
        """Sign an open release off in the name of a role that it needs, or refuse to."""
        return self._sender.ask(
            Request(
                SignOffRecord,
                "POST",
                f"/api/v1/releases/{segment(release)}/sign-offs",
                body=known({"by_role": by_role, "outcome": outcome, "note": note}),
                idempotency_key=key_of(idempotency_key),
            )
        )


class AsyncReleaseSignOffs(AsyncNoun):
    """The sign offs of releases."""

    def list(self, release: str, *, as_at: Day | None = None, limit: int | None = None) -> AsyncPages[SignOffRecord]:
        """List the sign-offs of a release, in order, and which of them a later change made stale.

        `as_at`: what was true on this day; today if left out
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[SignOffRecord],
                "GET",
                f"/api/v1/releases/{segment(release)}/sign-offs",
                query={"as_at": as_at, "limit": limit},
            ),
        )

    async def sign(
        self,
        release: str,
        *,
        by_role: RoleName,
        outcome: Literal["signed", "refused"],
        note: str | None = None,
        idempotency_key: str | None = None,
    ) -> SignOffRecord:
        """Sign an open release off in the name of a role that it needs, or refuse to."""
        return await self._sender.ask(
            Request(
                SignOffRecord,
                "POST",
                f"/api/v1/releases/{segment(release)}/sign-offs",
                body=known({"by_role": by_role, "outcome": outcome, "note": note}),
                idempotency_key=key_of(idempotency_key),
            )
        )
