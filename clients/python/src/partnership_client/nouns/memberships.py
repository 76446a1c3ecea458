"""What may be done with the memberships."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from collections.abc import Sequence
from typing import Literal

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.memberships import Membership, MembershipHistory
from partnership_client.nouns.memberships_counts import AsyncMembershipCounts, MembershipCounts
from partnership_client.request import Day, Request, known, segment
from partnership_client.request import key as key_of
from partnership_client.sending import AsyncSender, Sender
from partnership_client.wishes.memberships import MembershipFactWish


class Memberships(Noun):
    """The memberships."""

    def __init__(self, sender: Sender) -> None:
        super().__init__(sender)
        self.counts = MembershipCounts(sender)

    def list(
        self,
        *,
        as_at: Day | None = None,
        standing: Literal["in-principle", "joined", "left"] | None = None,
        limit: int | None = None,
    ) -> Pages[Membership]:
        """List who was there on a day, of whom it is not known, and the count that was reported for it.

        `as_at`: what was true on this day; today if left out
        `standing`: only those that stood so; else members and those in principle
        """
        return Pages(
            self._sender,
            Request(
                Page[Membership],
                "GET",
                "/api/v1/memberships",
                query={"as_at": as_at, "standing": standing, "limit": limit},
            ),
        )

    def get(self, council: str, *, as_at: Day | None = None) -> MembershipHistory:
        """Show how a council stood on a day, and all that was told of its membership.

        `as_at`: what was true on this day; today if left out
        """
        return self._sender.ask(
            Request(MembershipHistory, "GET", f"/api/v1/memberships/{segment(council)}", query={"as_at": as_at})
        )

    def agree_in_principle(
        self,
        council: str,
        *,
        certainty: Literal["known", "no-later-than", "unknown"],
        agreed: Day | None = None,
        source: str | None = None,
        idempotency_key: str | None = None,
    ) -> MembershipHistory:
        """Record that a council agreed in principle; it has not joined, and is offered what releases bring."""
        return self._sender.ask(
            Request(
                MembershipHistory,
                "POST",
                f"/api/v1/memberships/{segment(council)}/in-principle",
                body=known({"agreed": agreed, "certainty": certainty, "source": source}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def start(
        self,
        *,
        council: str,
        certainty: Literal["known", "no-later-than", "unknown"],
        joined: Day | None = None,
        source: str | None = None,
        idempotency_key: str | None = None,
    ) -> MembershipHistory:
        """Record that a council is a member, from a date as exact as its source."""
        return self._sender.ask(
            Request(
                MembershipHistory,
                "POST",
                "/api/v1/memberships",
                body=known({"council": council, "joined": joined, "certainty": certainty, "source": source}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def end(
        self,
        council: str,
        *,
        left: Day | None = None,
        certainty: Literal["known", "no-later-than", "unknown"] = "known",
        source: str | None = None,
        idempotency_key: str | None = None,
    ) -> MembershipHistory:
        """Record that a council left: `left` is the first day on which it is a member no more."""
        return self._sender.ask(
            Request(
                MembershipHistory,
                "POST",
                f"/api/v1/memberships/{segment(council)}/end",
                body=known({"left": left, "certainty": certainty, "source": source}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def correct(
        self,
        council: str,
        *,
        facts: Sequence[MembershipFactWish],
        reason: str,
        source: str | None = None,
        idempotency_key: str | None = None,
    ) -> MembershipHistory:
        """Put right what was told of a membership, for a reason; what was told stays in its history."""
        return self._sender.ask(
            Request(
                MembershipHistory,
                "POST",
                f"/api/v1/memberships/{segment(council)}/corrections",
                body=known({"facts": facts, "reason": reason, "source": source}),
                idempotency_key=key_of(idempotency_key),
            )
        )


class AsyncMemberships(AsyncNoun):
    """The memberships."""

    def __init__(self, sender: AsyncSender) -> None:
        super().__init__(sender)
        self.counts = AsyncMembershipCounts(sender)

    def list(
        self,
        *,
        as_at: Day | None = None,
        standing: Literal["in-principle", "joined", "left"] | None = None,
        limit: int | None = None,
    ) -> AsyncPages[Membership]:
        """List who was there on a day, of whom it is not known, and the count that was reported for it.

        `as_at`: what was true on this day; today if left out
        `standing`: only those that stood so; else members and those in principle
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[Membership],
                "GET",
                "/api/v1/memberships",
                query={"as_at": as_at, "standing": standing, "limit": limit},
            ),
        )

    async def get(self, council: str, *, as_at: Day | None = None) -> MembershipHistory:
        """Show how a council stood on a day, and all that was told of its membership.

        `as_at`: what was true on this day; today if left out
        """
        return await self._sender.ask(
            Request(MembershipHistory, "GET", f"/api/v1/memberships/{segment(council)}", query={"as_at": as_at})
        )

    async def agree_in_principle(
        self,
        council: str,
        *,
        certainty: Literal["known", "no-later-than", "unknown"],
        agreed: Day | None = None,
        source: str | None = None,
        idempotency_key: str | None = None,
    ) -> MembershipHistory:
        """Record that a council agreed in principle; it has not joined, and is offered what releases bring."""
        return await self._sender.ask(
            Request(
                MembershipHistory,
                "POST",
                f"/api/v1/memberships/{segment(council)}/in-principle",
                body=known({"agreed": agreed, "certainty": certainty, "source": source}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def start(
        self,
        *,
        council: str,
        certainty: Literal["known", "no-later-than", "unknown"],
        joined: Day | None = None,
        source: str | None = None,
        idempotency_key: str | None = None,
    ) -> MembershipHistory:
        """Record that a council is a member, from a date as exact as its source."""
        return await self._sender.ask(
            Request(
                MembershipHistory,
                "POST",
                "/api/v1/memberships",
                body=known({"council": council, "joined": joined, "certainty": certainty, "source": source}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def end(
        self,
        council: str,
        *,
        left: Day | None = None,
        certainty: Literal["known", "no-later-than", "unknown"] = "known",
        source: str | None = None,
        idempotency_key: str | None = None,
    ) -> MembershipHistory:
        """Record that a council left: `left` is the first day on which it is a member no more."""
        return await self._sender.ask(
            Request(
                MembershipHistory,
                "POST",
                f"/api/v1/memberships/{segment(council)}/end",
                body=known({"left": left, "certainty": certainty, "source": source}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def correct(
        self,
        council: str,
        *,
        facts: Sequence[MembershipFactWish],
        reason: str,
        source: str | None = None,
        idempotency_key: str | None = None,
    ) -> MembershipHistory:
        """Put right what was told of a membership, for a reason; what was told stays in its history."""
        return await self._sender.ask(
            Request(
                MembershipHistory,
                "POST",
                f"/api/v1/memberships/{segment(council)}/corrections",
                body=known({"facts": facts, "reason": reason, "source": source}),
                idempotency_key=key_of(idempotency_key),
            )
        )
