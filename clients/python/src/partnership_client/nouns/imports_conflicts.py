"""What may be done with the conflicts of imports."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from typing import Literal

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.imports import Conflict
from partnership_client.request import Request, segment
from partnership_client.request import key as key_of


class ImportConflicts(Noun):
    """The conflicts of imports."""

    def list(
        self,
        service: Literal["projects", "councils"],
        *,
        state: Literal["open", "resolved"] | None = None,
        kind: str | None = None,
        owner: str | None = None,
        limit: int | None = None,
    ) -> Pages[Conflict]:
        """List where a feed and a person disagree, the oldest first; a council's client is shown its own.

        `owner`: the council concerned
        """
        return Pages(
            self._sender,
            Request(
                Page[Conflict],
                "GET",
                f"/api/v1/{segment(service)}/conflicts",
                query={"state": state, "kind": kind, "owner": owner, "limit": limit},
            ),
        )

    def get(self, service: Literal["projects", "councils"], conflict: str) -> Conflict:
        """Show what stands and who said it, what was reported by which road, and what was decided."""
        return self._sender.ask(Request(Conflict, "GET", f"/api/v1/{segment(service)}/conflicts/{segment(conflict)}"))

    def resolve(
        self,
        service: Literal["projects", "councils"],
        conflict: str,
        *,
        keep: Literal["standing", "reported"],
        reason: str,
        idempotency_key: str | None = None,
    ) -> Conflict:
        """Decide a conflict for a reason: what stands is kept, or what was reported takes its place."""
        return self._sender.ask(
            Request(
                Conflict,
                "POST",
                f"/api/v1/{segment(service)}/conflicts/{segment(conflict)}/resolve",
                body={"keep": keep, "reason": reason},
                idempotency_key=key_of(idempotency_key),
            )
        )


class AsyncImportConflicts(AsyncNoun):
    """The conflicts of imports."""

    def list(
        self,
        service: Literal["projects", "councils"],
        *,
        state: Literal["open", "resolved"] | None = None,
        kind: str | None = None,
        owner: str | None = None,
        limit: int | None = None,
    ) -> AsyncPages[Conflict]:
        """List where a feed and a person disagree, the oldest first; a council's client is shown its own.

        `owner`: the council concerned
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[Conflict],
                "GET",
                f"/api/v1/{segment(service)}/conflicts",
                query={"state": state, "kind": kind, "owner": owner, "limit": limit},
            ),
        )

    async def get(self, service: Literal["projects", "councils"], conflict: str) -> Conflict:
        """Show what stands and who said it, what was reported by which road, and what was decided."""
        return await self._sender.ask(
            Request(Conflict, "GET", f"/api/v1/{segment(service)}/conflicts/{segment(conflict)}")
        )

    async def resolve(
        self,
        service: Literal["projects", "councils"],
        conflict: str,
        *,
        keep: Literal["standing", "reported"],
        reason: str,
        idempotency_key: str | None = None,
    ) -> Conflict:
        """Decide a conflict for a reason: what stands is kept, or what was reported takes its place."""
        return await self._sender.ask(
            Request(
                Conflict,
                "POST",
                f"/api/v1/{segment(service)}/conflicts/{segment(conflict)}/resolve",
                body={"keep": keep, "reason": reason},
                idempotency_key=key_of(idempotency_key),
            )
        )
