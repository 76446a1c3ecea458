"""What the services answer about event types."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from typing import Any

from partnership_client.base import Model


class EventField(Model):
    """A field of an event's data, or of a part of it: `data.parts[].note`."""

    path: str
    kind: str
    always: bool
    classification: str
    holds: str | None = None
    deprecated: bool = False


class TypeVersion(Model):
    """One version of a type. A version beside which there is a newer one is deprecated: it is still told."""

    version: int
    type: str
    href: str
    newest: bool
    deprecated: bool


class ToldLately(Model):
    """How many events of a type the caller may see were told lately; `more` means that there are more than counted."""

    days: int
    events: int
    more: bool


class EventType(Model):
    """A type of event. `subject` is the NATS subject; its last part is the key of what the event is about."""

    href: str
    type: str
    name: str
    version: int
    title: str
    description: str
    owner: str
    source: str
    subject: str
    about: str
    aggregate: str
    identity: list[str]
    audience: str
    readers: str
    classification: str
    handling: str
    personal_data: str
    fields: list[EventField]
    versions: list[TypeVersion]
    deprecated: bool
    schema_href: str
    json_schema: dict[str, Any]
    example: dict[str, Any]
    example_is: str
    told: ToldLately | None = None
