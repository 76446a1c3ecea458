"""The whole document: one channel, one message and one operation for each type of event, and the roads they share."""

from typing import Any, Final

from deploy.contracts.asyncapi import envelope, roads
from deploy.contracts.events import sample
from services.notifications import catalogue
from services.notifications.catalogue import EventTypeView
from shared.events import Event

SCHEMAS: Final = "#/components/schemas/{model}"
INFO: Final = {
    "title": "The Partnership's events",
    "version": "1",
    "description": (
        "Each event is a CloudEvent 1.0. On the broker it is in binary mode: its attributes are headers with the "
        "prefix `ce-`, its data the payload. Readers ignore fields they do not know. An event is delivered at least "
        "once: `ce-id` tells a repetition, and `ce-sequence` counts the changes of one aggregate. The operations are "
        "those of who hears them."
    ),
    "contact": {
        "name": "The Digital Office for Scottish Local Government",
        "url": "https://www.digitaloffice.scot/",
    },
    "license": {"name": "MIT", "url": "https://spdx.org/licenses/MIT.html"},
    "tags": [
        {"name": "projects", "description": "what the programme offers"},
        {"name": "councils", "description": "what each council is and does"},
        {"name": "notifications", "description": "telling people and machines"},
        {"name": "reporting", "description": "what it all amounts to"},
    ],
}


def document() -> dict[str, Any]:
    """Return the AsyncAPI document of every event there is."""
    channels, operations, messages = {}, {}, {}
    parameters: dict[str, Any] = {}
    schemas: dict[str, Any] = envelope.schemas()
    for event in catalogue.every_type():
        name, view, kept = event.type_name(), catalogue.view(event), sample(event)
        channels[name] = _channel(event, view)
        operations[f"receive.{event.short_name()}.v{event.wire_version}"] = _operation(event, view)
        messages[name] = _message(view, kept)
        parameters.setdefault(event.about, _parameter(event, kept))
        payload = event.model_json_schema(ref_template=SCHEMAS)
        schemas |= payload.pop("$defs", {})
        schemas[name] = payload
    return {
        "asyncapi": "3.0.0",
        "info": INFO,
        "defaultContentType": "application/json",
        "servers": roads.SERVERS,
        "channels": channels | roads.CHANNELS,
        "operations": operations | roads.OPERATIONS,
        "components": {
            "serverVariables": roads.VARIABLES,
            "securitySchemes": roads.SECURITY,
            "parameters": parameters,
            "correlationIds": envelope.CORRELATION,
            "messageTraits": envelope.TRAITS,
            "messages": messages | roads.MESSAGES,
            "schemas": schemas,
        },
    }


def _channel(event: type[Event], view: EventTypeView) -> dict[str, Any]:
    return {
        "address": f"{view.type}.{{key}}",
        "title": view.title,
        "summary": f"{event.service} says: {view.title}",
        "description": f"In the stream {event.service.upper()}.",
        "servers": list(roads.BROKER),
        "parameters": {"key": {"$ref": f"#/components/parameters/{event.about}"}},
        "messages": {event.__name__: {"$ref": f"#/components/messages/{view.type}"}},
        "tags": [{"name": event.service}],
    }


def _operation(event: type[Event], view: EventTypeView) -> dict[str, Any]:
    return {
        "action": "receive",
        "title": view.title,
        "summary": f"Hear that {event.service} says: {view.title}",
        "channel": {"$ref": f"#/channels/{view.type}"},
        "messages": [{"$ref": f"#/channels/{view.type}/messages/{event.__name__}"}],
        "tags": [{"name": event.service}],
    }


def _message(view: EventTypeView, kept: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": view.type,
        "title": view.title,
        "summary": view.description,
        "contentType": "application/json",
        "traits": [{"$ref": "#/components/messageTraits/CloudEventBinary"}],
        # what is the same in all of this type; the trait has the rest
        "headers": {
            "type": "object",
            "properties": {"ce-type": {"const": view.type}, "ce-source": {"const": view.source}},
        },
        "payload": {"$ref": f"#/components/schemas/{view.type}"},
        "examples": [{"name": "made", "headers": kept["headers"], "payload": kept["data"]}],
        "tags": [{"name": view.owner}, {"name": view.classification}],
        "x-audience": view.audience,
        "x-readers": view.readers,
        "x-classification": view.classification,
        "x-handling": view.handling,
        "x-personal-data": view.personal_data,
        "x-deprecated": view.deprecated,
    }


def _parameter(event: type[Event], kept: dict[str, Any]) -> dict[str, Any]:
    return {
        "description": f"the key of the {event.about.replace('_', ' ')} it is about",
        "examples": [kept["headers"]["ce-subject"]],
    }
