"""What may be done with the event types."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.event_types import EventType
from partnership_client.request import Request, segment


class EventTypes(Noun):
    """The event types."""

    def list(self) -> Pages[EventType]:
        """List every type of event there is: what it says, about what, who may see it, and the schema of its data."""
        return Pages(self._sender, Request(Page[EventType], "GET", "/api/v1/event-types"))

    def get(self, type: str) -> EventType:
        """Show one type by its short name (the newest version of it) or its full name."""
        return self._sender.ask(Request(EventType, "GET", f"/api/v1/event-types/{segment(type)}"))


class AsyncEventTypes(AsyncNoun):
    """The event types."""

    def list(self) -> AsyncPages[EventType]:
        """List every type of event there is: what it says, about what, who may see it, and the schema of its data."""
        return AsyncPages(self._sender, Request(Page[EventType], "GET", "/api/v1/event-types"))

    async def get(self, type: str) -> EventType:
        """Show one type by its short name (the newest version of it) or its full name."""
        return await self._sender.ask(Request(EventType, "GET", f"/api/v1/event-types/{segment(type)}"))
