"""What may be done with the pack of calls."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from partnership_client.base import AsyncNoun, Noun
from partnership_client.request import Day, Request, segment


class CallPack(Noun):
    """The pack of calls."""

    def page(self, call: str, *, as_at: Day | None = None) -> str:
        """Give the pack of a published call as a page.

        `as_at`: what was true on this day; today if left out
        """
        return self._sender.ask(Request(str, "GET", f"/api/v1/calls/{segment(call)}/pack.html", query={"as_at": as_at}))

    def pdf(self, call: str, *, as_at: Day | None = None) -> bytes:
        """Give the pack of a published call as a tagged PDF.

        `as_at`: what was true on this day; today if left out
        """
        return self._sender.ask(
            Request(bytes, "GET", f"/api/v1/calls/{segment(call)}/pack.pdf", query={"as_at": as_at})
        )

    def preview(self, call: str) -> str:
        """Show the pack of a draft to the Office as it would be published."""
        return self._sender.ask(Request(str, "GET", f"/api/v1/calls/{segment(call)}/preview"))


class AsyncCallPack(AsyncNoun):
    """The pack of calls."""

    async def page(self, call: str, *, as_at: Day | None = None) -> str:
        """Give the pack of a published call as a page.

        `as_at`: what was true on this day; today if left out
        """
        return await self._sender.ask(
            Request(str, "GET", f"/api/v1/calls/{segment(call)}/pack.html", query={"as_at": as_at})
        )

    async def pdf(self, call: str, *, as_at: Day | None = None) -> bytes:
        """Give the pack of a published call as a tagged PDF.

        `as_at`: what was true on this day; today if left out
        """
        return await self._sender.ask(
            Request(bytes, "GET", f"/api/v1/calls/{segment(call)}/pack.pdf", query={"as_at": as_at})
        )

    async def preview(self, call: str) -> str:
        """Show the pack of a draft to the Office as it would be published."""
        return await self._sender.ask(Request(str, "GET", f"/api/v1/calls/{segment(call)}/preview"))
