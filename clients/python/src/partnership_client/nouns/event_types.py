"""What may be done with the event types."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.
# ruff: noqa: A002, E501 - the API's own names and sentences

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.call import Call, segment
from partnership_client.models.event_types import EventType


class EventTypes(Noun):
    """The event types."""

    def list(self, *, limit: int | None = None) -> Pages[EventType]:
        """List every type of event there is: what it says, about what, who may see it, and the schema of its data."""
        return Pages(self._sender, Call(Page[EventType], "GET", "/api/v1/event-types"), limit)

    def get(self, type: str) -> EventType:
        """Show one type by its short name (the newest version of it) or its full name."""
        return self._sender.ask(Call(EventType, "GET", f"/api/v1/event-types/{segment(type)}"))


class AsyncEventTypes(AsyncNoun):
    """The event types."""

    def list(self, *, limit: int | None = None) -> AsyncPages[EventType]:
        """List every type of event there is: what it says, about what, who may see it, and the schema of its data."""
        return AsyncPages(self._sender, Call(Page[EventType], "GET", "/api/v1/event-types"), limit)

    async def get(self, type: str) -> EventType:
        """Show one type by its short name (the newest version of it) or its full name."""
        return await self._sender.ask(Call(EventType, "GET", f"/api/v1/event-types/{segment(type)}"))
