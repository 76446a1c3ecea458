"""What travels on NATS, as AsyncAPI 3: one channel and one message for each type of event."""

from typing import Any

from deploy.contracts.events import sample
from services.notifications import catalogue
from shared.events import Event

SCHEMAS = "#/components/schemas/{model}"
INFO = {
    "title": "The Partnership's events",
    "version": "1",
    "description": (
        "Each event is a CloudEvent 1.0 in binary mode: its attributes are headers with the prefix `ce-`, its data the "
        "payload. The same events can be read over HTTP, as a feed and as a live stream: see the OpenAPI document. "
        "Readers ignore fields they do not know. An event is delivered at least once: `ce-id` tells a repetition, and "
        "`ce-sequence` counts the changes of one aggregate."
    ),
    "license": {"name": "MIT"},
}
SERVERS = {
    "partnership": {
        "host": "{host}",
        "protocol": "nats",
        "description": "NATS with JetStream. Each client has an account, and is given a durable consumer to pull from.",
        "variables": {"host": {"default": "localhost:4222", "description": "where the installation's NATS listens"}},
    }
}
HEADERS: dict[str, Any] = {
    "type": "object",
    "required": [
        "ce-specversion",
        "ce-id",
        "ce-type",
        "ce-source",
        "ce-subject",
        "ce-time",
        "ce-recordedtime",
        "ce-aggregate",
        "ce-sequence",
        "ce-epoch",
        "ce-correlationid",
        "ce-actor",
    ],
    "properties": {
        "ce-specversion": {"type": "string", "const": "1.0"},
        "ce-id": {"type": "string", "format": "uuid", "description": "unique for each event; the same in a repetition"},
        "ce-type": {"type": "string"},
        "ce-source": {"type": "string", "description": "the service that says it, such as /projects"},
        "ce-subject": {"type": "string", "description": "the key of what it is about"},
        "ce-time": {"type": "string", "format": "date-time", "description": "when it happened"},
        "ce-recordedtime": {"type": "string", "format": "date-time", "description": "when we learned of it"},
        "ce-aggregate": {"type": "string", "description": "whose changes `ce-sequence` counts: kind/identity"},
        "ce-sequence": {"type": "string", "description": "the version of the aggregate, from 1"},
        "ce-previousid": {"type": "string", "format": "uuid", "description": "the aggregate's event before this one"},
        "ce-epoch": {"type": "string", "description": "raised when the publisher's database was restored"},
        "ce-correlationid": {"type": "string", "description": "the request that began it all"},
        "ce-causationid": {"type": "string", "description": "the event that this one follows from"},
        "ce-actor": {"type": "string", "description": "the client or role that caused it, never a person's name"},
        "traceparent": {"type": "string", "description": "W3C trace context"},
    },
}


def document() -> dict[str, Any]:
    """Return the AsyncAPI document of every event there is."""
    channels, operations, messages = {}, {}, {}
    schemas: dict[str, Any] = {"CloudEventHeaders": HEADERS}
    for event in catalogue.every_type():
        name = event.type_name()
        channels[name] = _channel(event)
        operations[f"say.{event.short_name()}.v{event.wire_version}"] = {
            "action": "send",
            "summary": f"{event.service} says: {catalogue.title(event)}",
            "channel": {"$ref": f"#/channels/{name}"},
            "messages": [{"$ref": f"#/channels/{name}/messages/{event.__name__}"}],
        }
        messages[name] = _message(event)
        payload = event.model_json_schema(ref_template=SCHEMAS)
        schemas |= payload.pop("$defs", {})
        schemas[name] = payload
    return {
        "asyncapi": "3.0.0",
        "info": INFO,
        "defaultContentType": "application/json",
        "servers": SERVERS,
        "channels": channels,
        "operations": operations,
        "components": {"messages": messages, "schemas": schemas},
    }


def _channel(event: type[Event]) -> dict[str, Any]:
    name = event.type_name()
    return {
        "address": f"{name}.{{key}}",
        "description": f"In the stream {event.service.upper()}.",
        "parameters": {"key": {"description": f"the key of the {event.about.replace('_', ' ')} it is about"}},
        "messages": {event.__name__: {"$ref": f"#/components/messages/{name}"}},
    }


def _message(event: type[Event]) -> dict[str, Any]:
    view, kept = catalogue.view(event), sample(event)
    return {
        "name": view.type,
        "title": view.title,
        "summary": view.description,
        "contentType": "application/json",
        "headers": {"$ref": "#/components/schemas/CloudEventHeaders"},
        "payload": {"$ref": f"#/components/schemas/{view.type}"},
        "examples": [{"headers": kept["headers"], "payload": kept["data"]}],
        "x-audience": view.audience,
    }
