"""What may be done with the timers of operations."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from typing import Literal

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.operations import Timer
from partnership_client.request import Request, segment


class OperationTimers(Noun):
    """The timers of operations."""

    def list(
        self, service: Literal["projects", "councils", "notifications", "reporting"], *, limit: int | None = None
    ) -> Pages[Timer]:
        """List what will happen by itself, the earliest first."""
        return Pages(
            self._sender,
            Request(Page[Timer], "GET", f"/api/v1/operations/{segment(service)}/timers", query={"limit": limit}),
        )


class AsyncOperationTimers(AsyncNoun):
    """The timers of operations."""

    def list(
        self, service: Literal["projects", "councils", "notifications", "reporting"], *, limit: int | None = None
    ) -> AsyncPages[Timer]:
        """List what will happen by itself, the earliest first."""
        return AsyncPages(
            self._sender,
            Request(Page[Timer], "GET", f"/api/v1/operations/{segment(service)}/timers", query={"limit": limit}),
        )
