"""What may be done with the memberships."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from typing import Literal

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.memberships import Membership
from partnership_client.nouns.memberships_counts import AsyncMembershipCounts, MembershipCounts
from partnership_client.request import Day, Request, known, segment
from partnership_client.request import key as key_of
from partnership_client.sending import AsyncSender, Sender


class Memberships(Noun):
    """The memberships."""

    def __init__(self, sender: Sender) -> None:
        super().__init__(sender)
        self.counts = MembershipCounts(sender)

    def list(self, *, as_at: Day | None = None, limit: int | None = None) -> Pages[Membership]:
        """List who certainly was a member on a day, of whom it is not known, and the count that was reported for it.

        `as_at`: what was true on this day; today if left out
        """
        return Pages(
            self._sender,
            Request(Page[Membership], "GET", "/api/v1/memberships", query={"as_at": as_at, "limit": limit}),
        )

    def get(self, council: str) -> Membership:
        """Show a council's membership, with all its periods."""
        return self._sender.ask(Request(Membership, "GET", f"/api/v1/memberships/{segment(council)}"))

    def start(
        self,
        *,
        council: str,
        certainty: Literal["known", "no-later-than", "unknown"],
        joined: Day | None = None,
        source: str | None = None,
        idempotency_key: str | None = None,
    ) -> Membership:
        """Record that a council is a member, from a date as exact as its source."""
        return self._sender.ask(
            Request(
                Membership,
                "POST",
                "/api/v1/memberships",
                body=known({"council": council, "joined": joined, "certainty": certainty, "source": source}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def end(self, council: str, *, left: Day, idempotency_key: str | None = None) -> Membership:
        """Record that a council left: `left` is the first day on which it is a member no more."""
        return self._sender.ask(
            Request(
                Membership,
                "POST",
                f"/api/v1/memberships/{segment(council)}/end",
                body={"left": left},
                idempotency_key=key_of(idempotency_key),
            )
        )


class AsyncMemberships(AsyncNoun):
    """The memberships."""

    def __init__(self, sender: AsyncSender) -> None:
        super().__init__(sender)
        self.counts = AsyncMembershipCounts(sender)

    def list(self, *, as_at: Day | None = None, limit: int | None = None) -> AsyncPages[Membership]:
        """List who certainly was a member on a day, of whom it is not known, and the count that was reported for it.

        `as_at`: what was true on this day; today if left out
        """
        return AsyncPages(
            self._sender,
            Request(Page[Membership], "GET", "/api/v1/memberships", query={"as_at": as_at, "limit": limit}),
        )

    async def get(self, council: str) -> Membership:
        """Show a council's membership, with all its periods."""
        return await self._sender.ask(Request(Membership, "GET", f"/api/v1/memberships/{segment(council)}"))

    async def start(
        self,
        *,
        council: str,
        certainty: Literal["known", "no-later-than", "unknown"],
        joined: Day | None = None,
        source: str | None = None,
        idempotency_key: str | None = None,
    ) -> Membership:
        """Record that a council is a member, from a date as exact as its source."""
        return await self._sender.ask(
            Request(
                Membership,
                "POST",
                "/api/v1/memberships",
                body=known({"council": council, "joined": joined, "certainty": certainty, "source": source}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def end(self, council: str, *, left: Day, idempotency_key: str | None = None) -> Membership:
        """Record that a council left: `left` is the first day on which it is a member no more."""
        return await self._sender.ask(
            Request(
                Membership,
                "POST",
                f"/api/v1/memberships/{segment(council)}/end",
                body={"left": left},
                idempotency_key=key_of(idempotency_key),
            )
        )
