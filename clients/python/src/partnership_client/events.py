"""Events: what happened, as a feed and as it comes."""

from partnership_client.base import AsyncNoun, Noun


class Events(Noun):
    """What happened."""


class AsyncEvents(AsyncNoun):
    """What happened."""
