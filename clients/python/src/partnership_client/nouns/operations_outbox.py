"""What may be done with the outbox of operations."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.
# ruff: noqa: A002, E501 - the API's own names and sentences

from typing import Literal

from partnership_client.base import AsyncNoun, Noun
from partnership_client.call import Call, segment
from partnership_client.models.operations import Outbox


class OperationOutbox(Noun):
    """The outbox of operations."""

    def get(self, service: Literal["projects", "councils", "notifications", "reporting"]) -> Outbox:
        """Tell how many events wait to be published, and for how long."""
        return self._sender.ask(Call(Outbox, "GET", f"/api/v1/operations/{segment(service)}/outbox"))


class AsyncOperationOutbox(AsyncNoun):
    """The outbox of operations."""

    async def get(self, service: Literal["projects", "councils", "notifications", "reporting"]) -> Outbox:
        """Tell how many events wait to be published, and for how long."""
        return await self._sender.ask(Call(Outbox, "GET", f"/api/v1/operations/{segment(service)}/outbox"))
