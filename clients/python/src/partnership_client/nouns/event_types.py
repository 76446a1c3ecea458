"""What may be done with the event types."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.event_types import EventType
from partnership_client.request import Request, segment


class EventTypes(Noun):
    """The event types."""

    def list(self) -> Pages[EventType]:
        """List every type of event there is: what it says, who may see it, the schema of its data, and an example."""
        return Pages(self._sender, Request(Page[EventType], "GET", "/api/v1/event-types"))

    def get(self, type: str) -> EventType:
        """Show one type by its short name (its newest version) or its full name, and how often it was told lately."""
        return self._sender.ask(Request(EventType, "GET", f"/api/v1/event-types/{segment(type)}"))

    def schema(self, type: str) -> bytes:
        """Show the JSON Schema (Draft 2020-12) of the data of a type, by its short or full name."""
        return self._sender.ask(Request(bytes, "GET", f"/api/v1/event-types/{segment(type)}/schema"))


class AsyncEventTypes(AsyncNoun):
    """The event types."""

    def list(self) -> AsyncPages[EventType]:
        """List every type of event there is: what it says, who may see it, the schema of its data, and an example."""
        return AsyncPages(self._sender, Request(Page[EventType], "GET", "/api/v1/event-types"))

    async def get(self, type: str) -> EventType:
        """Show one type by its short name (its newest version) or its full name, and how often it was told lately."""
        return await self._sender.ask(Request(EventType, "GET", f"/api/v1/event-types/{segment(type)}"))

    async def schema(self, type: str) -> bytes:
        """Show the JSON Schema (Draft 2020-12) of the data of a type, by its short or full name."""
        return await self._sender.ask(Request(bytes, "GET", f"/api/v1/event-types/{segment(type)}/schema"))
