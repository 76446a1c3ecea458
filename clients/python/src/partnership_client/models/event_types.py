"""What the services answer about event types."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from typing import Any

from partnership_client.base import Model


class EventType(Model):
    """A type of event. `subject` is the NATS subject; its last part is the key of what the event is about."""

    href: str
    type: str
    name: str
    version: int
    title: str
    description: str
    source: str
    subject: str
    about: str
    aggregate: str
    identity: list[str]
    audience: str
    json_schema: dict[str, Any]
    example: dict[str, Any]
