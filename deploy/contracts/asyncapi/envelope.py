"""What is around the data of every event: the attributes of CloudEvents 1.0, as headers and in one JSON object."""

from typing import Any, Final

from services.notifications.api.events import CloudEvent

ATTRIBUTES: Final[dict[str, dict[str, Any]]] = {
    "specversion": {"type": "string", "const": "1.0"},
    "id": {"type": "string", "format": "uuid", "description": "unique for each event; the same in a repetition"},
    "type": {"type": "string"},
    "source": {"type": "string", "description": "the service that says it, such as /projects"},
    "subject": {"type": "string", "description": "the key of what it is about"},
    "time": {"type": "string", "format": "date-time", "description": "when it happened"},
    "recordedtime": {"type": "string", "format": "date-time", "description": "when we learned of it"},
    "aggregate": {"type": "string", "description": "whose changes `ce-sequence` counts: kind/identity"},
    "sequence": {"type": "string", "pattern": "^[0-9]+$", "description": "the version of the aggregate, from 1"},
    "previousid": {"type": "string", "format": "uuid", "description": "the aggregate's event before this one"},
    "epoch": {
        "type": "string",
        "pattern": "^[0-9]+$",
        "description": "raised when the publisher's database was restored",
    },
    "correlationid": {"type": "string", "description": "the request that began it all"},
    "causationid": {"type": "string", "description": "the event that this one follows from"},
    "actor": {"type": "string", "description": "the client or role that caused it, never a person's name"},
}
OPTIONAL: Final = {"previousid", "causationid"}
HEADERS: Final[dict[str, Any]] = {
    "type": "object",
    "required": [f"ce-{name}" for name in ATTRIBUTES if name not in OPTIONAL],
    "properties": {
        **{f"ce-{name}": schema for name, schema in ATTRIBUTES.items()},
        "content-type": {"type": "string", "description": "of the data"},
        "Nats-Msg-Id": {"type": "string", "description": "on the broker, the same as `ce-id`"},
        "traceparent": {"type": "string", "description": "W3C trace context"},
        "tracestate": {"type": "string", "description": "W3C trace context"},
    },
}
STANDARD_WEBHOOKS: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["webhook-id", "webhook-timestamp", "webhook-signature", "content-type"],
    "properties": {
        "webhook-id": {"type": "string", "description": "of this delivery: the same at each try"},
        "webhook-timestamp": {
            "type": "string",
            "pattern": "^[0-9]+$",
            "description": "when this try was made, in seconds since 1970",
        },
        "webhook-signature": {
            "type": "string",
            "description": "of `webhook-id.webhook-timestamp.body`, by each secret that is valid, with blanks between: "
            "`v1,` and an HMAC-SHA256, or `v1a,` and an ed25519 signature, in base64",
        },
        "content-type": {"type": "string"},
    },
}
DELIVERED: Final[dict[str, Any]] = {
    "allOf": [{"$ref": "#/components/schemas/CloudEvent"}],
    "type": "object",
    "description": "A CloudEvent, and which delivery of a subscription it is.",
    "properties": {
        "subscriptionid": {"type": "string", "description": "the subscription that asked for it"},
        "subscriptionsequence": {
            "type": "integer",
            "description": "counts what the subscription was sent of one aggregate, so that a gap shows",
        },
        "subscriptionprevious": {
            "type": "string",
            "format": "uuid",
            "description": "the event sent before it",
        },
        "dataref": {"type": "string", "format": "uri", "description": "of a thin one: where the whole event is"},
    },
    "required": ["subscriptionid"],
}
TRAITS: Final[dict[str, Any]] = {
    "CloudEventBinary": {
        "contentType": "application/json",
        "correlationId": {"$ref": "#/components/correlationIds/request"},
        "headers": {"$ref": "#/components/schemas/CloudEventHeaders"},
    },
    "StandardWebhook": {"headers": {"$ref": "#/components/schemas/StandardWebhookHeaders"}},
}
CORRELATION: Final[dict[str, Any]] = {
    "request": {
        "description": "The request that began it all; the same in everything that came of it.",
        "location": "$message.header#/ce-correlationid",
    },
    "requestInside": {
        "description": "The request that began it all; the same in everything that came of it.",
        "location": "$message.payload#/correlationid",
    },
}


def schemas() -> dict[str, Any]:
    """Return the schemas of the envelope by name."""
    return {
        "CloudEventHeaders": HEADERS,
        "StandardWebhookHeaders": STANDARD_WEBHOOKS,
        "CloudEvent": CloudEvent.model_json_schema(),
        "DeliveredCloudEvent": DELIVERED,
    }
