"""What may be done with the subscriptions of operations."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from typing import Literal

from partnership_client.base import AsyncNoun, Noun
from partnership_client.models.operations import Hearing
from partnership_client.request import Request, segment


class OperationSubscriptions(Noun):
    """The subscriptions of operations."""

    def get(self, service: Literal["projects", "councils", "notifications", "reporting"]) -> tuple[Hearing, ...]:
        """Tell what this service hears, and how far behind it is."""
        return self._sender.ask(
            Request(tuple[Hearing, ...], "GET", f"/api/v1/operations/{segment(service)}/subscriptions")
        )


class AsyncOperationSubscriptions(AsyncNoun):
    """The subscriptions of operations."""

    async def get(self, service: Literal["projects", "councils", "notifications", "reporting"]) -> tuple[Hearing, ...]:
        """Tell what this service hears, and how far behind it is."""
        return await self._sender.ask(
            Request(tuple[Hearing, ...], "GET", f"/api/v1/operations/{segment(service)}/subscriptions")
        )
