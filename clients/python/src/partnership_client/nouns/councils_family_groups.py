"""What may be done with the family groups of councils."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from collections.abc import Sequence

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.councils import FamilyGroup, FamilyGroupHistory
from partnership_client.request import Day, Request, known, segment
from partnership_client.request import key as key_of
from partnership_client.wishes.councils import GroupFactWish


class CouncilFamilyGroups(Noun):
    """The family groups of councils."""

    def list(self, *, as_at: Day | None = None, limit: int | None = None) -> Pages[FamilyGroup]:
        """List the family groups in which councils compare themselves, with who is in each on a day.

        `as_at`: what was true on this day; today if left out
        """
        return Pages(
            self._sender,
            Request(Page[FamilyGroup], "GET", "/api/v1/councils/family-groups", query={"as_at": as_at, "limit": limit}),
        )

    def get(self, key: str, *, as_at: Day | None = None) -> FamilyGroupHistory:
        """Show a family group with who is in it on a day, and all that was told of it.

        `as_at`: what was true on this day; today if left out
        """
        return self._sender.ask(
            Request(FamilyGroupHistory, "GET", f"/api/v1/councils/family-groups/{segment(key)}", query={"as_at": as_at})
        )

    def register(self, *, key: str, name: str, source: str, idempotency_key: str | None = None) -> FamilyGroupHistory:
        """Make a family group, empty at first, with its source."""
        return self._sender.ask(
            Request(
                FamilyGroupHistory,
                "POST",
                "/api/v1/councils/family-groups",
                body={"key": key, "name": name, "source": source},
                idempotency_key=key_of(idempotency_key),
            )
        )

    def put_in(
        self, key: str, *, council: str, from_: Day, source: str | None = None, idempotency_key: str | None = None
    ) -> FamilyGroupHistory:
        """Put a council into a family group from a day on."""
        return self._sender.ask(
            Request(
                FamilyGroupHistory,
                "POST",
                f"/api/v1/councils/family-groups/{segment(key)}/councils",
                body=known({"council": council, "from": from_, "source": source}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def take_out(
        self, key: str, council: str, *, from_: Day, source: str | None = None, idempotency_key: str | None = None
    ) -> FamilyGroupHistory:
        """Take a council out of a family group: `from` is the first day on which it is not in it any more."""
        return self._sender.ask(
            Request(
                FamilyGroupHistory,
                "POST",
                f"/api/v1/councils/family-groups/{segment(key)}/councils/{segment(council)}/end",
                body=known({"from": from_, "source": source}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def correct(
        self,
        key: str,
        *,
        facts: Sequence[GroupFactWish],
        reason: str,
        source: str | None = None,
        idempotency_key: str | None = None,
    ) -> FamilyGroupHistory:
        """Put right what was told of a family group, for a reason; what was told stays in its history."""
        return self._sender.ask(
            Request(
                FamilyGroupHistory,
                "POST",
                f"/api/v1/councils/family-groups/{segment(key)}/corrections",
                body=known({"facts": facts, "reason": reason, "source": source}),
                idempotency_key=key_of(idempotency_key),
            )
        )


class AsyncCouncilFamilyGroups(AsyncNoun):
    """The family groups of councils."""

    def list(self, *, as_at: Day | None = None, limit: int | None = None) -> AsyncPages[FamilyGroup]:
        """List the family groups in which councils compare themselves, with who is in each on a day.

        `as_at`: what was true on this day; today if left out
        """
        return AsyncPages(
            self._sender,
            Request(Page[FamilyGroup], "GET", "/api/v1/councils/family-groups", query={"as_at": as_at, "limit": limit}),
        )

    async def get(self, key: str, *, as_at: Day | None = None) -> FamilyGroupHistory:
        """Show a family group with who is in it on a day, and all that was told of it.

        `as_at`: what was true on this day; today if left out
        """
        return await self._sender.ask(
            Request(FamilyGroupHistory, "GET", f"/api/v1/councils/family-groups/{segment(key)}", query={"as_at": as_at})
        )

    async def register(
        self, *, key: str, name: str, source: str, idempotency_key: str | None = None
    ) -> FamilyGroupHistory:
        """Make a family group, empty at first, with its source."""
        return await self._sender.ask(
            Request(
                FamilyGroupHistory,
                "POST",
                "/api/v1/councils/family-groups",
                body={"key": key, "name": name, "source": source},
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def put_in(
        self, key: str, *, council: str, from_: Day, source: str | None = None, idempotency_key: str | None = None
    ) -> FamilyGroupHistory:
        """Put a council into a family group from a day on."""
        return await self._sender.ask(
            Request(
                FamilyGroupHistory,
                "POST",
                f"/api/v1/councils/family-groups/{segment(key)}/councils",
                body=known({"council": council, "from": from_, "source": source}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def take_out(
        self, key: str, council: str, *, from_: Day, source: str | None = None, idempotency_key: str | None = None
    ) -> FamilyGroupHistory:
        """Take a council out of a family group: `from` is the first day on which it is not in it any more."""
        return await self._sender.ask(
            Request(
                FamilyGroupHistory,
                "POST",
                f"/api/v1/councils/family-groups/{segment(key)}/councils/{segment(council)}/end",
                body=known({"from": from_, "source": source}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def correct(
        self,
        key: str,
        *,
        facts: Sequence[GroupFactWish],
        reason: str,
        source: str | None = None,
        idempotency_key: str | None = None,
    ) -> FamilyGroupHistory:
        """Put right what was told of a family group, for a reason; what was told stays in its history."""
        return await self._sender.ask(
            Request(
                FamilyGroupHistory,
                "POST",
                f"/api/v1/councils/family-groups/{segment(key)}/corrections",
                body=known({"facts": facts, "reason": reason, "source": source}),
                idempotency_key=key_of(idempotency_key),
            )
        )
