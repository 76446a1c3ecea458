"""What may be done with the imports."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from typing import Literal

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.imports import Import, Mistake
from partnership_client.nouns.imports_conflicts import AsyncImportConflicts, ImportConflicts
from partnership_client.request import Request, segment
from partnership_client.sending import AsyncSender, Sender


class Imports(Noun):
    """The imports."""

    def __init__(self, sender: Sender) -> None:
        super().__init__(sender)
        self.conflicts = ImportConflicts(sender)

    def list(
        self,
        service: Literal["projects", "councils"],
        *,
        state: Literal["receiving", "checking", "applying", "done", "refused", "failed"] | None = None,
        limit: int | None = None,
    ) -> Pages[Import]:
        """List files that were sent, the latest first; a council's client is shown its own."""
        return Pages(
            self._sender,
            Request(Page[Import], "GET", f"/api/v1/{segment(service)}/imports", query={"state": state, "limit": limit}),
        )

    def get(self, service: Literal["projects", "councils"], job: str) -> Import:
        """Show how far a file has come, and what it came to."""
        return self._sender.ask(Request(Import, "GET", f"/api/v1/{segment(service)}/imports/{segment(job)}"))

    def mistakes(
        self, service: Literal["projects", "councils"], job: str, *, limit: int | None = None
    ) -> Pages[Mistake]:
        """List what is wrong with a file by line and column: the first thousand mistakes, all to be mended at once."""
        return Pages(
            self._sender,
            Request(
                Page[Mistake],
                "GET",
                f"/api/v1/{segment(service)}/imports/{segment(job)}/errors",
                query={"limit": limit},
            ),
        )


class AsyncImports(AsyncNoun):
    """The imports."""

    def __init__(self, sender: AsyncSender) -> None:
        super().__init__(sender)
        self.conflicts = AsyncImportConflicts(sender)

    def list(
        self,
        service: Literal["projects", "councils"],
        *,
        state: Literal["receiving", "checking", "applying", "done", "refused", "failed"] | None = None,
        limit: int | None = None,
    ) -> AsyncPages[Import]:
        """List files that were sent, the latest first; a council's client is shown its own."""
        return AsyncPages(
            self._sender,
            Request(Page[Import], "GET", f"/api/v1/{segment(service)}/imports", query={"state": state, "limit": limit}),
        )

    async def get(self, service: Literal["projects", "councils"], job: str) -> Import:
        """Show how far a file has come, and what it came to."""
        return await self._sender.ask(Request(Import, "GET", f"/api/v1/{segment(service)}/imports/{segment(job)}"))

    def mistakes(
        self, service: Literal["projects", "councils"], job: str, *, limit: int | None = None
    ) -> AsyncPages[Mistake]:
        """List what is wrong with a file by line and column: the first thousand mistakes, all to be mended at once."""
        return AsyncPages(
            self._sender,
            Request(
                Page[Mistake],
                "GET",
                f"/api/v1/{segment(service)}/imports/{segment(job)}/errors",
                query={"limit": limit},
            ),
        )
