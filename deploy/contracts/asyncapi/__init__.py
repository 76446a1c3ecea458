"""The events as AsyncAPI 3, from the view of who hears them: on the broker, in the feed, live, and by webhook."""

from deploy.contracts.asyncapi.document import document

__all__ = ["document"]
