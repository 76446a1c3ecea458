"""What may be done with the outbox of operations."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from typing import Literal

from partnership_client.base import AsyncNoun, Noun
from partnership_client.models.operations import Outbox
from partnership_client.request import Request, segment


class OperationOutbox(Noun):
    """The outbox of operations."""

    def get(self, service: Literal["projects", "councils", "notifications", "reporting"]) -> Outbox:
        """Tell how many events wait to be published, and for how long."""
        return self._sender.ask(Request(Outbox, "GET", f"/api/v1/operations/{segment(service)}/outbox"))


class AsyncOperationOutbox(AsyncNoun):
    """The outbox of operations."""

    async def get(self, service: Literal["projects", "councils", "notifications", "reporting"]) -> Outbox:
        """Tell how many events wait to be published, and for how long."""
        return await self._sender.ask(Request(Outbox, "GET", f"/api/v1/operations/{segment(service)}/outbox"))
