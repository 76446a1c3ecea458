"""The published language: one module per publishing service, one class per event, and the envelope around them."""

from shared.events.base import Audience, Envelope, Event, catalogue, find

__all__ = ["Audience", "Envelope", "Event", "catalogue", "find"]
