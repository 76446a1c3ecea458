"""The roads that events take to who hears them: the servers, how to be let in, and what is not one channel a type."""

from typing import Any, Final

BROKER: Final = ({"$ref": "#/servers/broker"}, {"$ref": "#/servers/websocket"})
API: Final = {"$ref": "#/servers/api"}
RECEIVER: Final = {"$ref": "#/servers/receiver"}

SERVERS: Final[dict[str, Any]] = {
    "broker": {
        "host": "{host}",
        "protocol": "nats",
        "title": "The broker",
        "description": (
            "NATS with JetStream. A subscription whose road is `broker` has an account of its own, and a durable "
            "consumer of each stream to pull from; it can read nothing else there."
        ),
        "variables": {"host": {"$ref": "#/components/serverVariables/broker"}},
        "security": [{"$ref": "#/components/securitySchemes/nkey"}],
        "bindings": {"nats": {}},
    },
    "websocket": {
        "host": "{host}",
        "pathname": "/nats",
        "protocol": "wss",
        "title": "The broker by WebSocket",
        "description": "The same through the gateway, where only HTTPS goes out.",
        "variables": {"host": {"$ref": "#/components/serverVariables/api"}},
        "security": [{"$ref": "#/components/securitySchemes/nkey"}],
        "bindings": {"ws": {}},
    },
    "api": {
        "host": "{host}",
        "protocol": "https",
        "title": "The API",
        "description": "The same events over HTTP: see the OpenAPI document at /api/v1/openapi.json.",
        "variables": {"host": {"$ref": "#/components/serverVariables/api"}},
        "security": [{"$ref": "#/components/securitySchemes/clientCredentials"}],
        "bindings": {"http": {}},
    },
    "receiver": {
        "host": "{host}",
        "protocol": "https",
        "title": "Your endpoint",
        "description": "Where your subscription says that its events go.",
        "variables": {"host": {"$ref": "#/components/serverVariables/receiver"}},
        "bindings": {"http": {}},
    },
}
VARIABLES: Final[dict[str, Any]] = {
    "broker": {
        "default": "localhost:4222",
        "description": "where the installation's NATS listens",
        "examples": ["nats.partnership.example:4222"],
    },
    "api": {
        "default": "localhost:8080",
        "description": "where the installation's gateway listens",
        "examples": ["partnership.example"],
    },
    "receiver": {
        "default": "localhost",
        "description": "your own host",
        "examples": ["hooks.council.example"],
    },
}
SECURITY: Final[dict[str, Any]] = {
    "nkey": {
        "type": "asymmetricEncryption",
        "description": "An nkey of the subscription: the client signs what the broker asks with its seed (ed25519).",
    },
    "clientCredentials": {
        "type": "oauth2",
        "description": "A token lasts for a quarter of an hour.",
        "flows": {
            "clientCredentials": {
                "tokenUrl": "https://localhost:8080/oauth/token",
                "availableScopes": {"events:read": "Read the feed and the live stream of events"},
            }
        },
        "scopes": ["events:read"],
    },
}
ONE = {
    "structured": {"$ref": "#/components/messages/structured"},
    "batch": {"$ref": "#/components/messages/batch"},
    "webhook": {"$ref": "#/components/messages/webhook"},
}
CHANNELS: Final[dict[str, Any]] = {
    "feed": {
        "address": "/api/v1/events",
        "title": "The feed",
        "description": "Everything you may see, in one order, from the first event or a cursor on.",
        "servers": [API],
        "messages": {"batch": ONE["batch"]},
    },
    "stream": {
        "address": "/api/v1/events/stream",
        "title": "The live stream",
        "description": "The same as server-sent events, as they come; `Last-Event-ID` takes it up again where it was.",
        "servers": [API],
        "messages": {"structured": ONE["structured"]},
    },
    "webhook": {
        "address": None,
        "title": "Webhooks",
        "description": (
            "Posted to the address that your subscription names, signed by Standard Webhooks 1.0. An answer of 2xx "
            "takes it; anything else is tried again over days, and 410 ends it."
        ),
        "servers": [RECEIVER],
        "messages": {"webhook": ONE["webhook"]},
    },
}
_QUERY: Final = {
    "type": "object",
    "properties": {
        "types": {"type": "string", "description": "only these types, short or full, with commas between"},
        "after": {"type": "string", "description": "where to go on: a cursor, `latest` or `earliest`"},
    },
}
OPERATIONS: Final[dict[str, Any]] = {
    "read.feed": {
        "action": "receive",
        "title": "Read the feed",
        "summary": "Pull a part of the feed, and go on from where it ended.",
        "channel": {"$ref": "#/channels/feed"},
        "messages": [{"$ref": "#/channels/feed/messages/batch"}],
        "bindings": {"http": {"method": "GET", "query": _QUERY, "bindingVersion": "0.3.0"}},
    },
    "follow.stream": {
        "action": "receive",
        "title": "Follow the live stream",
        "summary": "Hear events as they come.",
        "channel": {"$ref": "#/channels/stream"},
        "messages": [{"$ref": "#/channels/stream/messages/structured"}],
        "bindings": {"http": {"method": "GET", "query": _QUERY, "bindingVersion": "0.3.0"}},
    },
    "receive.webhook": {
        "action": "receive",
        "title": "Receive webhooks",
        "summary": "Be told of what your subscription asks for.",
        "channel": {"$ref": "#/channels/webhook"},
        "messages": [{"$ref": "#/channels/webhook/messages/webhook"}],
        "bindings": {"http": {"method": "POST", "bindingVersion": "0.3.0"}},
    },
}
MESSAGES: Final[dict[str, Any]] = {
    "structured": {
        "name": "structured",
        "title": "An event as one JSON object",
        "contentType": "application/cloudevents+json",
        "correlationId": {"$ref": "#/components/correlationIds/requestInside"},
        "payload": {"$ref": "#/components/schemas/CloudEvent"},
    },
    "batch": {
        "name": "batch",
        "title": "Some events as a JSON array",
        "contentType": "application/cloudevents-batch+json",
        "payload": {"type": "array", "items": {"$ref": "#/components/schemas/CloudEvent"}},
    },
    "webhook": {
        "name": "webhook",
        "title": "An event that is posted to you",
        "summary": (
            "One JSON object, or in binary mode the data alone with the attributes as `ce-` headers. A thin one has no "
            "data: `dataref` says where to read it."
        ),
        "contentType": "application/cloudevents+json",
        "correlationId": {"$ref": "#/components/correlationIds/requestInside"},
        "traits": [{"$ref": "#/components/messageTraits/StandardWebhook"}],
        "payload": {"$ref": "#/components/schemas/DeliveredCloudEvent"},
        "bindings": {"http": {"bindingVersion": "0.3.0"}},
    },
}
