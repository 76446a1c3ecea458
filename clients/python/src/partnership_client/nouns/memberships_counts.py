"""What may be done with the counts of memberships."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.memberships import MembershipCount
from partnership_client.request import Day, Request, segment
from partnership_client.request import key as key_of


class MembershipCounts(Noun):
    """The counts of memberships."""

    def list(self, *, limit: int | None = None) -> Pages[MembershipCount]:
        """List how many councils were members by what sources say, each with those it disagrees with."""
        return Pages(
            self._sender, Request(Page[MembershipCount], "GET", "/api/v1/memberships/counts", query={"limit": limit})
        )

    def get(self, key: str) -> MembershipCount:
        """Show a reported count."""
        return self._sender.ask(Request(MembershipCount, "GET", f"/api/v1/memberships/counts/{segment(key)}"))

    def report(
        self, *, key: str, as_of: Day, councils: int, basis: str, source: str, idempotency_key: str | None = None
    ) -> MembershipCount:
        """Record how many councils were members, as a source says."""
        return self._sender.ask(
            Request(
                MembershipCount,
                "POST",
                "/api/v1/memberships/counts",
                body={"key": key, "as_of": as_of, "councils": councils, "basis": basis, "source": source},
                idempotency_key=key_of(idempotency_key),
            )
        )


class AsyncMembershipCounts(AsyncNoun):
    """The counts of memberships."""

    def list(self, *, limit: int | None = None) -> AsyncPages[MembershipCount]:
        """List how many councils were members by what sources say, each with those it disagrees with."""
        return AsyncPages(
            self._sender, Request(Page[MembershipCount], "GET", "/api/v1/memberships/counts", query={"limit": limit})
        )

    async def get(self, key: str) -> MembershipCount:
        """Show a reported count."""
        return await self._sender.ask(Request(MembershipCount, "GET", f"/api/v1/memberships/counts/{segment(key)}"))

    async def report(
        self, *, key: str, as_of: Day, councils: int, basis: str, source: str, idempotency_key: str | None = None
    ) -> MembershipCount:
        """Record how many councils were members, as a source says."""
        return await self._sender.ask(
            Request(
                MembershipCount,
                "POST",
                "/api/v1/memberships/counts",
                body={"key": key, "as_of": as_of, "councils": councils, "basis": basis, "source": source},
                idempotency_key=key_of(idempotency_key),
            )
        )
